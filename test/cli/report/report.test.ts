import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCommand } from '../../../cli/run-command.ts';
import { ledger } from '../../../functions/aws/ledger.ts';
import { startMoto } from '../../moto/server.ts';
import { aReport, aRule, aViolation, failed } from '../../records/reports.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'portcullis-report-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command and gives what it said. */
async function run(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const exit = await runCommand(['report', ...args], { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

describe('portcullis report', () => {
  test.for([
    { args: [], problem: 'Say what to report on: --ledger' },
    { args: ['--ledger'], problem: 'Say where to write the page: --html FILE' },
    { args: ['--ledger', '--html', ''], problem: 'Say where to write the page: --html FILE' },
    { args: ['--ledger', '--html', 'a', '--since', 'monday'], problem: '--since "monday" is no date' },
    { args: ['--ledger', '--html', 'a', '--policies', 'nowhere'], problem: '"nowhere" is no folder' },
    { args: ['--legder'], problem: 'Unknown option --legder; did you mean --ledger' },
    { args: ['--ledger', '--html', 'a', 'b'], problem: '1 arguments are given; at most 0 can be' },
  ])('refuses $args', async ({ args, problem }) => {
    const { exit, out, err } = await run(...args);
    expect(err).toContain(problem);
    expect(err).toContain('Usage: portcullis report');
    expect([exit, out]).toEqual([2, '']);
  });
});

const moto = await startMoto();
afterAll(() => moto?.stop());

describe.runIf(moto)('portcullis report on the emulator', () => {
  beforeEach(async () => {
    if (!moto) return;
    await moto.reset();
    const { endpoint, region, credentials } = moto.client;
    vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
    vi.stubEnv('AWS_REGION', region);
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
  });

  const deployed = async () => {
    const client = new DynamoDBClient(moto?.client ?? {});
    const TableName = 'Portcullis-Ledger-1';
    const key = (AttributeName: string) => ({ AttributeName, AttributeType: 'S' }) as const;
    await client.send(
      new CreateTableCommand({
        TableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [key('pk'), key('sk')],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
      }),
    );
    return ledger(client, TableName, 365);
  };

  test('finds the ledger, reads all pages of it and writes the page', async () => {
    const book = await deployed();
    // DynamoDB gives 1 MB at a time.
    const noise = Array.from({ length: 20_000 }, (_, index) => (index * 7919).toString(36)).join();
    for (let index = 0; index < 30; index++)
      await book.open(aReport({ id: `${index}/sg` }), JSON.stringify({ noise }), 'a', 0);
    await book.open(aReport({ id: 'old/sg', changedAt: '2025-01-01T00:00:00Z' }), '{}', 'a', 0);
    const file = join(folder, 'page.html');
    const { exit, out, err } = await run('--ledger', '--html', file, '--since', '2026-11-01');
    expect(err).toBe('');
    expect(out).toBe(`${file}: 30 reports, 30 closed, 0 need a person`);
    expect(exit).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('<title>What Portcullis did · Portcullis</title>');
  });

  test('exits with 1 when something still needs a person', async () => {
    const book = await deployed();
    await book.open(aReport({ rules: [aViolation(aRule(), { outcome: failed() })] }), '{}', 'a', 0);
    const { exit, out } = await run('--ledger', '--html', join(folder, 'page.html'));
    expect(out).toContain('1 report, 0 closed, 1 needs a person');
    expect(exit).toBe(1);
  });

  test.for([
    { name: 'there is no ledger', table: undefined, problem: 'has a name like a ledger' },
    {
      name: 'the table is not there',
      table: 'other',
      problem: 'The page could not be made: ResourceNotFoundException',
    },
  ])('says so when $name, and writes nothing', async ({ table, problem }) => {
    const file = join(folder, 'page.html');
    const { exit, err } = await run('--ledger', '--html', file, ...(table === undefined ? [] : ['--table', table]));
    expect(err).toContain(problem);
    expect(exit).toBe(2);
    expect(existsSync(file)).toBe(false);
  });

  test('says so when the page can not be written', async () => {
    await deployed();
    const { exit, err } = await run('--ledger', '--html', join(folder, 'no/folder/page.html'));
    expect(err).toContain('ENOENT');
    expect(exit).toBe(2);
  });
});
