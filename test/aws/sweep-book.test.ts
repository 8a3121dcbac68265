import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { inMemorySweepBook } from '../../cli/local-account/sweep-book.ts';
import { sweepBook } from '../../functions/aws/sweep-book.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import type { SweepState } from '../../functions/sweep/ports.ts';
import { ACCOUNT, GROUP } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const db = mockClient(DynamoDBClient);
const book = sweepBook(new DynamoDBClient({ region: 'eu-west-1' }), 'ledger', ACCOUNT, 'eu-west-1');
const STATE: SweepState = {
  version: 4,
  run: 'run',
  policies: 'hash',
  began: '2026-11-23T12:00:00Z',
  busyUntil: 0,
  after: GROUP,
  swept: 7,
  findings: [],
  folded: 0,
  finished: false,
};
const KEY = { pk: { S: 'sweep#123456789012#eu-west-1' }, sk: { S: 'state' } };

beforeEach(() => {
  db.reset();
  db.on(GetItemCommand).resolves({});
  db.on(PutItemCommand).resolves({});
});

describe('sweepBook()', () => {
  test('read() finds nothing before the first run, by one consistent read', async () => {
    await expect(book.read()).resolves.toBeUndefined();
    const [call] = db.commandCalls(GetItemCommand);
    expect(call?.args[0].input).toEqual({ TableName: 'ledger', Key: KEY, ConsistentRead: true });
  });

  test('save() writes on condition that its version is higher, and read() reads it', async () => {
    await expect(book.save(STATE)).resolves.toBe(true);
    const input = db.commandCalls(PutItemCommand)[0]?.args[0].input;
    expect(input).toMatchObject({
      Item: { ...KEY, version: { N: '4' } },
      ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
      ExpressionAttributeValues: { ':version': { N: '4' } },
    });
    db.on(GetItemCommand).resolves({ Item: input?.Item ?? {} });
    await expect(book.read()).resolves.toEqual(STATE);
  });

  test('save() is false when that version or a later one is there', async () => {
    db.on(PutItemCommand).rejects(sdkError('ConditionalCheckFailedException'));
    await expect(book.save(STATE)).resolves.toBe(false);
  });

  test('save() throws RetryableError when the table is throttled, and other faults as they are', async () => {
    db.on(PutItemCommand).rejects(sdkError('ProvisionedThroughputExceededException'));
    await expect(book.save(STATE)).rejects.toThrow(RetryableError);
    const error = sdkError('AccessDeniedException');
    db.on(PutItemCommand).rejects(error);
    await expect(book.save(STATE)).rejects.toBe(error);
  });
});

test('inMemorySweepBook() keeps the highest version alone', async () => {
  const memory = inMemorySweepBook();
  await expect(memory.read()).resolves.toBeUndefined();
  await expect(memory.save(STATE)).resolves.toBe(true);
  await expect(memory.save({ ...STATE, swept: 8 })).resolves.toBe(false);
  await expect(memory.read()).resolves.toEqual(STATE);
});
