import { DescribeTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { accountId } from '../core/ids.ts';
import type { Place } from '../respond/ports.ts';
import { orRetry } from './faults.ts';

/**
 * The account and region of a table, by its ARN: nothing else that a caller may read of a ledger says whose it is. Throws
 * RetryableError, and other faults as they are.
 */
export async function ledgerPlace(client: DynamoDBClient, table: string): Promise<Place> {
  const { Table } = await orRetry('DescribeTable', client.send(new DescribeTableCommand({ TableName: table })));
  const [, , , region = '', owner] = Table?.TableArn?.split(':') ?? [];
  const account = accountId(owner);
  if (account === undefined) throw new Error(`The ARN of table ${table} names no account: ${Table?.TableArn}`);
  return { account, region };
}
