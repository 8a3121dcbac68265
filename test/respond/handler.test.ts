import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readEnvironment } from '../../functions/respond/environment.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { tryAgain } from '../../functions/respond/try-again.ts';
import { authorizeRecord, envelope, record } from '../records/records.ts';
import { ENVIRONMENT, type LoadedHandler, loadHandler } from './load-handler.ts';

describe('readEnvironment()', () => {
  test('reads what the deployment sets', () => {
    expect(readEnvironment(ENVIRONMENT)).toMatchObject({ tableName: 'ledger', retentionDays: 365 });
  });

  test('names everything that is missing or odd', () => {
    expect(() => readEnvironment({ ...ENVIRONMENT, TABLE_NAME: '', RETENTION_DAYS: 'many' })).toThrow(
      /TABLE_NAME is not set.*RETENTION_DAYS is "many"/,
    );
  });
});

describe('tryAgain()', () => {
  const waits: number[] = [];
  const pause = async (milliseconds: number) => void waits.push(milliseconds);
  const failing = (errors: Error[]) => async () => {
    const error = errors.shift();
    if (error) throw error;
    return 'done';
  };
  beforeEach(() => void waits.splice(0));

  test.for<[string, Error[], string, number]>([
    ['does it once when it works', [], 'done', 0],
    ['does it again after a fault that may pass', [new RetryableError('a'), new RetryableError('b')], 'done', 2],
    ['gives up after the third', [new RetryableError('a'), new RetryableError('b'), new RetryableError('c')], 'c', 2],
    ['gives up at once after any other', [new TypeError('a')], 'a', 0],
  ])('%s', async ([, errors, expected, pauses]) => {
    const result = await tryAgain(failing(errors), pause).catch((error: Error) => error.message);
    expect([result, waits.length]).toEqual([expected, pauses]);
  });
});

describe('handler', () => {
  const ec2 = mockClient(EC2Client);
  const dynamo = mockClient(DynamoDBClient);
  let loaded: LoadedHandler;
  const handle = (event: SQSEvent) => loaded.handle(event) as Promise<SQSBatchResponse>;
  const batch = (...bodies: string[]) =>
    ({ Records: bodies.map((body, at) => ({ messageId: `m${at}`, body })) }) as unknown as SQSEvent;

  beforeAll(async () => {
    loaded = await loadHandler('respond', { AWS_REGION: 'eu-west-1' });
  });
  afterAll(() => loaded.end());
  beforeEach(() => {
    loaded.lines.splice(0);
    ec2.reset();
    dynamo.reset();
    dynamo.on(GetItemCommand).resolves({});
    ec2.on(DescribeSecurityGroupRulesCommand).resolves({ SecurityGroupRules: [] });
    ec2
      .on(DescribeSecurityGroupsCommand)
      .resolves({ SecurityGroups: [{ GroupId: 'sg-0123456789abcdef0', OwnerId: '111122223333', GroupName: 'web' }] });
  });

  test('gives back only the messages that could not be handled, and says which', async () => {
    const good = JSON.stringify(envelope(record('DescribeVpcs')));
    const response = await handle(
      batch('no JSON', good, JSON.stringify({ detail: { eventName: 'x', eventID: 'evil\u202e' } })),
    );
    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }, { itemIdentifier: 'm2' }] });
    expect(
      loaded.lines.filter(({ message }) => message === 'Record not handled; the queue will bring it again'),
    ).toMatchObject([{ messageId: 'm0' }, { messageId: 'm2', eventId: 'evil\\u{202e}' }]);
  });

  test('counts and logs what it handled', async () => {
    const change = authorizeRecord({ permissions: [{ protocol: 'tcp', from: 443, to: 443, ipv4: ['10.0.0.0/8'] }] });
    expect(await handle(batch(JSON.stringify(envelope(change))))).toEqual({ batchItemFailures: [] });
    expect(loaded.lines).toContainEqual(expect.objectContaining({ message: 'Record handled', response: 'compliant' }));
    expect(loaded.lines).toContainEqual(expect.objectContaining({ Events: 1 }));
  });

  test('logs an event that is no batch', async () => {
    expect(await handle({} as SQSEvent)).toEqual({ batchItemFailures: [] });
    expect(loaded.lines).toContainEqual(expect.objectContaining({ level: 'ERROR' }));
  });
});
