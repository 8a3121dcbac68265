import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { eventGroups } from '../../functions/aws/event-groups.ts';
import type { GroupId } from '../../functions/core/ids.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { sdkError } from './sdk-error.ts';

const mock = mockClient(DynamoDBClient);
const { groupsOf, keepGroups } = eventGroups(new DynamoDBClient({ region: 'eu-west-1' }), 'ledger');
const EVENT = 'e0a7c5de/pl-0123456789abcdef0';
const KEY = { pk: { S: `event#${EVENT}` }, sk: { S: 'groups' } };
const GROUPS = ['sg-00000001', 'sg-00000002'] as GroupId[];

beforeEach(() => mock.reset());

test('keepGroups() writes the ids, for fifteen days', async () => {
  mock.on(PutItemCommand).resolves({});
  await keepGroups(EVENT, GROUPS, 1_000_000);
  expect(mock.commandCalls(PutItemCommand).map(({ args }) => args[0].input)).toEqual([
    { TableName: 'ledger', Item: { ...KEY, groups: { SS: GROUPS }, expiresAt: { N: String(1000 + 15 * 86_400) } } },
  ]);
});

test('keepGroups() writes nothing of no groups, of which DynamoDB has no set', async () => {
  await keepGroups(EVENT, [], 0);
  expect(mock.calls()).toHaveLength(0);
});

test('groupsOf() reads consistently, and only what is an id', async () => {
  mock.on(GetItemCommand).resolves({ Item: { ...KEY, groups: { SS: [...GROUPS, 'sg-'] } } });
  expect(await groupsOf(EVENT)).toEqual(GROUPS);
  expect(mock.commandCalls(GetItemCommand)[0]?.args[0].input).toEqual({
    TableName: 'ledger',
    Key: KEY,
    ConsistentRead: true,
  });
  mock.on(GetItemCommand).resolves({});
  expect(await groupsOf(EVENT)).toEqual([]);
});

test('both throw RetryableError when DynamoDB throttles', async () => {
  mock.onAnyCommand().rejects(sdkError('ThrottlingException'));
  await expect(groupsOf(EVENT)).rejects.toThrow(RetryableError);
  await expect(keepGroups(EVENT, GROUPS, 0)).rejects.toThrow(RetryableError);
});
