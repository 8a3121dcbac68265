import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { runCommand } from '../../../cli/run-command.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const QUARTER = join(ROOT, 'test', 'records', 'quarter.json');
const POLICIES = join(ROOT, 'policies');
const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
afterAll(() => rmSync(folder, { recursive: true }));

const RECORDS = (JSON.parse(readFileSync(QUARTER, 'utf8')) as { Records: { eventID: string; eventName: string }[] })
  .Records;

async function backtest(...args: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
  const exit = await runCommand(['backtest', '--policies', POLICIES, ...args], io);
  return { exit, out, err: err.join('\n') };
}

type Line = {
  eventId: string;
  verdict: string;
  policies: string[];
  offending: string[];
  groupId: string | null;
  reason: string;
};
const lines = (out: readonly string[]): Line[] => out.map((line) => JSON.parse(line));

let files = 0;
/** A file of its own with some content; gives its path. */
function file(name: string, content: string | Uint8Array): string {
  const dir = join(folder, String(++files));
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, name), content);
  return join(dir, name);
}

describe('portcullis backtest', () => {
  test('prints one JSON object a line for each change, with the thirteen keys in order', async () => {
    const { exit, out } = await backtest('--json', QUARTER);
    expect(exit).toBe(0);
    for (const line of out)
      expect(Object.keys(JSON.parse(line))).toEqual(
        'eventId eventName time account region groupId actor verdict policies offending remainder remedy reason'.split(
          ' ',
        ),
      );
    expect(lines(out).map(({ eventId, verdict, offending }) => [eventId, verdict, offending.join(', ')])).toEqual(
      RECORDS.map(({ eventID }, index) => [eventID, ...(EXPECTED[index] ?? [])]),
    );
  });

  const one = JSON.stringify(RECORDS[3]);
  const event = JSON.stringify({
    id: '1',
    source: 'aws.ec2',
    account: '111122223333',
    'detail-type': 'AWS API Call via CloudTrail',
    detail: RECORDS[3],
  });
  test.for<[what: string, name: string, content: string | Uint8Array, changes: number]>([
    ['a log file', 'a.json', JSON.stringify({ Records: RECORDS }), 10],
    ['an indented log file', 'a.json', JSON.stringify({ Records: RECORDS }, null, 2), 10],
    ['a packed log file', 'a.json.gz', gzipSync(JSON.stringify({ Records: RECORDS })), 10],
    ['a packed file without the ending', 'a.json', gzipSync(JSON.stringify({ Records: RECORDS })), 10],
    ['a record', 'a.json', one, 1],
    ['an event', 'a.json', event, 1],
    ['a list', 'a.json', `[${one},${event}]`, 2],
    ['records, one a line', 'a.ndjson', RECORDS.map((record) => JSON.stringify(record)).join('\n'), 10],
    ['packed records, one a line', 'a.ndjson.gz', gzipSync(`${one}\r\n${event}\n`), 2],
    ['log files, one a line', 'a.ndjson', `{"Records":[${one}]}\n{"Records":[]}\n[${one}]\n`, 2],
  ])('reads %s', async ([, name, content, changes]) => {
    const { exit, out } = await backtest('--json', file(name, content));
    expect({ exit, changes: out.length }).toEqual({ exit: 0, changes });
  });

  test('reads a folder in the order of names, and nothing in it that is no log', async () => {
    const dir = join(file('b.json', one), '..');
    mkdirSync(join(dir, 'a'));
    writeFileSync(join(dir, 'a', 'z.ndjson.gz'), gzipSync(JSON.stringify(RECORDS[1])));
    writeFileSync(join(dir, 'README.md'), 'no log');
    const { exit, out } = await backtest('--json', dir);
    expect(exit).toBe(0);
    expect(lines(out).map(({ eventId }) => eventId)).toEqual([RECORDS[1]?.eventID, RECORDS[3]?.eventID]);
  });

  test.for<[what: string, name: string, content: string | Uint8Array, changes: number, told: string]>([
    [
      'a line that is cut off',
      'a.ndjson',
      `${one}\n${one.slice(0, 500)}\n${one}\n`,
      2,
      'a.ndjson:2:501: no JSON: it is cut off',
    ],
    ['a log file that is cut off', 'a.json', `{"Records":[${one},${one.slice(0, 500)}`, 1, 'no JSON: it is cut off'],
    [
      'a packed file that is cut off',
      'a.json.gz',
      gzipSync(JSON.stringify(RECORDS)).subarray(0, 500),
      0,
      'a.json.gz: it is cut off: the packed data ends too early',
    ],
    [
      'a packed file that is broken',
      'a.json.gz',
      Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(40, 7)]),
      0,
      'the packed data is broken',
    ],
    ['a file of something else', 'a.json', 'hello', 0, "a.json:1:1: no JSON: 'h' where a value is needed"],
    ['an empty file', 'a.json', '', 0, 'a.json: it is empty'],
    ['a value that is no record', 'a.json', `[7,${one}]`, 1, 'a.json: [0]: no CloudTrail record'],
    [
      'a record without a time',
      'a.json',
      JSON.stringify({ ...RECORDS[3], eventTime: 'x' }),
      0,
      'a.json: eventTime: "x" is no time',
    ],
    [
      'a name that steers the terminal',
      'a.json',
      '{"eventName":"AuthorizeSecurityGroupIngress","eventSource":"ec2.amazonaws.com","eventID":"\\u001b[2J"}',
      0,
      'is no event id',
    ],
  ])('counts, names and skips %s', async ([, name, content, changes, told]) => {
    const path = file(name, content);
    const { exit, out, err } = await backtest('--json', path);
    expect({ exit, changes: out.length }).toEqual({ exit: 1, changes });
    expect(err).toContain(told);
    expect(err).toContain('1 file or part of one skipped');
    expect(err).not.toContain('\u001b');
    expect((await backtest('--json', '--allow-skipped', path)).exit).toBe(0);
  });

  test('skips a file that is not there', async () => {
    const { exit, err } = await backtest('--json', QUARTER, join(folder, 'none.json'));
    expect(exit).toBe(1);
    expect(err).toContain('none.json: no such file');
  });

  test.for<[args: string[], told: string]>([
    [[], 'At least one file or folder is needed'],
    [['--jsn', QUARTER], 'Unknown option --jsn; did you mean --json?'],
    [['--workers', 'x', QUARTER], 'Option --workers takes a number from 0 to 99; "x" is given'],
    [['--markdown', QUARTER], 'Option --markdown needs --against'],
    [['--markdown', '--json', '--against', POLICIES, QUARTER], 'exclude each other'],
    [['--policies', join(ROOT, 'none'), QUARTER], 'is not there'],
    [['--policies', join(ROOT, 'test'), QUARTER], 'are not valid'],
    [['--against', QUARTER, QUARTER], 'is no folder'],
    [['s3://B_/x'], 'names no bucket'],
    [['--resume', QUARTER, QUARTER], 'is no resume file'],
    [['--context', join(ROOT, 'none.yaml'), QUARTER], 'none.yaml: no such file'],
  ])('is told with exit 2 that %o is wrong', async ([args, told]) => {
    const { exit, out, err } = await backtest(...args);
    expect({ exit, out }).toEqual({ exit: 2, out: [] });
    expect(err).toContain(told);
  });

  test('says the same with any number of workers', async () => {
    const dir = join(file('0.json', JSON.stringify({ Records: RECORDS })), '..');
    for (const [index, record] of RECORDS.entries())
      writeFileSync(join(dir, `${index + 1}.json.gz`), gzipSync(JSON.stringify(record)));
    writeFileSync(join(dir, '5.json'), 'broken');
    const [none, ...others] = await Promise.all(
      ['0', '1', '2', '3'].map((count) => backtest('--json', '--workers', count, dir)),
    );
    expect(none?.out.length).toBe(20);
    for (const other of others) expect(other).toEqual(none);
  });

  test('tells a person what would be done, and sums it up by policy, actor and group', async () => {
    const { out, err } = await backtest(QUARTER);
    expect(out.join('\n')).toContain(
      'violation (critical)  tcp 22 from 0.0.0.0/0  on web-1 (sg-01214aa1883c4ffd0)  by ada',
    );
    expect(err).toContain(
      '10 records read: 10 changes to security groups\n3 violations, 2 undetermined, 0 exempt, 5 compliant',
    );
    expect(err).toMatch(/^no-public-high-risk-ports +3 +1 +0$/m);
    expect(err).toMatch(/^pipeline-42 \(role deploy\) +2 +0 +0$/m);
    expect(err).toMatch(/^db-1 \(sg-09915ab58bfaecb5e\) +2 +0 +0$/m);
  });

  describe('--context', () => {
    const ssh = 'protocol: tcp, ports: 22';
    test.for<[what: string, name: string, content: string, verdict: string]>([
      ['nothing', 'a.yaml', 'groups: []', 'undetermined'],
      [
        'a group without other rules',
        'a.yaml',
        'groups: [{ id: sg-0fedcba9876543210, name: bastion, tags: {}, rules: [] }]',
        'compliant',
      ],
      [
        'the same by its id',
        'a.json',
        '{"groups":{"sg-0fedcba9876543210":{"name":"bastion","tags":{},"rules":[]}}}',
        'compliant',
      ],
      [
        'a single group',
        'a.yaml',
        'group: { id: sg-0fedcba9876543210, name: bastion, tags: {}, rules: [] }\naccount: 111122223333',
        'compliant',
      ],
      [
        'a group of another account',
        'a.yaml',
        'group: { id: sg-0fedcba9876543210, name: bastion, tags: {}, rules: [] }\naccount: "999922223333"',
        'undetermined',
      ],
      [
        'a group without tags',
        'a.yaml',
        'groups: [{ id: sg-0fedcba9876543210, name: bastion, rules: [] }]',
        'undetermined',
      ],
      [
        'company',
        'a.yaml',
        `groups: [{ id: sg-0fedcba9876543210, name: bastion, tags: {}, rules: [{ ${ssh}, source: 128.0.0.0/2 }, { ${ssh}, source: 0.0.0.0/2 }, { ${ssh}, source: 64.0.0.0/2 }] }]`,
        'violation',
      ],
      [
        'what EC2 describes',
        'a.json',
        JSON.stringify({
          SecurityGroups: [
            { GroupId: 'sg-0fedcba9876543210', GroupName: 'bastion', OwnerId: '111122223333', IpPermissions: [] },
          ],
        }),
        'compliant',
      ],
      [
        'what EC2 describes, as YAML',
        'a.yaml',
        'SecurityGroups:\n- GroupId: sg-0fedcba9876543210\n  GroupName: bastion\n  OwnerId: "111122223333"\n  IpPermissions: []\n',
        'compliant',
      ],
      [
        'company that EC2 describes',
        'a.json',
        JSON.stringify({
          SecurityGroups: [
            {
              GroupId: 'sg-0fedcba9876543210',
              GroupName: 'bastion',
              OwnerId: '111122223333',
              IpPermissions: [
                {
                  IpProtocol: 'tcp',
                  FromPort: 0,
                  ToPort: 100,
                  IpRanges: [{ CidrIp: '0.0.0.0/1' }, { CidrIp: '192.0.0.0/2' }],
                  PrefixListIds: [],
                  UserIdGroupPairs: [{ GroupId: 'sg-0fedcba9876543210', UserId: '111122223333' }],
                },
              ],
            },
          ],
        }),
        'violation',
      ],
    ])('that says %s makes it %s', async ([, name, content, verdict]) => {
      const { exit, out } = await backtest('--json', '--context', file(name, content), QUARTER);
      expect(exit).toBe(0);
      expect(lines(out).at(8)?.verdict).toBe(verdict);
    });

    test('takes the rules of groups and the entries of lists from outputs of their own', async () => {
      const added = RECORDS[8];
      const listed = JSON.stringify(added)
        .replaceAll('"ipRanges":{"items":[{"cidrIp":"8.8.8.0/24"}]}', '"ipRanges":{}')
        .replaceAll('"prefixListIds":{}', '"prefixListIds":{"items":[{"prefixListId":"pl-0123456789abcdef0"}]}')
        .replaceAll('"cidrIpv4":"8.8.8.0/24"', '"prefixListId":"pl-0123456789abcdef0"');
      const group = file(
        'a.json',
        JSON.stringify({
          SecurityGroups: [
            { GroupId: 'sg-0fedcba9876543210', GroupName: 'bastion', OwnerId: '111122223333', IpPermissions: [] },
          ],
        }),
      );
      const rules = file(
        'rules.json',
        JSON.stringify({
          SecurityGroupRules: [
            {
              SecurityGroupRuleId: 'sgr-0123456789abcdef0',
              GroupId: 'sg-0fedcba9876543210',
              GroupOwnerId: '111122223333',
              IsEgress: false,
              IpProtocol: 'tcp',
              FromPort: 22,
              ToPort: 22,
              CidrIpv4: '128.0.0.0/1',
            },
            {
              SecurityGroupRuleId: 'sgr-0123456789abcdef1',
              GroupId: 'sg-0fedcba9876543210',
              IsEgress: true,
              IpProtocol: '-1',
            },
          ],
        }),
      );
      const entries = file('pl-0123456789abcdef0.json', JSON.stringify({ Entries: [{ Cidr: '0.0.0.0/1' }] }));
      const log = file('log.json', listed);
      const verdict = async (...contexts: string[]) =>
        lines((await backtest('--json', ...contexts.flatMap((each) => ['--context', each]), log)).out)[0]?.verdict;
      expect(await verdict(group)).toBe('undetermined');
      expect(await verdict(group, entries)).toBe('violation');
      expect(await verdict(group, rules)).toBe('undetermined');
    });

    test.for<[what: string, name: string, content: string, told: string]>([
      ['an unknown key', 'a.yaml', 'groups:\n  - id: sg-0fedcba9876543210\n    tag: {}\n', 'a.yaml:3:5 unknown-key'],
      ['a bad id', 'a.json', '{\n  "groups": { "sg-1": {} }\n}', 'a.json:2:'],
      ['a bad CIDR', 'a.yaml', 'prefixLists: { pl-0123456789abcdef0: [10.0.0.0/33] }', 'a.yaml:1:'],
      ['no YAML', 'a.yaml', 'groups: [', 'a.yaml:1:'],
      ['nothing', 'a.yaml', '', 'file-empty'],
      [
        'a page of several',
        'a.json',
        '{"SecurityGroups":[],"NextToken":"x"}',
        'a.json: NextToken: this is one page of several',
      ],
      [
        'a described group without id',
        'a.json',
        '{"SecurityGroups":[{}]}',
        'a.json: SecurityGroups[0]: GroupId: undefined is no group id',
      ],
      [
        'a described rule without source',
        'a.json',
        '{"SecurityGroupRules":[{"GroupId":"sg-0fedcba9876543210","SecurityGroupRuleId":"sgr-0123456789abcdef0","IpProtocol":"tcp"}]}',
        'a.json: SecurityGroupRules[0]: its source is neither',
      ],
      ['entries of no list', 'a.json', '{"Entries":[]}', 'put the id into the name of the file'],
    ])('names the place of %s', async ([, name, content, told]) => {
      const { exit, out, err } = await backtest('--context', file(name, content), QUARTER);
      expect({ exit, out }).toEqual({ exit: 2, out: [] });
      expect(err).toContain(told);
    });
  });

  describe('--against', () => {
    const base = join(folder, 'base');
    cpSync(POLICIES, base, { recursive: true });
    rmSync(join(base, 'no-public-high-risk-ports'), { recursive: true });

    test('finds no difference between the same policies', async () => {
      const { exit, out } = await backtest('--against', POLICIES, QUARTER);
      expect({ exit, out }).toEqual({ exit: 0, out: ['No difference in 10 changes to security groups'] });
    });

    test('says what is newly reverted, what no longer, and what is judged otherwise', async () => {
      const text = await backtest('--against', base, QUARTER);
      expect(text.exit).toBe(1);
      expect(text.out.join('\n')).toContain(
        'Of 10 changes to security groups: 2 newly reverted, 0 no longer reverted, 2 judged otherwise',
      );
      expect(text.out.join('\n')).toMatch(/^no-public-high-risk-ports +2 +0 +2$/m);
      const [back] = (await backtest('--policies', base, '--against', POLICIES, QUARTER)).out;
      expect(back).toContain('0 newly reverted, 2 no longer reverted, 2 judged otherwise');
      const json = await backtest('--json', '--against', base, QUARTER);
      expect(
        json.out
          .map((line) => JSON.parse(line))
          .map(({ difference, verdict, before }) => [difference, before.verdict, verdict]),
      ).toEqual([
        ['otherwise', 'violation', 'violation'],
        ['newly', 'compliant', 'violation'],
        ['newly', 'compliant', 'violation'],
        ['otherwise', 'undetermined', 'undetermined'],
      ]);
    });

    test('writes Markdown in which no text of a record means anything', async () => {
      const session = 'a|b`c`@mallory <img src=x> [x](y) #1 \n\u202e';
      const hostile = JSON.stringify(RECORDS[6]).replaceAll('pipeline-42', JSON.stringify(session).slice(1, -1));
      const { out } = await backtest(
        '--markdown',
        '--against',
        base,
        '--context',
        file('a.yaml', 'group: { id: sg-09915ab58bfaecb5e, name: "<b>|web", tags: {}, rules: [] }'),
        file('a.json', hostile),
      );
      const [markdown = ''] = out;
      expect(markdown).toContain('### What these policies would change');
      expect(markdown).not.toMatch(/@|<img|<b>|\[x\]|`|\u202e/);
      // A pipe of a record would make a cell of its own.
      const cells = markdown
        .split('\n')
        .flatMap((row) => (row.startsWith('| <code>') ? [row.split('|').length - 2] : []));
      expect(new Set(cells)).toEqual(new Set([4, 6]));
    });
  });

  test('--html writes the page', async () => {
    const page = join(folder, 'page.html');
    expect((await backtest('--html', page, QUARTER)).exit).toBe(0);
    expect(readFileSync(page, 'utf8')).toMatch(/^<!doctype html>/i);
  });
});

/** The verdict on each of the sample records, and what offends. */
const EXPECTED: readonly (readonly [verdict: string, offending: string])[] = [
  ['compliant', ''],
  ['compliant', ''],
  ['compliant', ''],
  ['violation', 'tcp 22 from 0.0.0.0/0'],
  ['compliant', ''],
  ['compliant', ''],
  ['violation', 'tcp 5432 from 0.0.0.0/1'],
  ['violation', 'tcp 5432 from 128.0.0.0/1'],
  ['undetermined', ''],
  ['undetermined', ''],
];
