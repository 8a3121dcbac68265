import { expect, test } from 'vitest';
import { readCases } from '../../functions/policy-file/read-cases.ts';
import { readPolicy } from '../../functions/policy-file/read-policy.ts';
import { runCases } from '../../functions/policy-file/run-cases.ts';

const OTHERS = ['violation', 'compliant']
  .map((kind) => `- { name: ${kind}!, rule: { protocol: tcp, source: 10.0.0.0/8 }, expect: ${kind} }\n`)
  .join('');

/** What a policy file says of a case file's last case. */
function judged(policyText: string, caseText: string) {
  const { policy, problems } = readPolicy('policy.yaml', 'p', policyText);
  expect(problems).toEqual([]);
  const { cases, problems: wrong } = readCases('cases.yaml', OTHERS + caseText);
  expect(wrong).toEqual([]);
  if (!policy) throw new TypeError('No policy');
  return runCases(policy, cases).at(-1);
}

const POLICY = `
# yaml-language-server: $schema=../policy.schema.json
id: p                                # = the folder's name
title: SSH and RDP are never open to the internet
severity: critical                   # low, medium, high, critical
mode: enforce                        # off, audit, enforce; audit when absent
scope:                               # all that are given must hold; globs allowed
  accounts: ["123456789012"]
  regions: [eu-*]
  vpcs: [vpc-0123456789abcdef0]
  groups: [sg-0123456789abcdef0, "web-*"]
  tags: { tier: [web, edge] }
  unless: { tags: { role: bastion } }
deny:                                # or \`only:\` (an allow-list), or \`freeze: true\` (no change at all)
  - { protocol: tcp, ports: [22, 3389], sources: [anywhere] }
remedy: revoke                       # revoke, narrow, restore, notify
runbook: Use Session Manager; docs/session-manager.md
`;
const CASE = `
- name: port 22 inside a wide range
  rule: { protocol: tcp, ports: 0-1024, source: 0.0.0.0/0 }     # ports: 22, "0-1024" or all; icmp: { type: 8, code: any }
  group:                                                        # optional; only what matters
    id: sg-0123456789abcdef0
    name: web-1
    vpc: vpc-0123456789abcdef0
    tags: { tier: web }
    rules: [{ protocol: tcp, ports: 22, source: 128.0.0.0/1 }]  # standing rules beside the changed one
  account: "123456789012"
  region: eu-west-1
  actor: arn:aws:iam::123456789012:role/deploy
  prefixLists: { pl-0123456789abcdef0: [0.0.0.0/1, 128.0.0.0/1] }
  now: 2026-11-23T12:00:00Z                                     # for exemptions
  expect: violation                                             # compliant, exempt, violation, undetermined
  offending: ["tcp 22 from 0.0.0.0/0"]                          # optional, compared as a set
  remainder: ["tcp 0-21 from 0.0.0.0/0", "tcp 23-1024 from 0.0.0.0/0"]
`;

test.for<[what: string, change: [from: string, to: string], verdict: string]>([
  ['as it stands', ['', ''], 'violation'],
  ['in a group that is excepted', ['tags: { tier: web }', 'tags: { tier: web, role: bastion }'], 'compliant'],
  ['in a group of another tag', ['tags: { tier: web }', 'tags: { tier: db }'], 'compliant'],
  ['in another VPC', ['vpc: vpc-0123456789abcdef0', 'vpc: vpc-11111111'], 'compliant'],
  ['in another region', ['region: eu-west-1', 'region: us-east-1'], 'compliant'],
  ['in another account', ['account: "123456789012"', 'account: "111122223333"'], 'compliant'],
  ['in a group of another id and a name that fits', ['id: sg-0123456789abcdef0', 'id: sg-11111111'], 'violation'],
])('a policy and a case as the design writes them, %s', ([, [from, to], verdict]) => {
  const result = judged(POLICY, CASE.replace(from, to));
  expect(result?.actual.verdict).toBe(verdict);
  if (verdict === 'violation') expect(result?.unmet).toEqual([]);
});

const HEAD = 'id: p\ntitle: T\nseverity: low\nrunbook: R\n';
const rule = (traffic: string, source: string, more = '') =>
  `- { name: x, rule: { ${traffic}, source: "${source}" }, ${more} expect: violation }\n`;
const ssh = (source: string, ...beside: string[]) => {
  const standing = beside.map((other) => `{ protocol: tcp, ports: 22, source: "${other}" }`).join(', ');
  return rule('protocol: tcp, ports: 22', source, `group: { rules: [${standing}] },`);
};
const SELF = 'sg-0123456789abcdef0';
const LIST = 'pl-0123456789abcdef0';
const entries = (...cidrs: string[]) => `prefixLists: { ${LIST}: [${cidrs.map((cidr) => `"${cidr}"`).join(', ')}] },`;

const ANYWHERE = 'deny: [{ protocol: tcp, ports: [22, 3389], sources: [anywhere] }]';
const deny = (sources: string) => `deny: [{ protocol: tcp, ports: 22, sources: ${sources} }]`;
const EVERY = 'deny: [{ protocol: all, sources: [anywhere] }]';
const PING = 'deny: [{ protocol: icmp, icmp: { type: 8, code: any }, sources: [anywhere] }]';
const WIDE = deny('[{ wider-than: { ipv4: 16, ipv6: 48 } }]');
const ONLY = `only:
  - { protocol: tcp, ports: [80, 443], sources: [anywhere] }
  - { protocol: tcp, ports: 22, sources: [10.0.0.0/8, ${SELF}, ${LIST}] }`;

const COMPLIANT = 'compliant';
const UNDETERMINED = 'undetermined';

test.for<[ban: string, given: string, verdict: string | { offending: string[]; remainder?: string[] }]>([
  // Halves, alone and together
  [ANYWHERE, ssh('0.0.0.0/1'), { offending: ['tcp 22 from 0.0.0.0/1'], remainder: [] }],
  [ANYWHERE, ssh('128.0.0.0/1'), COMPLIANT],
  [ANYWHERE, ssh('128.0.0.0/1', '0.0.0.0/1'), { offending: ['tcp 22 from 128.0.0.0/1'] }],
  [ANYWHERE, ssh('128.0.0.0/1', '0.0.0.0/8'), COMPLIANT],
  [ANYWHERE, ssh('128.0.0.0/1', '::/0'), COMPLIANT],
  [ANYWHERE, ssh('10.0.0.0/8', '0.0.0.0/0'), COMPLIANT],
  [
    ANYWHERE,
    ssh(
      '1.0.0.0/8',
      '2.0.0.0/7',
      '4.0.0.0/6',
      '8.0.0.0/7',
      '11.0.0.0/8',
      '12.0.0.0/6',
      '16.0.0.0/4',
      '32.0.0.0/3',
      '64.0.0.0/2',
    ),
    { offending: ['tcp 22 from 1.0.0.0/8'] },
  ],
  [ANYWHERE, ssh('::/1'), { offending: ['tcp 22 from ::/1'] }],
  [ANYWHERE, ssh('8000::/1', '::/1'), COMPLIANT],
  [ANYWHERE, ssh('2000::/3'), { offending: ['tcp 22 from 2000::/3'] }],
  [ANYWHERE, ssh('2000::/4'), { offending: ['tcp 22 from 2000::/4'] }],
  [ANYWHERE, ssh('2000::/5'), COMPLIANT],
  [ANYWHERE, ssh('2800::/5', '2000::/5'), { offending: ['tcp 22 from 2800::/5'] }],
  [ANYWHERE, ssh('::ffff:0:0/96'), COMPLIANT],
  [ANYWHERE, ssh('203.0.113.7/0'), { offending: ['tcp 22 from 0.0.0.0/0'] }],
  [ANYWHERE, ssh(SELF), COMPLIANT],
  // Lists
  [
    ANYWHERE,
    rule('protocol: tcp, ports: 22', LIST, entries('0.0.0.0/1', '128.0.0.0/1')),
    { offending: [`tcp 22 from ${LIST}`] },
  ],
  [ANYWHERE, rule('protocol: tcp, ports: 22', LIST, entries('10.0.0.0/8')), COMPLIANT],
  [ANYWHERE, rule('protocol: tcp, ports: 22', LIST), UNDETERMINED],
  [ANYWHERE, rule('protocol: tcp, ports: 80', LIST), COMPLIANT],
  [
    ANYWHERE,
    `${rule('protocol: tcp, ports: 22', '128.0.0.0/1', `${entries('0.0.0.0/1')} group: { rules: [{ protocol: all, source: ${LIST} }] },`)}`,
    { offending: ['tcp 22 from 128.0.0.0/1'] },
  ],
  // Protocols
  [ANYWHERE, rule('protocol: 6, ports: 22', '0.0.0.0/0'), { offending: ['tcp 22 from 0.0.0.0/0'] }],
  [ANYWHERE, rule('protocol: "6", ports: "22"', '0.0.0.0/0'), { offending: ['tcp 22 from 0.0.0.0/0'] }],
  [ANYWHERE, rule('protocol: udp, ports: 22', '0.0.0.0/0'), COMPLIANT],
  [
    ANYWHERE,
    rule('protocol: all, ports: 80', '0.0.0.0/0'),
    { offending: ['tcp 22 from 0.0.0.0/0', 'tcp 3389 from 0.0.0.0/0'] },
  ],
  [EVERY, rule('protocol: all', '0.0.0.0/0'), { offending: ['all traffic from 0.0.0.0/0'], remainder: [] }],
  [EVERY, rule('protocol: 50', '0.0.0.0/0'), { offending: ['protocol 50 from 0.0.0.0/0'] }],
  [EVERY, rule('protocol: udp', '::/0'), { offending: ['udp 0-65535 from ::/0'] }],
  [
    EVERY,
    rule('protocol: icmp, icmp: { type: 8, code: any }', '0.0.0.0/0'),
    { offending: ['icmp type 8 code any from 0.0.0.0/0'] },
  ],
  [
    PING,
    rule('protocol: icmp', '0.0.0.0/0'),
    {
      offending: ['icmp type 8 code any from 0.0.0.0/0'],
      remainder: ['icmp type 0-7 code any from 0.0.0.0/0', 'icmp type 9-255 code any from 0.0.0.0/0'],
    },
  ],
  [
    PING,
    rule('protocol: 1, icmp: { type: 8, code: 0 }', '0.0.0.0/0'),
    { offending: ['icmp type 8 code 0 from 0.0.0.0/0'] },
  ],
  [PING, rule('protocol: 58', '::/0'), COMPLIANT],
  // The other words
  [WIDE, ssh('8.0.0.0/15'), { offending: ['tcp 22 from 8.0.0.0/15'] }],
  [WIDE, ssh('8.0.0.0/16'), COMPLIANT],
  [WIDE, ssh('10.0.0.0/8'), COMPLIANT],
  [WIDE, ssh('10.0.0.0/7'), { offending: ['tcp 22 from 10.0.0.0/7'], remainder: [] }],
  [WIDE, ssh('2600::/47'), { offending: ['tcp 22 from 2600::/47'] }],
  [WIDE, ssh('2600::/48'), COMPLIANT],
  [WIDE, ssh('fc00::/7'), COMPLIANT],
  [
    deny('[public]'),
    ssh('10.0.0.0/7'),
    { offending: ['tcp 22 from 11.0.0.0/8'], remainder: ['tcp 22 from 10.0.0.0/8'] },
  ],
  [
    deny('[public]'),
    ssh('::/0'),
    {
      offending: ['tcp 22 from 2000::/3'],
      remainder: ['tcp 22 from ::/3', 'tcp 22 from 4000::/2', 'tcp 22 from 8000::/1'],
    },
  ],
  [deny('[public]'), ssh('203.0.113.0/24'), COMPLIANT],
  [deny('[public]'), ssh('224.0.0.0/3'), COMPLIANT],
  [deny('[any]'), ssh(SELF), { offending: [`tcp 22 from ${SELF}`] }],
  [deny('any'), ssh(LIST), { offending: [`tcp 22 from ${LIST}`] }],
  [
    deny('[10.0.0.0/8]'),
    ssh('8.0.0.0/6'),
    { offending: ['tcp 22 from 10.0.0.0/8'], remainder: ['tcp 22 from 8.0.0.0/7', 'tcp 22 from 11.0.0.0/8'] },
  ],
  [deny('[10.0.0.0/8]'), ssh('::/0'), COMPLIANT],
  [deny(`[${SELF}]`), ssh(SELF), { offending: [`tcp 22 from ${SELF}`] }],
  [deny('["account:123456789012"]'), ssh(SELF), { offending: [`tcp 22 from ${SELF}`] }],
  [deny('["account:123456789012"]'), ssh(`111122223333/${SELF}`), COMPLIANT],
  [deny('["account:111122223333"]'), ssh(`111122223333/${SELF}`), { offending: [`tcp 22 from ${SELF}`] }],
  // Several statements
  [
    'deny: [{ protocol: tcp, ports: 22, sources: any }, { protocol: udp, ports: 53-54, sources: [10.0.0.0/8] }]',
    rule('protocol: udp, ports: 50-60', '10.1.0.0/16'),
    {
      offending: ['udp 53-54 from 10.1.0.0/16'],
      remainder: ['udp 50-52 from 10.1.0.0/16', 'udp 55-60 from 10.1.0.0/16'],
    },
  ],
  // Allow-lists
  [ONLY, rule('protocol: tcp, ports: 443', '0.0.0.0/0'), COMPLIANT],
  [ONLY, rule('protocol: tcp, ports: 443', '8.8.8.0/24'), COMPLIANT],
  [ONLY, rule('protocol: tcp, ports: 443', LIST), COMPLIANT],
  [ONLY, rule('protocol: tcp, ports: 443', SELF), { offending: [`tcp 443 from ${SELF}`] }],
  [ONLY, ssh(SELF), COMPLIANT],
  [ONLY, ssh(LIST), COMPLIANT],
  [ONLY, ssh('10.1.0.0/16'), COMPLIANT],
  [
    ONLY,
    rule('protocol: tcp, ports: 22', '8.0.0.0/6', entries('8.0.0.0/7')),
    { offending: ['tcp 22 from 11.0.0.0/8'], remainder: ['tcp 22 from 8.0.0.0/7', 'tcp 22 from 10.0.0.0/8'] },
  ],
  [ONLY, ssh('8.0.0.0/6'), UNDETERMINED],
  [ONLY, rule('protocol: icmp', '10.0.0.0/8'), { offending: ['icmp type any code any from 10.0.0.0/8'] }],
  [
    ONLY,
    rule('protocol: tcp, ports: 442-444', '0.0.0.0/0'),
    { offending: ['tcp 442 from 0.0.0.0/0', 'tcp 444 from 0.0.0.0/0'], remainder: ['tcp 443 from 0.0.0.0/0'] },
  ],
  // Freeze and require
  ['freeze: true', ssh('10.0.0.1/32'), { offending: ['tcp 22 from 10.0.0.1/32'], remainder: [] }],
  [
    'require: [{ protocol: tcp, ports: 22, sources: [10.0.0.0/8] }]\nremedy: restore',
    ssh('10.0.0.0/7'),
    { offending: ['tcp 22 from 10.0.0.0/8'], remainder: ['tcp 22 from 11.0.0.0/8'] },
  ],
  [
    'require: [{ protocol: tcp, ports: 22, sources: [10.0.0.0/8] }]\nremedy: restore',
    ssh('10.0.0.0/7', '10.0.0.0/8'),
    COMPLIANT,
  ],
])('%s on %s', ([ban, given, expected]) => {
  const { verdict, offending, remainder } = judged(`${HEAD}${ban}\n`, given)?.actual ?? {};
  if (typeof expected === 'string') {
    expect({ verdict, offending, remainder }).toEqual({ verdict: expected, offending: [], remainder: [] });
    return;
  }
  expect({ verdict, offending }).toEqual({ verdict: 'violation', offending: expected.offending });
  if (expected.remainder) expect(remainder).toEqual(expected.remainder);
});
