import { type DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import { orRetry } from './faults.ts';

/** How CloudFormation begins the name of the stack's table; what follows is of its own making. */
const PREFIX = 'Portcullis-Ledger';

/**
 * The names of the tables of this account and region that look like a deployed ledger; several where an earlier
 * deployment left its own. Throws RetryableError, and other faults as they are.
 */
export const findLedgers = (client: DynamoDBClient): Promise<readonly string[]> =>
  orRetry('ListTables', namesOf(client));

async function namesOf(client: DynamoDBClient): Promise<string[]> {
  const names: string[] = [];
  for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
  return names.filter((name) => name.startsWith(PREFIX));
}
