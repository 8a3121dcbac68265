import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { groupMemory } from '../../functions/aws/group-memory.ts';
import { packedSize } from '../../functions/aws/packed.ts';
import type { Memory } from '../../functions/core/memory.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { noise } from './noise.ts';
import { ACCOUNT, GROUP, OFFENDER } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const db = mockClient(DynamoDBClient);
const { recall, remember } = groupMemory(new DynamoDBClient({ region: 'eu-west-1' }), 'ledger');
const AT = { account: ACCOUNT, region: 'eu-west-1', group: GROUP };
const KEY = { pk: { S: `group#123456789012#eu-west-1#${GROUP}` }, sk: { S: 'memory' } };
const MEMORY: Memory = {
  version: 3,
  accepted: [{ rule: OFFENDER.rule, since: '2026-11-23T12:00:00Z' }, { rule: OFFENDER.rule }],
  tags: { tier: 'web' },
};
const inputs = () => db.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);
const written = () => db.commandCalls(PutItemCommand)[0]?.args[0].input.Item ?? {};

/** What comes back of a memory that was written. */
async function kept(memory: Memory): Promise<Memory | undefined> {
  await remember(AT, memory);
  db.on(GetItemCommand).resolves({ Item: written() });
  return recall(AT);
}

beforeEach(() => {
  db.reset();
  db.on(GetItemCommand).resolves({});
  db.on(PutItemCommand).resolves({});
});

describe('groupMemory()', () => {
  test('recall() makes one consistent read', async () => {
    await expect(recall(AT)).resolves.toBeUndefined();
    expect(inputs()).toEqual([['GetItemCommand', { TableName: 'ledger', Key: KEY, ConsistentRead: true }]]);
  });

  test('remember() makes one write that never expires, on condition that its version is higher', async () => {
    await expect(remember(AT, MEMORY)).resolves.toBe(true);
    expect(inputs()).toEqual([
      [
        'PutItemCommand',
        {
          TableName: 'ledger',
          Item: { ...KEY, version: { N: '3' }, memory: { S: JSON.stringify(MEMORY) } },
          ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
          ExpressionAttributeNames: { '#version': 'version' },
          ExpressionAttributeValues: { ':version': { N: '3' } },
        },
      ],
    ]);
  });

  test('remember() is false when that version or a later one is there', async () => {
    db.on(PutItemCommand).rejects(sdkError('ConditionalCheckFailedException'));
    await expect(remember(AT, MEMORY)).resolves.toBe(false);
  });

  test('recall() throws TypeError when the item holds no memory', async () => {
    db.on(GetItemCommand).resolves({ Item: KEY });
    await expect(recall(AT)).rejects.toThrow(new TypeError('The attribute holds no packed text'));
  });

  test('remember() zips a long memory, and recall() reads it', async () => {
    const long: Memory = { ...MEMORY, accepted: Array.from({ length: 1000 }, () => ({ rule: OFFENDER.rule })) };
    await expect(kept(long)).resolves.toEqual(long);
    expect(written().memory).toHaveProperty('B');
  });

  const full = (rules: number, description: number, tag: number): Rule[] =>
    Array.from({ length: rules }, (_, index) => ({
      ...OFFENDER.rule,
      description: noise(description, 3 * index + 1),
      tags: { [noise(tag, 3 * index + 2)]: noise(tag, 3 * index + 3) },
    }));
  const without = (rule: Rule, ...keys: string[]): object =>
    Object.fromEntries(Object.entries(rule).filter(([key]) => !keys.includes(key)));

  test.for<{ name: string; rules: Rule[]; lost: string[] }>([
    { name: 'nothing when there is room', rules: full(500, 200, 100), lost: [] },
    { name: 'the tags of rules when there is none', rules: full(1000, 250, 200), lost: ['tags'] },
    { name: 'descriptions when there is still none', rules: full(2500, 250, 200), lost: ['tags', 'description'] },
  ])('remember() forgets $name', async ({ rules, lost }) => {
    const since = '2026-11-23T12:00:00Z';
    const found = await kept({ version: 1, accepted: rules.map((rule) => ({ rule, since })), tags: { tier: 'web' } });
    const accepted = rules.map((rule) => ({ rule: without(rule, ...lost), since }));
    expect(found).toEqual({ version: 1, accepted, tags: { tier: 'web' } });
    const { memory } = written();
    expect(packedSize({ B: memory?.B ?? new Uint8Array() })).toBeLessThan(390_000);
  });

  test.for([
    { verb: 'recall', call: () => recall(AT) },
    { verb: 'remember', call: () => remember(AT, MEMORY) },
  ])('$verb() throws RetryableError when DynamoDB throttles, and other faults as they are', async ({ call }) => {
    const fail = (error: Error) => {
      db.on(GetItemCommand).rejects(error);
      db.on(PutItemCommand).rejects(error);
      return error;
    };
    fail(sdkError('ProvisionedThroughputExceededException'));
    await expect(call()).rejects.toThrow(RetryableError);
    const error = fail(sdkError('AccessDeniedException'));
    await expect(call()).rejects.toBe(error);
  });
});
