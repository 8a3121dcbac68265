import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Uses } from '../core/uses.ts';
import type { Ledger, Place } from '../respond/ports.ts';
import { versionedItem } from './versioned-item.ts';

/**
 * When the exemptions of an account and region were last used, one versioned item. Throws RetryableError, and other
 * faults as they are.
 */
export function exemptionUses(client: DynamoDBClient, table: string): Pick<Ledger, 'recallUses' | 'rememberUses'> {
  const item = versionedItem<Uses>(client, table);
  const place = ({ account, region }: Place) => ({
    key: { pk: { S: `exemptions#${account}#${region}` }, sk: { S: 'uses' } },
    attribute: 'uses',
  });
  return {
    recallUses: (key) => item.read(place(key)),
    rememberUses: (key, uses) => item.write(place(key), uses),
  };
}
