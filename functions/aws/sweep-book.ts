import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AccountId } from '../core/ids.ts';
import type { SweepBook, SweepState } from '../sweep/ports.ts';
import { faultOf, orRetry } from './faults.ts';
import { pack, unpack } from './packed.ts';

/**
 * The state of the sweep of one account and region, one item in the ledger's table. Reads are consistent; a write needs a
 * higher version than the one that is there, so that of two calls one is told that it is too late. Throws
 * RetryableError, and other faults as they are.
 */
export function sweepBook(client: DynamoDBClient, table: string, account: AccountId, region: string): SweepBook {
  const Key = { pk: { S: `sweep#${account}#${region}` }, sk: { S: 'state' } };
  return {
    async read() {
      const command = new GetItemCommand({ TableName: table, Key, ConsistentRead: true });
      const { Item } = await orRetry('GetItem', client.send(command));
      // Written by `save` alone.
      return Item && (JSON.parse(unpack(Item.state)) as SweepState);
    },

    async save(state) {
      const version = { N: String(state.version) };
      const command = new PutItemCommand({
        TableName: table,
        Item: { ...Key, version, state: pack(JSON.stringify(state)) },
        ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': version },
      });
      try {
        await orRetry('PutItem', client.send(command));
        return true;
      } catch (error) {
        if (faultOf(error) === 'conflict') return false;
        throw error;
      }
    },
  };
}
