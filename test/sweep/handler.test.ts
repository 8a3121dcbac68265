import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import type { Context } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_GUARDRAILS } from '../../functions/core/guardrails.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { readSweepEnvironment } from '../../functions/sweep/environment.ts';
import { sdkError } from '../aws/sdk-error.ts';
import { policy } from '../core/arbitraries.ts';
import { exemption, from } from '../core/exemptions.ts';

const ENVIRONMENT = {
  TABLE_NAME: 'ledger',
  TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:notices',
  BUS_NAME: 'default',
  OWN_ROLE_ARN: 'arn:aws:iam::111122223333:role/portcullis',
  RETENTION_DAYS: '365',
  SWEEP: 'audit',
  AWS_REGION: 'eu-west-1',
};

describe('readSweepEnvironment()', () => {
  test('reads what the deployment sets', () => {
    expect(readSweepEnvironment(ENVIRONMENT)).toMatchObject({
      account: '111122223333',
      region: 'eu-west-1',
      enforce: false,
    });
    expect(readSweepEnvironment({ ...ENVIRONMENT, SWEEP: 'enforce' }).enforce).toBe(true);
  });

  test.for([
    [{ SWEEP: 'on' }, 'SWEEP is "on", neither audit nor enforce'],
    [{ SWEEP: undefined }, 'SWEEP is undefined'],
    [{ AWS_REGION: '' }, 'AWS_REGION is not set'],
    [{ TABLE_NAME: '' }, 'TABLE_NAME is not set'],
  ] as const)('refuses %j', ([change, problem]) => {
    expect(() => readSweepEnvironment({ ...ENVIRONMENT, ...change })).toThrow(problem);
  });
});

describe('handler', () => {
  const ec2 = mockClient(EC2Client);
  const dynamo = mockClient(DynamoDBClient);
  const lines: Record<string, unknown>[] = [];
  let folder: string;
  let handle: (event: unknown, left?: number) => Promise<unknown>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
    writeFileSync(join(folder, 'policies.json'), '[]');
    writeFileSync(join(folder, 'guardrails.json'), JSON.stringify(DEFAULT_GUARDRAILS));
    for (const [name, value] of Object.entries({
      ...ENVIRONMENT,
      POWERTOOLS_DEV: 'true',
      POWERTOOLS_METRICS_DISABLED: 'false',
      POWERTOOLS_METRICS_NAMESPACE: 'Portcullis',
    }))
      vi.stubEnv(name, value);
    // The handler finds its files beside the bundle; here they lie in a folder of the test's.
    vi.stubGlobal(
      'URL',
      class extends URL {
        constructor(url: string | URL, base?: string | URL) {
          super(url, /^(policies|guardrails)\.json$/.test(String(url)) ? pathToFileURL(`${folder}/`) : base);
        }
      },
    );
    for (const stream of ['log', 'info', 'error', 'warn', 'debug'] as const)
      vi.spyOn(console, stream).mockImplementation(
        (line: unknown) => void lines.push(typeof line === 'string' ? JSON.parse(line) : { line }),
      );
    await load();
  });
  const load = async () => {
    const { handler } = await import('../../functions/sweep/handler.ts');
    handle = (event, left = 600_000) =>
      (handler as unknown as (event: unknown, context: Context) => Promise<unknown>)(event, {
        awsRequestId: 'r',
        functionName: 'f',
        getRemainingTimeInMillis: () => left,
      } as Context);
  };
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
    dynamo.on(PutItemCommand).resolves({});
    ec2.on(DescribeSecurityGroupRulesCommand).resolves({ SecurityGroupRules: [] });
    ec2
      .on(DescribeSecurityGroupsCommand)
      .resolves({ SecurityGroups: [{ GroupId: 'sg-0123456789abcdef0', OwnerId: '111122223333', GroupName: 'web' }] });
  });

  test('begins a run that is due, counts it and logs it', async () => {
    await expect(handle({ sweep: 'if-due' })).resolves.toMatchObject({
      sweep: 'finished',
      done: true,
      groups: 1,
      findings: 0,
    });
    expect(lines).toContainEqual(expect.objectContaining({ message: 'Sweep', sweep: 'finished' }));
    expect(lines).toContainEqual(expect.objectContaining({ Swept: 1 }));
  });

  test('does nothing when no run is due, and begins one when it is told to', async () => {
    await handle({ sweep: 'if-due' });
    const written = dynamo.commandCalls(PutItemCommand).map(({ args }) => args[0].input.Item ?? {});
    const state = written.findLast(({ sk }) => sk?.S === 'state');
    dynamo
      .on(GetItemCommand, { Key: { pk: { S: 'sweep#111122223333#eu-west-1' }, sk: { S: 'state' } } })
      .resolves(state ? { Item: state } : {});
    await expect(handle({ sweep: 'if-due' })).resolves.toEqual({ sweep: 'idle' });
    await expect(handle({ sweep: 'now' })).resolves.toMatchObject({ sweep: 'finished' });
  });

  test('begins a run when an exemption was granted or taken back since the last', async () => {
    const stored = () => dynamo.commandCalls(PutItemCommand).map(({ args }) => args[0].input.Item ?? {});
    const runWith = async (policies: readonly Policy[]) => {
      writeFileSync(join(folder, 'policies.json'), JSON.stringify(policies));
      vi.resetModules();
      await load();
      const answer = await handle({ sweep: 'if-due' });
      const state = stored().findLast(({ sk }) => sk?.S === 'state');
      dynamo
        .on(GetItemCommand, { Key: { pk: { S: 'sweep#111122223333#eu-west-1' }, sk: { S: 'state' } } })
        .resolves(state ? { Item: state } : {});
      return (answer as { readonly sweep: string }).sweep;
    };
    const frozen = policy({ kind: 'freeze' });
    const excused = { ...frozen, exemptions: [exemption([from('tcp', [22, 22], 'any')])] };
    const later = { ...excused, exemptions: [{ ...excused.exemptions[0], until: '2026-12-02T00:00:00Z' }] } as Policy;
    const answers: string[] = [];
    for (const own of [frozen, frozen, excused, excused, later, frozen]) answers.push(await runWith([own]));
    expect(answers).toEqual(['finished', 'idle', 'finished', 'idle', 'finished', 'finished']);
  });

  test('stops before its time is up, and says so', async () => {
    await expect(handle({}, 60_000)).resolves.toMatchObject({ sweep: 'paused', done: false, groups: 0 });
  });

  test('fails aloud when the groups cannot be listed', async () => {
    ec2.on(DescribeSecurityGroupsCommand).rejects(sdkError('UnauthorizedOperation'));
    await expect(handle({ sweep: 'now' })).rejects.toThrow('UnauthorizedOperation');
  });
});
