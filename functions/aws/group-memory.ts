import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { Memory } from '../core/memory.ts';
import type { GroupKey, Ledger } from '../respond/ports.ts';
import { faultOf, orRetry } from './faults.ts';
import { type Packed, pack, packedSize, unpack } from './packed.ts';

/** The key of a group's memory. */
export const memoryKey = ({ account, region, group }: GroupKey) => ({
  pk: { S: `group#${account}#${region}#${group}` },
  sk: { S: 'memory' },
});

/** The bytes that a memory may take: DynamoDB's 400 KB for an item, less its other attributes. */
const ROOM = 390_000;

/**
 * The memory of groups in a DynamoDB table with the text keys `pk` and `sk`, one item a group. It never expires: rules
 * that stood unchanged for years are still what a change must be undone to. Reads are consistent; a write needs a higher
 * version than the one that is there, so that of two attempts one is told to look again, as is one that the SDK repeats
 * after a lost answer. Throws RetryableError, and other faults as they are.
 */
export function groupMemory(client: DynamoDBClient, table: string): Pick<Ledger, 'recall' | 'remember'> {
  return {
    async recall(key) {
      const command = new GetItemCommand({ TableName: table, Key: memoryKey(key), ConsistentRead: true });
      const { Item } = await orRetry('GetItem', client.send(command));
      // Written by `remember` alone.
      return Item && (JSON.parse(unpack(Item.memory)) as Memory);
    },

    async remember(key, memory) {
      const version = { N: String(memory.version) };
      const command = new PutItemCommand({
        TableName: table,
        Item: { ...memoryKey(key), version, memory: inRoom(memory) },
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

type Entry = Memory['accepted'][number];

/** What may be forgotten where there is no room, the least first: content is what restores a rule. */
const FORGETTING: readonly ((entry: Entry) => Entry)[] = [
  (entry) => entry,
  ({ rule: { tags: _, ...rule }, ...entry }) => ({ ...entry, rule }),
  ({ rule: { tags: _, description: __, ...rule }, ...entry }) => ({ ...entry, rule }),
];

/** A memory, packed; one that would not fit loses the tags of its rules, or their descriptions as well. */
function inRoom(memory: Memory): Packed {
  let packed = pack('');
  for (const keep of FORGETTING) {
    packed = pack(JSON.stringify({ ...memory, accepted: memory.accepted.map(keep) }));
    if (packedSize(packed) <= ROOM) break;
  }
  return packed;
}
