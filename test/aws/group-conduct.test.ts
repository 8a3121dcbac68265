import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { groupConduct } from '../../functions/aws/group-conduct.ts';
import type { Conduct } from '../../functions/core/conduct.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { ACCOUNT, GROUP } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const db = mockClient(DynamoDBClient);
const { recallConduct, rememberConduct } = groupConduct(new DynamoDBClient({ region: 'eu-west-1' }), 'ledger');
const AT = { account: ACCOUNT, region: 'eu-west-1', group: GROUP };
const KEY = { pk: { S: `group#123456789012#eu-west-1#${GROUP}` }, sk: { S: 'conduct' } };
const CONDUCT: Conduct = { version: 3, repairs: [], holds: [] };
const inputs = () => db.calls().map(({ args: [command] }) => command.input);

beforeEach(() => {
  db.reset();
  db.on(GetItemCommand).resolves({});
  db.on(PutItemCommand).resolves({});
});

test('recallConduct() makes one consistent read', async () => {
  await expect(recallConduct(AT)).resolves.toBeUndefined();
  expect(inputs()).toEqual([{ TableName: 'ledger', Key: KEY, ConsistentRead: true }]);
});

test('rememberConduct() makes one write, on condition that its version is higher; false when it is not', async () => {
  await expect(rememberConduct(AT, CONDUCT)).resolves.toBe(true);
  expect(inputs()).toEqual([
    {
      TableName: 'ledger',
      Item: { ...KEY, version: { N: '3' }, conduct: { S: JSON.stringify(CONDUCT) } },
      ConditionExpression: 'attribute_not_exists(pk) OR #version < :version',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':version': { N: '3' } },
    },
  ]);
  db.on(PutItemCommand).rejects(sdkError('ConditionalCheckFailedException'));
  await expect(rememberConduct(AT, CONDUCT)).resolves.toBe(false);
});

test.for([
  { verb: 'recallConduct', call: () => recallConduct(AT) },
  { verb: 'rememberConduct', call: () => rememberConduct(AT, CONDUCT) },
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
