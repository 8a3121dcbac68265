import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { repairCount } from '../../functions/aws/repair-count.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { ACCOUNT } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const db = mockClient(DynamoDBClient);
const count = repairCount(new DynamoDBClient({ region: 'eu-west-1' }), 'ledger');
const HOUR = { account: ACCOUNT, region: 'eu-west-1', hour: '2026-11-23T12' };

beforeEach(() => {
  db.reset();
  db.on(UpdateItemCommand).resolves({});
});

test('repairCount() makes one write, on condition that there is room, which expires two days after its hour', async () => {
  await expect(count(HOUR, 'e/sg-1', 30)).resolves.toBe(true);
  expect(db.calls().map(({ args: [command] }) => command.input)).toEqual([
    {
      TableName: 'ledger',
      Key: { pk: { S: 'repairs#123456789012#eu-west-1#2026-11-23T12' }, sk: { S: 'repairs' } },
      UpdateExpression: 'ADD #reports :report SET #expiresAt = :expiresAt',
      ConditionExpression: 'attribute_not_exists(#reports) OR size(#reports) < :limit OR contains(#reports, :id)',
      ExpressionAttributeNames: { '#reports': 'reports', '#expiresAt': 'expiresAt' },
      ExpressionAttributeValues: {
        ':report': { SS: ['e/sg-1'] },
        ':id': { S: 'e/sg-1' },
        ':limit': { N: '30' },
        ':expiresAt': { N: String(Date.parse('2026-11-25T12:00:00Z') / 1000) },
      },
    },
  ]);
});

test('repairCount() is false when there is no room, throws RetryableError when DynamoDB throttles, and other faults as they are', async () => {
  db.on(UpdateItemCommand).rejects(sdkError('ConditionalCheckFailedException'));
  await expect(count(HOUR, 'e/sg-1', 30)).resolves.toBe(false);
  db.on(UpdateItemCommand).rejects(sdkError('ProvisionedThroughputExceededException'));
  await expect(count(HOUR, 'e/sg-1', 30)).rejects.toThrow(RetryableError);
  const error = sdkError('AccessDeniedException');
  db.on(UpdateItemCommand).rejects(error);
  await expect(count(HOUR, 'e/sg-1', 30)).rejects.toBe(error);
});
