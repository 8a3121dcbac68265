import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Conduct } from '../core/conduct.ts';
import type { GroupKey, Ledger } from '../respond/ports.ts';
import { faultOf, orRetry } from './faults.ts';
import { pack, unpack } from './packed.ts';

/** The key of what is kept of the repairs in a group, beside the group's memory. */
const conductKey = ({ account, region, group }: GroupKey) => ({
  pk: { S: `group#${account}#${region}#${group}` },
  sk: { S: 'conduct' },
});

/**
 * The repairs and holds of groups in a DynamoDB table with the text keys `pk` and `sk`, one item a group. Reads are
 * consistent; a write needs a higher version than the one that is there, so that of two attempts one is told to look
 * again, as is one that the SDK repeats after a lost answer. Throws RetryableError, and other faults as they are.
 */
export function groupConduct(client: DynamoDBClient, table: string): Pick<Ledger, 'recallConduct' | 'rememberConduct'> {
  return {
    async recallConduct(key) {
      const command = new GetItemCommand({ TableName: table, Key: conductKey(key), ConsistentRead: true });
      const { Item } = await orRetry('GetItem', client.send(command));
      // Written by `rememberConduct` alone.
      return Item && (JSON.parse(unpack(Item.conduct)) as Conduct);
    },

    async rememberConduct(key, conduct) {
      const version = { N: String(conduct.version) };
      const command = new PutItemCommand({
        TableName: table,
        Item: { ...conductKey(key), version, conduct: pack(JSON.stringify(conduct)) },
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
