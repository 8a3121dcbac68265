import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { runCommand } from '../../cli/run-command.ts';
import type { ItemResult } from '../../functions/backtest/rehearse-item.ts';
import { type Planned, type StepEvent, takeStep } from '../../functions/backtest/step.ts';
import { compilePolicies } from '../../functions/policy-file/compile-policies.ts';
import { bundle } from '../../infra/bundle.ts';
import { InputError } from '../../infra/input-error.ts';
import { synthesiseTemplate } from '../../infra/synthesise-template.ts';
import { startMoto } from '../moto/server.ts';
import { ofType, synth, type Template } from './synth.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const template = synthesiseTemplate(
  { email: 'security@example.com', backtest: 'true', archive: 'my-trail' },
  'PortcullisBacktest',
) as Template;

type Statement = { readonly Sid: string; readonly Action: string | string[]; readonly Resource: unknown };
type State = {
  readonly Type: string;
  readonly Parameters?: { readonly Payload: Readonly<Record<string, string>> };
  readonly ItemSelector?: Readonly<Record<string, string>>;
  readonly ItemReader?: { readonly Parameters: Readonly<Record<string, unknown>> };
  readonly ItemProcessor?: {
    readonly ProcessorConfig: unknown;
    readonly StartAt: string;
    readonly States: Readonly<Record<string, State>>;
  };
  readonly Next?: string;
  readonly End?: boolean;
};
const [machine] = ofType(template, 'AWS::StepFunctions::StateMachine');
const definition = machine?.Properties.Definition as {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
};

/** An ARN or a list of them in short: what CloudFormation fills in is named by its place. */
const short = (value: unknown): string =>
  [value]
    .flat()
    .map((each) =>
      JSON.stringify(each)
        .replace(/\{"Ref":"(.*?)"\}/g, '$1')
        .replace(/\{"Fn::GetAtt":\["([A-Za-z]+?)[0-9A-F]*","Arn"\]\}/g, '$1'),
    )
    .map((text) => text.replace(/\{"Fn::Join":\["",\[(.*)\]\]\}/, '$1').replace(/[",]/g, ''))
    .join(' ');

describe('the stack of the backtest', () => {
  test('is there only where it is asked for, with the bucket of the archive', () => {
    expect(() => synthesiseTemplate({ email: 'security@example.com' }, 'PortcullisBacktest')).toThrow();
    for (const archive of [undefined, 'No Bucket', ''])
      expect(() => synth({ backtest: 'true', ...(archive !== undefined && { archive }) })).toThrow(InputError);
    expect(() => synth({ backtest: 'perhaps' })).toThrow('backtest: "perhaps" is not true or false');
    expect(synth({ backtest: 'true', archive: 'my-trail' })).toEqual(synth());
  });

  test('may read the archive and write results, and nothing else', () => {
    const statements = ofType(template, 'AWS::IAM::Policy').flatMap(
      ({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement,
    );
    expect(
      Object.fromEntries(
        statements.map(({ Sid, Action, Resource }) => [Sid, `${[Action].flat().join(' ')} on ${short(Resource)}`]),
      ),
    ).toEqual({
      ListArchive: 's3:ListBucket on arn:AWS::Partition:s3:::my-trail',
      ReadArchive: 's3:GetObject on arn:AWS::Partition:s3:::my-trail/*',
      WriteResults: 's3:PutObject on Results/*',
      WriteLogs: 'logs:CreateLogStream logs:PutLogEvents on BacktestLogsCDD92C9A'.replace(/CDD92C9A$/, ''),
      CallFunction: 'lambda:InvokeFunction on Backtest',
      ReadItems: 's3:GetObject on Results/*/items.json',
      StartItems:
        'states:StartExecution on arn:AWS::Partition:states:AWS::Region:AWS::AccountId:stateMachine:portcullis-backtest',
      WatchItems:
        'states:DescribeExecution states:StopExecution on arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:portcullis-backtest/* arn:AWS::Partition:states:AWS::Region:AWS::AccountId:execution:portcullis-backtest:*',
    });
  });

  test('keeps results to itself, encrypted, for ninety days', () => {
    expect(ofType(template, 'AWS::S3::Bucket')[0]?.Properties).toMatchObject({
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      LifecycleConfiguration: { Rules: [{ ExpirationInDays: 90, Status: 'Enabled' }] },
    });
  });

  test('plans first, then maps over the items that were written down', () => {
    const { Plan, Items } = definition.States;
    expect(definition.StartAt).toBe('Plan');
    expect(Plan).toMatchObject({
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      OutputPath: '$.Payload',
      Next: 'Items',
    });
    expect(Items).toMatchObject({
      Type: 'Map',
      ItemReader: { Resource: 'arn:aws:states:::s3:getObject', ReaderConfig: { InputType: 'JSON' } },
      MaxConcurrency: 50,
      ToleratedFailurePercentage: 5,
      ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, StartAt: 'Rehearse' },
      ResultPath: null,
      End: true,
    });
    expect(Items?.ItemProcessor?.States.Rehearse).toMatchObject({
      Type: 'Task',
      End: true,
      Retry: [{ BackoffRate: 2, JitterStrategy: 'FULL' }],
    });
  });

  test('has a function that bundles', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
    try {
      const files = await bundle('functions/backtest/handler.ts', folder, compilePolicies(join(ROOT, 'policies')));
      expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['index.mjs', 'policies.json']));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** The values of a state's parameters: `$.x` of the input, `$$.x` of the context. */
function filled(
  parameters: Readonly<Record<string, string>>,
  input: unknown,
  context: unknown,
): Record<string, unknown> {
  const at = (path: string) => {
    const [root, ...keys] = path.split('.');
    return keys.reduce((value, key) => (value as Record<string, unknown>)[key], root === '$$' ? context : input);
  };
  return Object.fromEntries(
    Object.entries(parameters).map(([key, value]) =>
      key.endsWith('.$') ? [key.slice(0, -2), at(value)] : [key, value],
    ),
  );
}

const moto = await startMoto();
describe.runIf(moto)('a run on moto', () => {
  const client = new S3Client(moto?.client ?? {});
  const { Records } = JSON.parse(readFileSync(join(ROOT, 'test/records/quarter.json'), 'utf8')) as {
    Records: { eventTime: string }[];
  };
  const policies = compilePolicies(join(ROOT, 'policies'));
  const settings = { client, policies, archive: 'my-trail', results: 'results' };
  const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket: 'my-trail', Key, Body }));
  beforeAll(async () => {
    for (const Bucket of ['my-trail', 'results'])
      await client.send(
        new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
      );
    for (const [index, record] of Records.entries()) {
      const [year, month, day] = record.eventTime.slice(0, 10).split('-');
      await put(
        `AWSLogs/o-x/111122223333/CloudTrail/eu-west-1/${year}/${month}/${day}/${index}.json`,
        JSON.stringify({ Records: [record] }),
      );
    }
    await put('AWSLogs/o-x/111122223333/CloudTrail/us-east-1/2026/10/01/a.json', 'broken');
    await put('AWSLogs/o-x/111122223333/CloudTrail-Digest/eu-west-1/2026/10/01/a.json.gz', 'a digest');
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await moto?.stop();
  });

  /** Takes an execution of the machine through its states, as its definition has it. */
  async function execute(
    input: { readonly prefix: string },
    name: string,
  ): Promise<{ items: unknown[]; results: ItemResult[] }> {
    const context = { Execution: { Name: name } };
    const call = (state: State | undefined, of: unknown, within: unknown = context) =>
      takeStep(filled(state?.Parameters?.Payload ?? {}, of, within) as StepEvent, settings);
    const planned = (await call(definition.States.Plan, input)) as Planned;
    const map = definition.States[definition.States.Plan?.Next ?? ''];
    const { Key } = filled(map?.ItemReader?.Parameters as Record<string, string>, planned, context);
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'results', Key: String(Key) }));
    const items = JSON.parse((await Body?.transformToString()) ?? '') as unknown[];
    const results: ItemResult[] = [];
    for (const Value of items) {
      const item = filled(map?.ItemSelector ?? {}, planned, { ...context, Map: { Item: { Value } } });
      // An item is an execution of its own, with a name of its own.
      results.push(
        (await call(map?.ItemProcessor?.States.Rehearse, item, { Execution: { Name: 'item' } })) as ItemResult,
      );
    }
    return { items, results };
  }

  test('takes the archive apart by account, region and month, and counts what came of each', async () => {
    const { items, results } = await execute({ prefix: 'AWSLogs/' }, 'run-1');
    const at = 'AWSLogs/o-x/111122223333/CloudTrail';
    expect(items).toEqual([
      { prefix: `${at}/eu-west-1/2026/09/` },
      { prefix: `${at}/eu-west-1/2026/10/` },
      { prefix: `${at}/us-east-1/2026/10/` },
    ]);
    expect(results).toEqual([
      { records: 5, changes: 5, violations: 1, undetermined: 0, skipped: 0 },
      { records: 5, changes: 5, violations: 2, undetermined: 2, skipped: 0 },
      { records: 0, changes: 0, violations: 0, undetermined: 0, skipped: 1 },
    ]);
  });

  test('portcullis backtest --results reads what a run found', async () => {
    await execute({ prefix: 'AWSLogs/o-x/111122223333/CloudTrail/eu-west-1/' }, 'run-2');
    vi.stubEnv('AWS_ENDPOINT_URL', moto?.endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    const run = async (...args: string[]) => {
      const [out, err]: [string[], string[]] = [[], []];
      const io = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
      const exit = await runCommand(['backtest', '--policies', join(ROOT, 'policies'), ...args], io);
      return { exit, out, err: err.join('\n') };
    };
    const direct = await run('--json', join(ROOT, 'test/records/quarter.json'));
    expect((await run('--json', '--results', 's3://results/run-2/results/')).out).toEqual(direct.out);
    expect((await run('--results', 's3://results/run-2/results/')).err).toContain(
      '3 violations, 2 undetermined, 0 exempt, 5 compliant',
    );
    expect(await run('--results', join(ROOT, 'test/records/quarter.json'))).toMatchObject({
      exit: 1,
      err: expect.stringContaining('no result of a backtest'),
    });
    expect(await run('--results', '--against', join(ROOT, 'policies'), 's3://results/run-2/')).toMatchObject({
      exit: 2,
    });
  });

  test.for<[what: string, prefix: string, items: string[]]>([
    [
      'a day',
      'AWSLogs/o-x/111122223333/CloudTrail/eu-west-1/2026/10/04/',
      ['AWSLogs/o-x/111122223333/CloudTrail/eu-west-1/2026/10/04/'],
    ],
    [
      'a month',
      'AWSLogs/o-x/111122223333/CloudTrail/eu-west-1/2026/10/',
      ['AWSLogs/o-x/111122223333/CloudTrail/eu-west-1/2026/10/'],
    ],
    ['nothing', 'other/', ['other/']],
  ])('plans %s as one item', async ([, prefix, items]) => {
    expect((await execute({ prefix }, 'run-3')).items).toEqual(items.map((each) => ({ prefix: each })));
  });

  test.for([
    {},
    { step: 'plan', prefix: 'a' },
    { step: 'plan', prefix: 'a', run: '../x' },
    { step: 'x', prefix: 'a', run: 'r' },
    null,
  ])('takeStep() refuses %o', async (event) => {
    await expect(takeStep(event as never, settings)).rejects.toThrow(TypeError);
  });
});
