import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { policyText } from '../../../cli/explain/policy-text.ts';
import { packs } from '../../../cli/init/packs.ts';
import type { Exemption } from '../../../functions/core/exemption.ts';
import type { Policy } from '../../../functions/core/policy.ts';
import { loadPolicies } from '../../../functions/policy-file/load-policies.ts';
import { readPolicy } from '../../../functions/policy-file/read-policy.ts';
import { policy } from '../../core/arbitraries.ts';
import { ANYWHERE } from '../../core/verdict-on.ts';
import { expectGolden } from '../../golden/expect-golden.ts';
import { run } from '../run.ts';

const ROOT = join(import.meta.dirname, '../../..');
const SHIPPED = join(ROOT, 'policies');

/** Policies with what the shipped ones lack. */
const MADE: Readonly<Record<string, string>> = {
  'allow-list': `
scope:
  accounts: "123456789012"
  regions: [eu-*, us-east-1]
  groups: [web-*, sg-0123456789abcdef0]
  tags: { tier: [web, edge], "cost centre": 4711 }
  unless: { tags: { role: bastion } }
only:
  - { protocol: tcp, ports: 443, sources: anywhere }
  - { protocol: all, sources: [10.0.0.0/8, "account:123456789012"] }
remedy: narrow
pieces: 4`,
  'health-checks': `
mode: enforce
scope: { unless: { groups: old-*, actors: "arn:aws:iam::123456789012:role/deploy" } }
require:
  - { protocol: tcp, ports: [80, "8000-8010"], sources: [10.0.0.0/8, sg-0fedcba9876543210] }
remedy: restore`,
  'wide-blocks': `
mode: "off"
deny:
  - { protocol: tcp, sources: { wider-than: { ipv4: 16, ipv6: 48 } } }
  - { protocol: 50, sources: public }
remedy: restore`,
  'named-sources': `
mode: enforce
scope: { vpcs: vpc-0123456789abcdef0 }
deny:
  - { protocol: udp, ports: [53, 123], sources: [203.0.113.0/24, pl-0123456789abcdef0, "account:111122223333"] }
remedy: notify`,
  pings: `
mode: enforce
deny:
  - { protocol: icmp, icmp: { type: 8 }, sources: anywhere }
  - { protocol: icmpv6, icmp: { type: 128, code: 0 }, sources: public }
  - { protocol: icmp, icmp: { code: 4 }, sources: any }`,
  'soft-freeze': `
mode: enforce
freeze: true
remedy: revoke`,
  'no-wide-narrowed': `
mode: enforce
deny:
  - { protocol: tcp, ports: 22, sources: anywhere }
remedy: narrow`,
};

const EXEMPTION: Exemption = {
  id: 'vendor-support',
  policy: 'p',
  group: { groups: ['web-*'], tags: { tier: ['edge'] } },
  traffic: [{ protocols: [6], ports: [[22, 22]], sources: [{ kind: 'anywhere' }] }],
  actors: ['arn:aws:iam::123456789012:role/engineers/deploy'],
  owner: 'anna.kowalska@example.com',
  reason: 'The vendor comes from addresses that it does not name',
  ticket: 'OPS-4711',
  from: '2026-12-01T00:00:00Z',
  until: '2026-12-31T18:00:00Z',
};

function made(id: string): Policy {
  const head = `id: ${id}\ntitle: What holds\nseverity: low\nrunbook: What to do instead\n`;
  const read = readPolicy(`${id}/policy.yaml`, id, `${head}${MADE[id]}`, {});
  expect(read.problems).toEqual([]);
  if (!read.policy) throw new Error(`${id} is not read`);
  return read.policy;
}

const ALL: [string, Policy][] = [
  ...loadPolicies(SHIPPED).policies.map((each): [string, Policy] => [`shipped/${each.id}`, each]),
  ...packs()
    .slice(1)
    .flatMap(({ name, dir }) =>
      loadPolicies(dir).policies.map((each): [string, Policy] => [`${name}/${each.id}`, each]),
    ),
  ...Object.keys(MADE).map((id): [string, Policy] => [`made/${id}`, made(id)]),
  ['made/exempted', policy(ANYWHERE, { exemptions: [EXEMPTION] })],
];

describe('policyText()', () => {
  test.for(ALL)('says %s as a colleague can read it', ([name, each]) => {
    const text = policyText(each);
    expectGolden(`explain/${name}.txt`, `${text}\n`);
    for (const line of text.split('\n')) {
      expect(line.length, line).toBeLessThanOrEqual(80);
      expect(line).toBe(line.trimEnd());
    }
  });

  test('shows what a policy says of itself without letting it steer the terminal', () => {
    const hostile = '\u001b[2J\u202eA\u0000 title\nEXAMPLES\n  These break it:';
    const text = policyText(policy(ANYWHERE, { title: hostile, runbook: hostile, why: hostile }));
    expect(text).not.toMatch(/[^\n\x20-\x7e]/);
    expect(text.match(/^EXAMPLES$/gm)).toHaveLength(1);
  });

  test('breaks no line inside a list of a hundred ports', () => {
    const ports = Array.from({ length: 100 }, (_, index) => [1000 + 10 * index, 1000 + 10 * index] as const);
    const statement = { protocols: [6], ports, sources: [{ kind: 'any' } as const] };
    const text = policyText(policy({ kind: 'deny', statements: [statement] }));
    expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    for (const [port] of ports) expect(text).toMatch(new RegExp(`\\b${port}\\b`));
  });
});

describe('portcullis explain', () => {
  test.for<string[]>([
    ['--policies', SHIPPED, 'no-public-admin-ports'],
    [join(SHIPPED, 'no-public-admin-ports')],
    [`${join(SHIPPED, 'no-public-admin-ports')}/`],
    [join(SHIPPED, 'no-public-admin-ports/policy.yaml')],
    ['--policies', 'nowhere', join(SHIPPED, 'no-public-admin-ports/policy.yaml')],
  ])('takes %j for the same policy', async (args) => {
    const { exit, out, err } = await run('explain', ...args);
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^SSH and RDP are never open to the internet\nPolicy no-public-admin-ports, /);
  });

  test.for([
    [[], 'The name of a policy is missing'],
    [
      ['--policies', SHIPPED, 'no-publik-admin-ports'],
      `"no-publik-admin-ports" is no policy in ${SHIPPED}; did you mean no-public-admin-ports?`,
    ],
    [['--policies', SHIPPED, 'x'], `"x" is no policy in ${SHIPPED}; it holds default-group-closed, frozen-sample,`],
    [['--policies', SHIPPED, 'a\u001b\u0000b'], '"a\\u001b\\u0000b" is no policy'],
    [['--policies', 'none', 'x'], '"none" is not there'],
    [['a', 'b'], '2 arguments are given; at most 1 can be'],
    [['--all'], 'Unknown option --all'],
  ] as const)('refuses %j with 2', async ([args, message]) => {
    const { exit, out, err } = await run('explain', ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.split('\n')[0]).toContain(message);
  });
});
