import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CLIENT_SETTINGS } from '../functions/aws/clients.ts';
import { findLedgers } from '../functions/aws/find-ledgers.ts';

/** Where the ledger is; what is left out comes from the caller's environment or is looked for. */
export type Place = { readonly region?: string | undefined; readonly table?: string | undefined };

/** The ledger's table and a client of its region, by the caller's AWS credentials; a text when it can't be told which it is. */
export async function findLedger({
  region,
  table,
}: Place): Promise<{ readonly client: DynamoDBClient; readonly table: string } | string> {
  const client = new DynamoDBClient({ ...CLIENT_SETTINGS, ...(region !== undefined && { region }) });
  const found = table === undefined ? await findLedgers(client) : [table];
  const [name, ...others] = found;
  if (name === undefined) {
    const there = await client.config.region();
    return `No table of this account in ${there} has a name like a ledger's; give --region, or --table with the stack's output TableName`;
  }
  if (others.length > 0)
    return `${found.length} tables may be the ledger: ${found.join(', ')}; give --table with the stack's output TableName`;
  return { client, table: name };
}
