import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Conduct } from '../core/conduct.ts';
import type { GroupKey, Ledger } from '../respond/ports.ts';
import { versionedItem } from './versioned-item.ts';

/**
 * The repairs and holds of groups, one versioned item a group, beside the group's memory. Throws RetryableError, and other
 * faults as they are.
 */
export function groupConduct(client: DynamoDBClient, table: string): Pick<Ledger, 'recallConduct' | 'rememberConduct'> {
  const item = versionedItem<Conduct>(client, table);
  const place = ({ account, region, group }: GroupKey) => ({
    key: { pk: { S: `group#${account}#${region}#${group}` }, sk: { S: 'conduct' } },
    attribute: 'conduct',
  });
  return {
    recallConduct: (key) => item.read(place(key)),
    rememberConduct: (key, conduct) => item.write(place(key), conduct),
  };
}
