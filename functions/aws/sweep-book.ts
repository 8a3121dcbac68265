import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AccountId } from '../core/ids.ts';
import type { SweepBook, SweepState } from '../sweep/ports.ts';
import { versionedItem } from './versioned-item.ts';

/**
 * The state of the sweep of one account and region, one versioned item in the ledger's table. Throws RetryableError, and
 * other faults as they are.
 */
export function sweepBook(client: DynamoDBClient, table: string, account: AccountId, region: string): SweepBook {
  const item = versionedItem<SweepState>(client, table);
  const place = { key: { pk: { S: `sweep#${account}#${region}` }, sk: { S: 'state' } }, attribute: 'state' };
  return {
    read: () => item.read(place),
    save: (state) => item.write(place, state),
  };
}
