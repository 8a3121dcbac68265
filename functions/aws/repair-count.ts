import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { HourKey, Ledger } from '../respond/ports.ts';
import { faultOf, orRetry } from './faults.ts';

/** The key of the repairs of one hour. */
const hourKey = ({ account, region, hour }: HourKey) => ({
  pk: { S: `repairs#${account}#${region}#${hour}` },
  sk: { S: 'repairs' },
});

/** How long an hour's repairs are kept after it began, in seconds: a report may be tried again for hours. */
const KEPT = 2 * 86_400;

/**
 * Counts repairs in a DynamoDB table with the text keys `pk` and `sk` and the TTL attribute `expiresAt`, one item an hour.
 * The ids of the reports are a set, so that one which is counted again counts once, and the write that adds one holds only
 * while there is room. Throws RetryableError, and other faults as they are.
 */
export function repairCount(client: DynamoDBClient, table: string): Ledger['countRepair'] {
  return async (key, reportId, limit) => {
    const expiresAt = Math.floor(Date.parse(`${key.hour}:00:00Z`) / 1000) + KEPT;
    const command = new UpdateItemCommand({
      TableName: table,
      Key: hourKey(key),
      UpdateExpression: 'ADD #reports :report SET #expiresAt = :expiresAt',
      ConditionExpression: 'attribute_not_exists(#reports) OR size(#reports) < :limit OR contains(#reports, :id)',
      ExpressionAttributeNames: { '#reports': 'reports', '#expiresAt': 'expiresAt' },
      ExpressionAttributeValues: {
        ':report': { SS: [reportId] },
        ':id': { S: reportId },
        ':limit': { N: String(limit) },
        ':expiresAt': { N: String(expiresAt) },
      },
    });
    try {
      await orRetry('UpdateItem', client.send(command));
      return true;
    } catch (error) {
      if (faultOf(error) === 'conflict') return false;
      throw error;
    }
  };
}
