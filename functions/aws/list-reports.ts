import { type DynamoDBClient, ScanCommand, type ScanCommandInput } from '@aws-sdk/client-dynamodb';
import type { ListReports, StoredReport } from '../respond/stored-report.ts';
import { orRetry } from './faults.ts';
import { type Item, toEntry } from './ledger-item.ts';
import { unpack } from './packed.ts';

/**
 * Lists the reports of a ledger's table, a page at a time. It reads the whole table, since nothing asks for a period often
 * enough to be worth an index. Throws RetryableError, and other faults as they are.
 */
export const listReports = (client: DynamoDBClient, table: string): ListReports =>
  async function* ({ since, until }) {
    const conditions = [
      'begins_with(#pk, :report)',
      ...(since === undefined ? [] : ['#time >= :since']),
      ...(until === undefined ? [] : ['#time < :until']),
    ];
    const scan: ScanCommandInput = {
      TableName: table,
      FilterExpression: conditions.join(' AND '),
      ExpressionAttributeNames: { '#pk': 'pk', ...((since ?? until) !== undefined && { '#time': 'eventTime' }) },
      ExpressionAttributeValues: {
        ':report': { S: 'report#' },
        ...(since !== undefined && { ':since': { S: since } }),
        ...(until !== undefined && { ':until': { S: until } }),
      },
    };
    let from: Item | undefined;
    do {
      const page = new ScanCommand({ ...scan, ...(from && { ExclusiveStartKey: from }) });
      const { Items = [], LastEvaluatedKey } = await orRetry('Scan', client.send(page));
      for (const item of Items) yield storedReport(item);
      from = LastEvaluatedKey;
    } while (from);
  };

function storedReport(item: Item): StoredReport {
  const { report, state, told } = toEntry(item);
  return { report, state, told, ...(item.record && { record: unpack(item.record) }) };
}
