import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { ledger } from '../../functions/aws/ledger.ts';
import { type Ledger, RetryableError } from '../../functions/respond/ports.ts';
import { GROUP, REPORT } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const db = mockClient(DynamoDBClient);
const book = ledger(new DynamoDBClient({ region: 'eu-west-1' }), 'ledger', 90);
const KEY = { pk: { S: `report#${REPORT.id}` }, sk: { S: 'report' } };
const [LEASE, UNTIL, NOW] = ['lease-1', 1_795_435_265_250, 1_795_435_205_250];
const inputs = () => db.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);

const conflict = (lease: string) =>
  new ConditionalCheckFailedException({ message: 'no', $metadata: {}, Item: { lease: { S: lease } } });

beforeEach(() => {
  db.reset();
  db.on(GetItemCommand).resolves({});
  db.on(PutItemCommand).resolves({});
  db.on(UpdateItemCommand).resolves({});
});

describe('ledger() calls', () => {
  test('find() makes one consistent read without the record', async () => {
    await expect(book.find(REPORT.id)).resolves.toBeUndefined();
    expect(inputs()).toEqual([
      [
        'GetItemCommand',
        {
          TableName: 'ledger',
          Key: KEY,
          ConsistentRead: true,
          ProjectionExpression: '#report, #lease, #leaseUntil, #acted, #mailTold, #eventTold',
          ExpressionAttributeNames: {
            '#report': 'report',
            '#lease': 'lease',
            '#leaseUntil': 'leaseUntil',
            '#acted': 'acted',
            '#mailTold': 'mailTold',
            '#eventTold': 'eventTold',
          },
        },
      ],
    ]);
  });

  test('open() makes one write, which nothing may stand in the way of', async () => {
    await expect(book.open(REPORT, '{"eventID":"1"}', LEASE, UNTIL)).resolves.toBe(true);
    expect(inputs()).toEqual([
      [
        'PutItemCommand',
        {
          TableName: 'ledger',
          Item: {
            ...KEY,
            report: { S: JSON.stringify(REPORT) },
            record: { S: '{"eventID":"1"}' },
            lease: { S: LEASE },
            leaseUntil: { N: '1795435265250' },
            acted: { BOOL: false },
            mailTold: { BOOL: false },
            eventTold: { BOOL: false },
            expiresAt: { N: String(1_795_435_205 + 90 * 86_400) },
            account: { S: '123456789012' },
            region: { S: 'eu-west-1' },
            groupId: { S: GROUP },
            groupName: { S: 'web-1' },
            eventTime: { S: '2026-11-23T12:00:00Z' },
            day: { S: '2026-11-23' },
            verdict: { S: 'violation' },
            severity: { S: 'critical' },
          },
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        },
      ],
    ]);
  });

  test('takeOver() makes one write, on condition that the lease has run out or is its own', async () => {
    await expect(book.takeOver(REPORT.id, LEASE, UNTIL, NOW)).resolves.toBe(true);
    expect(inputs()).toEqual([
      [
        'UpdateItemCommand',
        {
          TableName: 'ledger',
          Key: KEY,
          UpdateExpression: 'SET #lease = :lease, #leaseUntil = :leaseUntil',
          ConditionExpression: 'attribute_exists(pk) AND (#leaseUntil < :now OR #lease = :lease)',
          ExpressionAttributeNames: { '#lease': 'lease', '#leaseUntil': 'leaseUntil' },
          ExpressionAttributeValues: {
            ':lease': { S: LEASE },
            ':leaseUntil': { N: String(UNTIL) },
            ':now': { N: String(NOW) },
          },
        },
      ],
    ]);
  });

  test('acted() makes one write, on condition that the lease is its own', async () => {
    await expect(book.acted(REPORT, LEASE)).resolves.toBe(true);
    expect(inputs()).toEqual([
      [
        'UpdateItemCommand',
        {
          TableName: 'ledger',
          Key: KEY,
          UpdateExpression: 'SET #acted = :true, #report = :report',
          ConditionExpression: '#lease = :lease',
          ExpressionAttributeNames: { '#acted': 'acted', '#report': 'report', '#lease': 'lease' },
          ExpressionAttributeValues: {
            ':true': { BOOL: true },
            ':report': { S: JSON.stringify(REPORT) },
            ':lease': { S: LEASE },
          },
        },
      ],
    ]);
  });

  test.for([
    { what: 'mail', column: 'mailTold' },
    { what: 'event', column: 'eventTold' },
  ] as const)('told() makes one write of $column, on condition that the lease is its own', async ({ what, column }) => {
    await expect(book.told(REPORT.id, what, LEASE)).resolves.toBe(true);
    expect(inputs()).toEqual([
      [
        'UpdateItemCommand',
        {
          TableName: 'ledger',
          Key: KEY,
          UpdateExpression: 'SET #told = :true',
          ConditionExpression: '#lease = :lease',
          ExpressionAttributeNames: { '#told': column, '#lease': 'lease' },
          ExpressionAttributeValues: { ':true': { BOOL: true }, ':lease': { S: LEASE } },
        },
      ],
    ]);
  });
});

describe('ledger() faults', () => {
  const verbs: { verb: keyof Ledger; call: () => Promise<unknown> }[] = [
    { verb: 'find', call: () => book.find(REPORT.id) },
    { verb: 'open', call: () => book.open(REPORT, '{}', LEASE, UNTIL) },
    { verb: 'takeOver', call: () => book.takeOver(REPORT.id, LEASE, UNTIL, NOW) },
    { verb: 'acted', call: () => book.acted(REPORT, LEASE) },
    { verb: 'told', call: () => book.told(REPORT.id, 'mail', LEASE) },
  ];
  const retryable = ['ProvisionedThroughputExceededException', 'ThrottlingException', 'InternalServerError'];
  const others = ['AccessDeniedException', 'ResourceNotFoundException', 'ValidationException'];
  const fail = (error: Error) => {
    db.on(GetItemCommand).rejects(error);
    db.on(PutItemCommand).rejects(error);
    db.on(UpdateItemCommand).rejects(error);
  };

  test.for(verbs.flatMap((row) => retryable.map((name) => ({ ...row, name }))))(
    '$verb() throws RetryableError when DynamoDB says $name',
    async ({ call, name }) => {
      const cause = sdkError(name);
      fail(cause);
      const thrown = await call().catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(RetryableError);
      expect(thrown).toMatchObject({ cause });
    },
  );

  test.for(verbs.flatMap((row) => others.map((name) => ({ ...row, name }))))(
    '$verb() throws $name as it is',
    async ({ call, name }) => {
      const error = sdkError(name);
      fail(error);
      await expect(call()).rejects.toBe(error);
    },
  );

  test.for(verbs.filter(({ verb }) => verb !== 'find'))(
    '$verb() is false when another attempt holds the report',
    async ({ call }) => {
      fail(conflict('lease-2'));
      await expect(call()).resolves.toBe(false);
    },
  );

  test('open() is true when the report that stands there is of the same attempt, whose answer was lost', async () => {
    fail(conflict(LEASE));
    await expect(book.open(REPORT, '{}', LEASE, UNTIL)).resolves.toBe(true);
  });
});
