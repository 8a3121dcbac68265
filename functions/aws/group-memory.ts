import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Memory } from '../core/memory.ts';
import type { GroupKey, Ledger } from '../respond/ports.ts';
import { type Packed, pack, packedSize } from './packed.ts';
import { versionedItem } from './versioned-item.ts';

/** The key of a group's memory. */
export const memoryKey = ({ account, region, group }: GroupKey) => ({
  pk: { S: `group#${account}#${region}#${group}` },
  sk: { S: 'memory' },
});

/** The bytes that a memory may take: DynamoDB's 400 KB for an item, less its other attributes. */
const ROOM = 390_000;

/**
 * The memory of groups, one versioned item a group. It never expires: rules that stood unchanged for years are still what
 * a change must be undone to. Throws RetryableError, and other faults as they are.
 */
export function groupMemory(client: DynamoDBClient, table: string): Pick<Ledger, 'recall' | 'remember'> {
  const item = versionedItem<Memory>(client, table, inRoom);
  const place = (key: GroupKey) => ({ key: memoryKey(key), attribute: 'memory' });
  return {
    recall: (key) => item.read(place(key)),
    remember: (key, memory) => item.write(place(key), memory),
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
