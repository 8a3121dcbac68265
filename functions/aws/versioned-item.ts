import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { faultOf, orRetry } from './faults.ts';
import { type Packed, pack, unpack } from './packed.ts';

/** One item of the ledger's table: its key, and the attribute that holds its value. */
export type ItemPlace = {
  readonly key: { readonly pk: { readonly S: string }; readonly sk: { readonly S: string } };
  readonly attribute: string;
};

/** An item that is written whole, each time as a higher version. */
export type VersionedItem<Value> = {
  /** The value that is there; undefined when there is none. */
  readonly read: (place: ItemPlace) => Promise<Value | undefined>;
  /** False when that version or a later one is there already. */
  readonly write: (place: ItemPlace, value: Value) => Promise<boolean>;
};

/**
 * Items with a version in a DynamoDB table with the text keys `pk` and `sk`. Reads are consistent; a write needs a higher
 * version than the one that is there, so that of two attempts one is told to look again, as is one that the SDK repeats
 * after a lost answer. Throws RetryableError, and other faults as they are.
 */
export function versionedItem<Value extends { readonly version: number }>(
  client: DynamoDBClient,
  table: string,
  packed: (value: Value) => Packed = (value) => pack(JSON.stringify(value)),
): VersionedItem<Value> {
  return {
    async read({ key, attribute }) {
      const command = new GetItemCommand({ TableName: table, Key: key, ConsistentRead: true });
      const { Item } = await orRetry('GetItem', client.send(command));
      // Written by `write` alone.
      return Item && (JSON.parse(unpack(Item[attribute])) as Value);
    },

    async write({ key, attribute }, value) {
      const version = { N: String(value.version) };
      const command = new PutItemCommand({
        TableName: table,
        Item: { ...key, version, [attribute]: packed(value) },
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
