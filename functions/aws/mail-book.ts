import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { DigestKey, MailBook } from '../respond/mail-book.ts';
import { faultOf, orRetry } from './faults.ts';

/** How long the mails of a window are kept, in seconds: a fortnight in a dead-letter queue, and a day to redrive it. */
const KEPT = 15 * 86_400;

const NAMES = {
  '#reports': 'reports',
  '#closed': 'closed',
  '#told': 'told',
  '#lease': 'lease',
  '#leaseUntil': 'leaseUntil',
  '#expiresAt': 'expiresAt',
} as const;

/**
 * The mails and digests of the windows of time, in a DynamoDB table with the text keys `pk` and `sk` and the TTL attribute
 * `expiresAt`: an item for each kind of mail of a window, and one for each digest. Each step is one conditional write, so that
 * a report is either in a digest that is still to be read, or its own attempt knows that it is not. Throws RetryableError, and
 * other faults as they are.
 */
export function mailBook(client: DynamoDBClient, table: string): MailBook {
  type Change = Pick<UpdateItemCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>;
  /** Makes a write, if its condition holds; `item` is the item after it, or as it stands, where that is asked for. */
  async function write(
    window: string,
    sk: string,
    change: Change,
    ask = false,
  ): Promise<{ held: boolean; item: Item }> {
    const used = Object.entries(NAMES).filter(([name]) =>
      new RegExp(`${name}\\b`).test(`${change.UpdateExpression} ${change.ConditionExpression}`),
    );
    const command = new UpdateItemCommand({
      TableName: table,
      Key: { pk: { S: `mails#${window}` }, sk: { S: sk } },
      ...change,
      ExpressionAttributeNames: Object.fromEntries(used),
      ...(ask && { ReturnValues: 'ALL_NEW', ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    });
    try {
      const { Attributes = {} } = await orRetry('UpdateItem', client.send(command));
      return { held: true, item: Attributes };
    } catch (error) {
      if (faultOf(error) !== 'conflict') throw error;
      return { held: false, item: (error instanceof ConditionalCheckFailedException && error.Item) || {} };
    }
  }

  const add = (reportId: string, limit: number, window: string) => ({
    UpdateExpression: 'ADD #reports :report SET #expiresAt = :expiresAt',
    ExpressionAttributeValues: {
      ':report': { SS: [reportId] },
      ':id': { S: reportId },
      ':limit': { N: String(limit) },
      ':expiresAt': { N: String(Math.floor(Date.parse(window) / 1000) + KEPT) },
    },
  });
  const ROOM = '(attribute_not_exists(#reports) OR size(#reports) < :limit OR contains(#reports, :id))';

  return {
    async countMail(window, kind, reportId, limit) {
      const change = { ...add(reportId, limit, window), ConditionExpression: ROOM };
      return (await write(window, `mails ${kind}`, change)).held;
    },

    async keepForDigest({ window, part }, reportId, limit) {
      const ConditionExpression = `attribute_not_exists(#closed) AND ${ROOM}`;
      return (await write(window, `digest ${part}`, { ...add(reportId, limit, window), ConditionExpression })).held;
    },

    async takeDigest({ window, part }, lease, leaseUntil, now) {
      const change = {
        UpdateExpression: 'SET #closed = :true, #lease = :lease, #leaseUntil = :leaseUntil',
        ConditionExpression:
          'attribute_exists(pk) AND attribute_not_exists(#told) AND (attribute_not_exists(#lease) OR #leaseUntil < :now OR #lease = :lease)',
        ExpressionAttributeValues: {
          ':true': { BOOL: true },
          ':lease': { S: lease },
          ':leaseUntil': { N: String(leaseUntil) },
          ':now': { N: String(now) },
        },
      };
      const { held, item } = await write(window, `digest ${part}`, change, true);
      if (held) return { kind: 'taken', reports: [...(item.reports?.SS ?? [])].sort() };
      return { kind: item.closed?.BOOL === true && item.told?.BOOL !== true ? 'busy' : 'over' };
    },

    toldDigest: async ({ window, part }: DigestKey, lease) =>
      (
        await write(window, `digest ${part}`, {
          UpdateExpression: 'SET #told = :true',
          ConditionExpression: '#lease = :lease',
          ExpressionAttributeValues: { ':true': { BOOL: true }, ':lease': { S: lease } },
        })
      ).held,
  };
}

type Item = Readonly<Record<string, AttributeValue>>;
