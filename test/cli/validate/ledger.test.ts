import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { exemptionUses } from '../../../functions/aws/exemption-uses.ts';
import type { AccountId } from '../../../functions/core/ids.ts';
import { minutesAfter } from '../../../functions/core/minutes-after.ts';
import type { Uses } from '../../../functions/core/uses.ts';
import { sdkError } from '../../aws/sdk-error.ts';
import { startMoto } from '../../moto/server.ts';
import { run } from '../run.ts';

const ROOT = join(import.meta.dirname, '../../..');
const TABLE = 'Portcullis-LedgerB7379752-ABC';

const exemption = (id: string, from: string, until: string): string => `
- id: ${id}
  policy: frozen-sample
  group: web-1
  traffic: { protocol: tcp, ports: 8443, sources: 10.0.0.0/8 }
  owner: anna
  reason: Vendor support
  ticket: OPS-1
  from: ${from}
  until: ${until}
`;

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'validate-'));
  cpSync(join(ROOT, 'policies/frozen-sample'), join(dir, 'frozen-sample'), { recursive: true });
});
afterAll(() => rmSync(dir, { recursive: true }));
const exempting = (text: string) => writeFileSync(join(dir, 'exemptions.yaml'), text);

describe('validate --ledger', () => {
  vi.useFakeTimers({ now: Date.parse('2026-11-25T12:00:00.500Z'), toFake: ['Date'] });
  const db = mockClient(DynamoDBClient);
  afterEach(() => void db.reset());
  afterAll(() => {
    db.restore();
    vi.useRealTimers();
  });
  const arn = (region: string) => `arn:aws:dynamodb:${region}:123456789012:table/${TABLE}`;
  const keeping = (uses: Partial<Uses> | undefined) => {
    const kept = uses && { version: 1, since: '2026-01-01T00:00:00Z', last: {}, ...uses };
    db.on(ListTablesCommand)
      .resolves({ TableNames: ['other', TABLE] })
      .on(DescribeTableCommand, { TableName: TABLE })
      .resolves({ Table: { TableArn: arn('eu-west-1') } })
      .on(GetItemCommand, {
        TableName: TABLE,
        Key: { pk: { S: 'exemptions#123456789012#eu-west-1' }, sk: { S: 'uses' } },
      })
      .resolves(kept ? { Item: { uses: { S: JSON.stringify(kept) } } } : {});
  };
  const told = ({ out }: { readonly out: string }) => out.replaceAll(`${dir}/`, '').split('\n');

  const VENDOR = exemption('vendor', '2026-02-01', '2026-12-31');
  const COUNTS = '1 policy, 12 cases, 1 exemption, no problems';
  const UNUSED = (state: string) =>
    `exemptions.yaml:2:7 exemption-unused warning: [0].id: Exemption vendor has not been used for 90 days (${state}); ask anna whether anybody needs it, and take it out if nobody does`;

  test.for<[string, Partial<Uses> | undefined, readonly string[]]>([
    ['was never used', {}, [UNUSED('as far as the ledger goes, never'), `${COUNTS}, 1 warning`]],
    [
      'was used 90 days ago',
      { last: { vendor: '2026-08-27T12:00:00.400Z' } },
      [UNUSED('last at 2026-08-27 12:00:00 UTC'), `${COUNTS}, 1 warning`],
    ],
    ['was used a second later', { last: { vendor: '2026-08-27T12:00:01Z' } }, [COUNTS]],
    ['is not known for long enough', { since: '2026-10-01T00:00:00Z' }, [COUNTS]],
    ['is not known of at all', undefined, [COUNTS]],
  ])('tells of an exemption that %s', async ([, uses, lines]) => {
    exempting(VENDOR);
    keeping(uses);
    const answer = await run('validate', '--ledger', dir);
    expect({ exit: answer.exit, lines: told(answer) }).toEqual({ exit: 0, lines });
    expect(answer.err).toMatch(
      uses
        ? /^The ledger has kept the uses of exemptions since 2026-\d\d-01 00:00:00 UTC; none is told as unused before 90 days$/
        : /^The ledger keeps no uses of exemptions yet, so none is told as unused; /,
    );
  });

  test('tells what has ended once, and problems beside what is unused', async () => {
    exempting(VENDOR + exemption('old', '2026-01-01', '2026-03-01') + exemption('new', '2026-12-01', '2026-12-31'));
    keeping({});
    const lines = told(await run('validate', '--ledger', dir));
    expect(lines.map((line) => line.split(' ')[1])).toEqual(['exemption-unused', 'exemption-expired', 'policy,']);
    const policy = join(dir, 'frozen-sample/policy.yaml');
    const text = readFileSync(policy, 'utf8');
    try {
      writeFileSync(policy, text.replace('severity: high', 'severity: hihg'));
      const { exit, out } = await run('validate', '--ledger', dir);
      expect(exit).toBe(1);
      expect(out).toMatch(/exemption-unused warning: [\s\S]* unknown-word [\s\S]*\n1 problem, 2 warnings$/);
    } finally {
      writeFileSync(policy, text);
    }
  });

  test.for<[string, (db: ReturnType<typeof mockClient>) => unknown, RegExp]>([
    [
      'no table looks like a ledger',
      (db) => db.on(ListTablesCommand).resolves({ TableNames: ['other'] }),
      /No table of this account in eu-north-1 has a name like a ledger's; give --region, or --table/,
    ],
    [
      'two tables do',
      (db) => db.on(ListTablesCommand).resolves({ TableNames: [TABLE, `${TABLE}D`] }),
      /2 tables may be the ledger: .*; give --table/,
    ],
    [
      'AWS refuses',
      (db) => db.on(DescribeTableCommand).rejects(sdkError('AccessDeniedException')),
      /AWS could not be asked: AccessDeniedException: AccessDeniedException it is/,
    ],
    [
      'the table is whose nobody says',
      (db) => db.on(DescribeTableCommand).resolves({}),
      /AWS could not be asked: Error: The ARN of table Portcullis-LedgerB7379752-ABC names no account/,
    ],
  ])('exits with 2, and tells what the files say, where %s', async ([, spoil, message]) => {
    exempting(exemption('vendor', '2026-01-01', '2026-11-24'));
    keeping({});
    spoil(db);
    const { exit, out, err } = await run('validate', '--ledger', '--region', 'eu-north-1', dir);
    expect({ exit, out }).toEqual({ exit: 2, out: expect.stringMatching(/exemption-expired .*\n.* 1 warning$/) });
    expect(err).toMatch(/^Which exemptions are unused is not known\. /);
    expect(err).toMatch(message);
  });

  test.for([[], ['--ledger']] as const)('asks nobody where there is nothing to ask: validate %j', async (args) => {
    exempting(args.length > 0 ? '' : VENDOR);
    expect(await run('validate', ...args, dir)).toMatchObject({ exit: 0, err: '' });
    expect(db.calls()).toEqual([]);
  });

  test.for([
    [['--table', 'T'], '--region and --table say which ledger; give --ledger too'],
    [['--region=eu-west-1'], '--region and --table say which ledger; give --ledger too'],
    [['--ledger=T'], 'Option --ledger takes no value; "T" is given'],
    [['--ledge'], 'Unknown option --ledge; did you mean --ledger?'],
    [['a', 'b'], '2 arguments are given; at most 1 can be'],
    [['--', '--no-folder'], '"--no-folder" is not there'],
  ] as const)('refuses %j', async ([args, message]) => {
    const { exit, err } = await run('validate', ...args);
    expect({ exit, err }).toEqual({
      exit: 2,
      err: expect.stringContaining(`${message}\nUsage: portcullis validate [`),
    });
  });
});

const moto = await startMoto();
afterAll(() => moto?.stop());

describe.runIf(moto)('on moto', () => {
  if (!moto) return;

  test('validate --ledger finds the ledger and what the responder kept in it', async () => {
    const dynamo = new DynamoDBClient(moto.client);
    afterAll(() => dynamo.destroy());
    const keys = [
      ['pk', 'HASH'],
      ['sk', 'RANGE'],
    ] as const;
    await dynamo.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: keys.map(([AttributeName]) => ({ AttributeName, AttributeType: 'S' })),
        KeySchema: keys.map(([AttributeName, KeyType]) => ({ AttributeName, KeyType })),
      }),
    );
    const now = new Date().toISOString();
    const inDays = (days: number) => minutesAfter(now, days * 1440);
    const idle = { version: 1, since: inDays(-200), last: { idle: inDays(-91), used: inDays(-89) } };
    const place = { account: '123456789012' as AccountId, region: moto.client.region };
    await exemptionUses(dynamo, TABLE).rememberUses(place, idle);
    exempting(['idle', 'used'].map((id) => exemption(id, inDays(-150), inDays(150))).join(''));
    const env = {
      HOME: '/nowhere',
      AWS_REGION: moto.client.region,
      AWS_ENDPOINT_URL: moto.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
    const answer = await new Promise<{ exit: unknown; out: string }>((resolve) => {
      const program = ['cli/portcullis.ts', 'validate', '--ledger', dir];
      execFile(process.execPath, program, { cwd: ROOT, env }, (error, out) =>
        resolve({ exit: error ? error.code : 0, out }),
      );
    });
    expect(answer.exit).toBe(0);
    expect(answer.out.match(/exemption-unused warning: \S+ Exemption \w+/g)).toEqual([
      'exemption-unused warning: [0].id: Exemption idle',
    ]);
  });
});
