import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_GUARDRAILS } from '../../functions/core/guardrails.ts';
import { readEnvironment } from '../../functions/respond/environment.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { tryAgain } from '../../functions/respond/try-again.ts';
import { authorizeRecord, envelope, record } from '../records/records.ts';

const ENVIRONMENT = {
  TABLE_NAME: 'ledger',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:notices',
  BUS_NAME: 'default',
  OWN_ROLE_ARN: 'arn:aws:iam::111122223333:role/portcullis',
  RETENTION_DAYS: '365',
};

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
  const lines: Record<string, unknown>[] = [];
  let folder: string;
  let handle: (event: SQSEvent) => Promise<SQSBatchResponse>;
  const batch = (...bodies: string[]) =>
    ({ Records: bodies.map((body, at) => ({ messageId: `m${at}`, body })) }) as unknown as SQSEvent;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
    writeFileSync(join(folder, 'policies.json'), '[]');
    writeFileSync(join(folder, 'guardrails.json'), JSON.stringify(DEFAULT_GUARDRAILS));
    for (const [name, value] of Object.entries({
      ...ENVIRONMENT,
      POWERTOOLS_DEV: 'true',
      POWERTOOLS_METRICS_DISABLED: 'false',
      POWERTOOLS_METRICS_NAMESPACE: 'Portcullis',
      AWS_REGION: 'eu-west-1',
    }))
      vi.stubEnv(name, value);
    // The handler finds its policies beside the bundle; here they lie in a folder of the test's.
    vi.stubGlobal(
      'URL',
      class extends URL {
        constructor(url: string | URL, base?: string | URL) {
          super(url, url === 'policies.json' || url === 'guardrails.json' ? pathToFileURL(`${folder}/`) : base);
        }
      },
    );
    for (const stream of ['log', 'info', 'error', 'warn', 'debug'] as const)
      vi.spyOn(console, stream).mockImplementation(
        (line: unknown) => void lines.push(typeof line === 'string' ? JSON.parse(line) : { line }),
      );
    const { handler } = await import('../../functions/respond/handler.ts');
    handle = (event) =>
      (handler as unknown as (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>)(event, {
        awsRequestId: 'r',
        functionName: 'f',
      } as Context);
  });
  afterAll(() => {
    vi.unstubAllGlobals();
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    lines.splice(0);
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
      lines.filter(({ message }) => message === 'Record not handled; the queue will bring it again'),
    ).toMatchObject([{ messageId: 'm0' }, { messageId: 'm2', eventId: 'evil\\u{202e}' }]);
  });

  test('counts and logs what it handled', async () => {
    const change = authorizeRecord({ permissions: [{ protocol: 'tcp', from: 443, to: 443, ipv4: ['10.0.0.0/8'] }] });
    expect(await handle(batch(JSON.stringify(envelope(change))))).toEqual({ batchItemFailures: [] });
    expect(lines).toContainEqual(expect.objectContaining({ message: 'Record handled', response: 'compliant' }));
    expect(lines).toContainEqual(expect.objectContaining({ Events: 1 }));
  });

  test('logs an event that is no batch', async () => {
    expect(await handle({} as SQSEvent)).toEqual({ batchItemFailures: [] });
    expect(lines).toContainEqual(expect.objectContaining({ level: 'ERROR' }));
  });
});
