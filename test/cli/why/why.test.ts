import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { expectGolden } from '../../golden/expect-golden.ts';
import { run } from '../run.ts';

const SHIPPED = join(import.meta.dirname, '../../../policies');
const WEB = ['--name', 'web-1', '--untagged'];
const AT = ['--at', '2026-12-15T12:00:00Z'];

let dir = '';
let exempting = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'why-'));
  exempting = join(dir, 'exempting');
  cpSync(SHIPPED, exempting, { recursive: true });
  writeFileSync(
    join(exempting, 'exemptions.yaml'),
    `- id: vendor-support
  policy: no-public-high-risk-ports
  group: "web-*"
  traffic: [{ protocol: tcp, ports: [23, 25], sources: 0.0.0.0/0 }]
  owner: anna.kowalska@example.com
  reason: The vendor comes from addresses that it does not name
  ticket: OPS-4711
  from: 2026-12-01
  until: 2026-12-31
`,
  );
  cpSync(SHIPPED, join(dir, 'broken'), { recursive: true });
  const file = join(dir, 'broken/default-group-closed/policy.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('severity: medium', 'severity: medum'));
});
afterAll(() => rmSync(dir, { recursive: true }));

const why = (...args: string[]) => run('why', '--policies', SHIPPED, ...AT, ...args);

describe('portcullis why', () => {
  test.for<[name: string, exit: number, args: string[]]>([
    ['range', 1, ['tcp 0-1024 from 0.0.0.0/0']],
    ['all-traffic', 1, [...WEB, 'all traffic from ::/0']],
    ['halves', 1, [...WEB, 'tcp 22 from 128.0.0.0/1', 'all traffic from 0.0.0.0/1']],
    ['unread-list', 1, [...WEB, 'tcp 22 from pl-0123456789abcdef0']],
    [
      'read-list',
      0,
      [...WEB, '--list', 'pl-0123456789abcdef0=10.0.0.0/8,192.168.0.0/16', 'tcp 22 from pl-0123456789abcdef0'],
    ],
    [
      'frozen',
      1,
      ['--name', 'web-1', '--tag', 'portcullis:policy=frozen', '--tag', 'tier=web', 'tcp 443 from 0.0.0.0/0'],
    ],
    ['compliant', 0, [...WEB, 'tcp 443 from 0.0.0.0/0', 'tcp 443 from ::/0']],
    ['default-group', 1, ['--name', 'default', '--untagged', 'all traffic from sg-0123456789abcdef0']],
    ['foreign-group', 0, [...WEB, 'tcp 5432 from 111122223333/sg-0123456789abcdef0']],
  ])('says it of %s as a person can read it', async ([name, exit, args]) => {
    const told = await why(...args);
    expect({ exit: told.exit, err: told.err }).toEqual({ exit, err: '' });
    expectGolden(`why/${name}.txt`, `${told.out}\n`);
    for (const line of told.out.split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
    }
  });

  test('tells apart what breaks a policy and what the same policy could not be judged on', async () => {
    const parted = join(dir, 'parted');
    mkdirSync(join(parted, 'no-smtp'), { recursive: true });
    writeFileSync(
      join(parted, 'no-smtp/policy.yaml'),
      `id: no-smtp
title: Mail goes through the relay
severity: high
mode: enforce
deny:
  - { protocol: tcp, ports: 25, sources: [10.0.0.0/8, pl-0123456789abcdef0] }
remedy: narrow
runbook: Use the relay
`,
    );
    writeFileSync(
      join(parted, 'no-smtp/cases.yaml'),
      `- { name: ten, rule: { protocol: tcp, ports: 25, source: 10.0.0.0/8 }, expect: violation }
- { name: web, rule: { protocol: tcp, ports: 443, source: 10.0.0.0/8 }, expect: compliant }
`,
    );
    const told = await run('why', '--policies', parted, ...AT, ...WEB, 'tcp 20-30 from 10.0.0.0/7');
    expect({ exit: told.exit, err: told.err }).toEqual({ exit: 1, err: '' });
    expectGolden('why/in-doubt.txt', `${told.out}\n`);
  });

  test('tells what exemptions excuse, piece by piece, and from when to when', async () => {
    const of = (at: string, rule: string) => run('why', '--policies', exempting, '--at', at, ...WEB, rule);
    const whole = await of('2026-12-15T12:00:00Z', 'tcp 23 from 0.0.0.0/0');
    expect(whole).toMatchObject({ exit: 0, out: expect.stringContaining('tcp 23 from 0.0.0.0/0: exempt\n') });
    const part = await of('2026-12-15T12:00:00Z', 'tcp 22-25 from 0.0.0.0/0');
    expect(part.exit).toBe(1);
    expectGolden('why/exempt-part.txt', `${part.out}\n`);
    // Without a name it is not known whether the exemption is for the group.
    const open = await run('why', '--policies', exempting, ...AT, '--untagged', '--json', 'tcp 22-24 from 0.0.0.0/0');
    expect(JSON.parse(open.out).pieces).toEqual([
      expect.objectContaining({
        texts: ['tcp 22 from 0.0.0.0/0'],
        breaks: ['no-public-admin-ports', 'no-public-high-risk-ports'],
      }),
      expect.objectContaining({
        texts: ['tcp 23 from 0.0.0.0/0'],
        breaks: [],
        perhaps: ['default-group-closed', 'no-public-high-risk-ports'],
        exempt: [],
      }),
      expect.objectContaining({ texts: ['tcp 24 from 0.0.0.0/0'], breaks: [], perhaps: ['default-group-closed'] }),
    ]);
    const later = await of('2027-01-01T00:00:00Z', 'tcp 23 from 0.0.0.0/0');
    expect(later).toMatchObject({ exit: 1, out: expect.stringContaining('would excuse\n') });
  });

  test('prints one JSON object a rule for tools', async () => {
    const { exit, out } = await why('--json', ...WEB, 'tcp 22-24 from 0.0.0.0/0', 'tcp 443 from sg-0123456789abcdef0');
    expect(exit).toBe(1);
    const [first, second] = out.split('\n').map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      rule: 'tcp 22-24 from 0.0.0.0/0',
      verdict: 'violation',
      pieces: [
        {
          texts: ['tcp 22 from 0.0.0.0/0'],
          breaks: ['no-public-admin-ports', 'no-public-high-risk-ports'],
          perhaps: [],
          exempt: [],
        },
        { texts: ['tcp 23 from 0.0.0.0/0'], breaks: ['no-public-high-risk-ports'], perhaps: [], exempt: [] },
        { texts: ['tcp 24 from 0.0.0.0/0'], breaks: [], perhaps: [], exempt: [] },
      ],
      repair: { mode: 'audit', kind: 'revoke', rules: [] },
    });
    expect(first.policies.map((each: Record<string, unknown>) => [each.policy, each.scope, each.says])).toEqual([
      ['default-group-closed', 'outside', 'breaks'],
      ['frozen-sample', 'outside', 'breaks'],
      ['no-public-admin-ports', 'covered', 'breaks'],
      ['no-public-high-risk-ports', 'covered', 'breaks'],
      ['other-firewalls', 'covered', 'silent'],
    ]);
    expect(first.policies[2]).toMatchObject({
      offending: ['tcp 22 from 0.0.0.0/0'],
      remainder: ['tcp 23-24 from 0.0.0.0/0'],
      reason: '0.0.0.0/0 covers all public IPv4 addresses on its own.',
    });
    expect(second).toMatchObject({ verdict: 'compliant', repair: null });
  });

  test('takes one rule without quotes, and a rule that is given twice once', async () => {
    const loose = await why('--json', 'TCP', '22', 'from', '0.0.0.0/0');
    expect(loose.out).toBe((await why('--json', 'tcp 22 from 0.0.0.0/0')).out);
    expect((await why('--json', 'tcp 22 from 0.0.0.0/0', 'tcp  22 from 9.9.9.9/0')).out).toBe(loose.out);
  });

  test('names every rule that is none, with its place', async () => {
    const { exit, out, err } = await why('tcp 22 from 0.0.0.0/0', 'tcp 99999 from ::/0', ' udp 53 from \u001b[2J/0');
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toBe(
      [
        'Rule 2, column 5: Port 99999 is not between 0 and 65535',
        '  tcp 99999 from ::/0',
        '      ^^^^^',
        'Rule 3, column 14: "\\u001b[2j/0" is no source; a CIDR, pl-..., sg-..., <12 digits>/sg-... for a group of another account, or group NAME is allowed',
        '   udp 53 from \\u{1b}[2J/0',
        '               ^^^^^^^^^^^',
        'Usage: portcullis why [OPTION]... RULE...',
      ].join('\n'),
    );
  });

  test.for<[string[], string]>([
    [[], "A rule is missing, such as 'tcp 22 from 0.0.0.0/0'"],
    [['--tag', 'tier', 'x'], '--tag: "tier" is not KEY=VALUE'],
    [['--tag', '=web', 'x'], '--tag: "=web" is not KEY=VALUE'],
    [['--tag', 'a=1', '--tag', 'a=2', 'x'], '--tag: key "a" is given twice; a group has one value of it'],
    [['--tag', 'a=1', '--untagged', 'x'], '--tag and --untagged do not go together'],
    [['--list', 'pl-1=::/0', 'x'], '--list: "pl-1" is not pl- and 8 or 17 digits from 0-9, a-f'],
    [['--list', 'pl-00000001', 'x'], '--list: "pl-00000001" has no entries; write pl-00000001=CIDR,CIDR'],
    [['--list', 'pl-00000001=1.2.3.4', 'x'], '--list pl-00000001: "1.2.3.4" has no prefix length; write 1.2.3.4/32'],
    [['--id', 'web-1', 'x'], '--id: "web-1" is not sg- and 8 or 17 digits'],
    [['--account', '123', 'x'], '--account: "123" is not a 12-digit account number'],
    [['--region', 'Ireland', 'x'], '--region: "Ireland" is not a region, such as eu-west-1'],
    [['--vpc', 'vpc-x', 'x'], '--vpc: "vpc-x" is not vpc- and 8 or 17 digits'],
    [['--name', '', 'x'], '--name: "" is not a name'],
    [['--actor', 'anna', 'x'], '--actor: "anna" is not the ARN of a user or role'],
    [['--at', '2026-02-30T00:00:00Z', 'x'], '--at: "2026-02-30T00:00:00Z" is not a time in UTC'],
    [['--policies', 'none', 'tcp 22 from ::/0'], '"none" is not there'],
    [['--group', 'a=b', 'x'], 'Unknown option --group'],
  ])('refuses %j with 2', async ([args, message]) => {
    const { exit, out, err } = await run('why', '--policies', SHIPPED, ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.split('\n')[0]).toContain(message);
  });

  test('judges nothing by policies with problems', async () => {
    const { exit, out, err } = await run('why', '--policies', join(dir, 'broken'), 'tcp 22 from ::/0');
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toMatch(/default-group-closed\/policy\.yaml:\d+:11 unknown-word .*\n1 problem$/);
  });

  test('an empty prefix list lets nothing in, and only a freeze minds it', async () => {
    const list = ['--list', 'pl-0123456789abcdef0=', 'all traffic from pl-0123456789abcdef0'];
    expect((await why(...WEB, ...list)).exit).toBe(0);
    const frozen = await why('--name', 'w', '--tag', 'portcullis:policy=frozen', ...list);
    expect(frozen.exit).toBe(1);
    expect(frozen.out).not.toContain('PIECE BY PIECE');
  });
});
