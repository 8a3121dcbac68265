import { expect, test } from 'vitest';
import type { Policy } from '../../functions/core/policy.ts';
import { HEAD, read } from './web-policy.ts';

const policy = (text: string): Policy => {
  const { policy, problems } = read(text);
  expect(problems).toEqual([]);
  if (!policy) throw new Error('no policy');
  return policy;
};

const statement = (text: string) => {
  const { ban } = policy(`${HEAD}deny:\n  - ${text}\n`);
  return ban.kind === 'deny' ? ban.statements[0] : undefined;
};

test('readPolicy() gives a plain JSON policy with its defaults', () => {
  expect(policy(`${HEAD}freeze: true`)).toEqual({
    id: 'web',
    title: 'T',
    severity: 'low',
    mode: 'audit',
    scope: {},
    ban: { kind: 'freeze' },
    remedy: 'restore',
    runbook: 'R',
  });
});

test('readPolicy() keeps everything that is given', () => {
  const given = policy(
    `id: web
title: "  T  "
severity: critical
mode: enforce
scope:
  accounts: [012345678901, 123456789012, "1234*"]
  regions: eu-*
  vpcs: vpc-0123456789abcdef0
  groups: [sg-0123456789abcdef0, "web-*"]
  tags: { tier: [web, no, 010, 1.50, 22:22, 0x16, 1e3, .inf, 2026-11-25, -1], public: true, no: ~x, 010: on }
  unless: { tags: { role: bastion } }
only:
  - { protocol: tcp, sources: [anywhere] }
remedy: notify
runbook: >-
  one
  two
why: W
`,
  );
  expect(given).toEqual(JSON.parse(JSON.stringify(given)));
  expect(given).toEqual({
    id: 'web',
    title: 'T',
    severity: 'critical',
    mode: 'enforce',
    scope: {
      accounts: ['012345678901', '123456789012', '1234*'],
      regions: ['eu-*'],
      vpcs: ['vpc-0123456789abcdef0'],
      groups: ['sg-0123456789abcdef0', 'web-*'],
      tags: {
        tier: ['web', 'no', '010', '1.50', '22:22', '0x16', '1e3', '.inf', '2026-11-25', '-1'],
        public: ['true'],
        no: ['~x'],
        '010': ['on'],
      },
      unless: { tags: { role: ['bastion'] } },
    },
    ban: { kind: 'only', statements: [{ protocols: [6], sources: [{ kind: 'anywhere' }] }] },
    remedy: 'notify',
    runbook: 'one two',
    why: 'W',
  });
});

test.for([
  ['remedy: narrow', { remedy: 'narrow' }],
  ['remedy: narrow\npieces: 1', { remedy: 'narrow', pieces: 1 }],
  ['remedy: narrow\npieces: 50', { remedy: 'narrow', pieces: 50 }],
  ['remedy: restore', { remedy: 'restore' }],
  ['remedy: notify', { remedy: 'notify' }],
] as const)('readPolicy() keeps %j of a deny, an only and, but for narrow, a freeze', ([text, expected]) => {
  const statements = '[{ protocol: tcp, sources: any }]';
  expect(policy(`${HEAD}deny: ${statements}\n${text}`)).toMatchObject(expected);
  expect(policy(`${HEAD}only: ${statements}\n${text}`)).toMatchObject(expected);
  if (expected.remedy !== 'narrow') expect(policy(`${HEAD}freeze: true\n${text}`)).toMatchObject(expected);
});

test.for([
  ['deny: [{ protocol: tcp, sources: any }]', 'revoke'],
  ['only: [{ protocol: tcp, sources: any }]', 'revoke'],
  ['freeze: true', 'restore'],
  ['require: [{ protocol: tcp, sources: 10.0.0.0/8 }]', 'restore'],
  ['watch: attachments', 'notify'],
] as const)('readPolicy() gives %j the remedy %s where it names none', ([text, remedy]) => {
  expect(policy(HEAD + text)).toMatchObject({ remedy });
});

test.for(['restore', 'notify'] as const)('readPolicy() compiles what is required, with remedy %s', (remedy) => {
  const text = `require:
  - { protocol: tcp, ports: [443, 8000-8100], sources: [10.0.0.0/8, "2001:db8::/32"] }
  - { protocol: all, sources: [pl-0123456789abcdef0, sg-0123456789abcdef0] }
remedy: ${remedy}`;
  expect(policy(HEAD + text)).toMatchObject({
    ban: {
      kind: 'require',
      statements: [
        {
          protocols: [6],
          ports: [
            [443, 443],
            [8000, 8100],
          ],
          sources: [
            { kind: 'cidr', cidr: '10.0.0.0/8' },
            { kind: 'cidr', cidr: '2001:db8::/32' },
          ],
        },
        {
          protocols: [-1],
          sources: [
            { kind: 'list', id: 'pl-0123456789abcdef0' },
            { kind: 'group', id: 'sg-0123456789abcdef0' },
          ],
        },
      ],
    },
    remedy,
  });
});

test.for([
  ['watch: attachments', ['attachments']],
  ['watch: [network-acls, block-public-access, network-acls]', ['network-acls', 'block-public-access']],
  ['watch: attachments\nremedy: notify\nmode: audit', ['attachments']],
  ['watch: attachments\nscope: { accounts: 1*, unless: { regions: us-* } }', ['attachments']],
] as const)('readPolicy() compiles %j, which only tells', ([text, events]) => {
  expect(policy(HEAD + text)).toMatchObject({ ban: { kind: 'watch', events }, mode: 'audit', remedy: 'notify' });
});

test.for([
  ['{ protocol: tcp, sources: any }', { protocols: [6] }],
  ['{ protocol: 6, sources: any }', { protocols: [6] }],
  ['{ protocol: udp, ports: 53, sources: any }', { protocols: [17], ports: [[53, 53]] }],
  ['{ protocol: icmp, sources: any }', { protocols: [1] }],
  ['{ protocol: 58, icmp: { type: 128, code: any }, sources: any }', { protocols: [58], icmp: { type: 128 } }],
  ['{ protocol: icmpv6, icmp: { code: 0 }, sources: any }', { protocols: [58], icmp: { code: 0 } }],
  ['{ protocol: 50, sources: any }', { protocols: [50] }],
  ['{ protocol: "6", ports: "22", sources: any }', { protocols: [6], ports: [[22, 22]] }],
  ['{ protocol: "1", icmp: { type: "8", code: "0" }, sources: any }', { protocols: [1], icmp: { type: 8, code: 0 } }],
  ['{ protocol: 0, sources: any }', { protocols: [0] }],
  ['{ protocol: all, sources: any }', { protocols: [-1] }],
  [
    '{ protocol: all, ports: [22, "25", 0-65535], sources: any }',
    {
      protocols: [6, 17],
      ports: [
        [22, 22],
        [25, 25],
        [0, 65535],
      ],
    },
  ],
] as const)('readPolicy() compiles the statement %s', ([text, expected]) => {
  expect(statement(text)).toEqual({ ...expected, sources: [{ kind: 'any' }] });
});

test.for([
  ['anywhere', { kind: 'anywhere' }],
  ['public', { kind: 'public' }],
  ['10.0.0.0/8', { kind: 'cidr', cidr: '10.0.0.0/8' }],
  ['2001:0DB8::/32', { kind: 'cidr', cidr: '2001:db8::/32' }],
  ['"::/0"', { kind: 'cidr', cidr: '::/0' }],
  ['pl-0123abcd', { kind: 'list', id: 'pl-0123abcd' }],
  ['sg-0123456789abcdef0', { kind: 'group', id: 'sg-0123456789abcdef0' }],
  ['account:012345678901', { kind: 'account', id: '012345678901' }],
  ['{ wider-than: { ipv4: 16, ipv6: 48 } }', { kind: 'wider-than', ipv4: 16, ipv6: 48 }],
  ['{ wider-than: { ipv6: 48 } }', { kind: 'wider-than', ipv6: 48 }],
] as const)('readPolicy() compiles the source %s, alone and in a list', ([text, expected]) => {
  expect(statement(`{ protocol: tcp, sources: ${text} }`)?.sources).toEqual([expected]);
  expect(statement(`{ protocol: tcp, sources: [any, ${text}] }`)?.sources).toEqual([{ kind: 'any' }, expected]);
});
