import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Ledger } from '../respond/ports.ts';
import { eventGroups } from './event-groups.ts';
import { exemptionUses } from './exemption-uses.ts';
import { faultOf, orRetry } from './faults.ts';
import { groupConduct } from './group-conduct.ts';
import { groupMemory } from './group-memory.ts';
import { reportKey, toEntry, toItem } from './ledger-item.ts';
import { mailBook } from './mail-book.ts';
import { pack } from './packed.ts';
import { repairCount } from './repair-count.ts';

/** The columns of an entry; the record, the largest, is left in the table. */
const COLUMNS = ['report', 'lease', 'leaseUntil', 'acted', 'mailTold', 'eventTold'] as const;

/**
 * The ledger in a DynamoDB table with the text keys `pk` and `sk` and the TTL attribute `expiresAt`. Reads are
 * consistent; writes are conditional, and one that is repeated by its own attempt (the SDK does so when an answer is
 * lost) is true again. A report is `closed` when it was acted upon and told both ways. Times are epoch milliseconds.
 * Throws RetryableError, and other faults as they are.
 */
export function ledger(client: DynamoDBClient, table: string, retentionDays: number): Ledger {
  return {
    ...groupMemory(client, table),
    ...groupConduct(client, table),
    ...eventGroups(client, table),
    ...exemptionUses(client, table),
    ...mailBook(client, table),
    countRepair: repairCount(client, table),

    async find(reportId) {
      const command = new GetItemCommand({
        TableName: table,
        Key: reportKey(reportId),
        ConsistentRead: true,
        ...projection(COLUMNS),
      });
      const { Item } = await orRetry('GetItem', client.send(command));
      return Item && toEntry(Item);
    },

    async open(report, record, lease, leaseUntil) {
      const command = new PutItemCommand({
        TableName: table,
        Item: toItem(report, record, lease, leaseUntil, retentionDays),
        ConditionExpression: 'attribute_not_exists(pk)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      try {
        await orRetry('PutItem', client.send(command));
        return true;
      } catch (error) {
        if (faultOf(error) !== 'conflict') throw error;
        return error instanceof ConditionalCheckFailedException && error.Item?.lease?.S === lease;
      }
    },

    takeOver: (reportId, lease, leaseUntil, now) =>
      update(reportId, {
        UpdateExpression: 'SET #lease = :lease, #leaseUntil = :leaseUntil',
        ConditionExpression: 'attribute_exists(pk) AND (#leaseUntil < :now OR #lease = :lease)',
        ExpressionAttributeNames: { '#lease': 'lease', '#leaseUntil': 'leaseUntil' },
        ExpressionAttributeValues: {
          ':lease': { S: lease },
          ':leaseUntil': { N: String(leaseUntil) },
          ':now': { N: String(now) },
        },
      }),

    acted: (report, lease) =>
      update(report.id, {
        UpdateExpression: 'SET #acted = :true, #report = :report',
        ConditionExpression: '#lease = :lease',
        ExpressionAttributeNames: { '#acted': 'acted', '#report': 'report', '#lease': 'lease' },
        ExpressionAttributeValues: {
          ':true': { BOOL: true },
          ':report': pack(JSON.stringify(report)),
          ':lease': { S: lease },
        },
      }),

    told: (reportId, what, lease) =>
      update(reportId, {
        UpdateExpression: 'SET #told = :true',
        ConditionExpression: '#lease = :lease',
        ExpressionAttributeNames: { '#told': what === 'mail' ? 'mailTold' : 'eventTold', '#lease': 'lease' },
        ExpressionAttributeValues: { ':true': { BOOL: true }, ':lease': { S: lease } },
      }),
  };

  async function update(reportId: string, write: Omit<UpdateItemCommandInput, 'TableName' | 'Key'>): Promise<boolean> {
    const command = new UpdateItemCommand({ TableName: table, Key: reportKey(reportId), ...write });
    try {
      await orRetry('UpdateItem', client.send(command));
      return true;
    } catch (error) {
      if (faultOf(error) === 'conflict') return false;
      throw error;
    }
  }
}

/** By placeholders, since some of the names may be reserved words of DynamoDB. */
const projection = (columns: readonly string[]) => ({
  ProjectionExpression: columns.map((column) => `#${column}`).join(', '),
  ExpressionAttributeNames: Object.fromEntries(columns.map((column) => [`#${column}`, column])),
});
