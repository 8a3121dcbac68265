import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Exemption, exemptionId, exemptionYaml, statementYaml } from '../../../cli/report/page/exemption-yaml.ts';
import { readExemptions } from '../../../functions/policy-file/read-exemptions.ts';
import { ATTACKS, named } from './hostile-changes.ts';

const EXEMPTION: Exemption = {
  id: 'no-public-admin-ports-web-1',
  policy: 'no-public-admin-ports',
  group: 'sg-0a1b2c3d4e5f60718',
  traffic: ['tcp 22 from 203.0.113.0/24'],
  actor: 'arn:aws:iam::123456789012:role/engineers/deploy',
  owner: 'payments',
  reason: 'Vendor access until the tunnel is there',
  ticket: 'SEC-4711',
  from: '2026-11-25',
  until: '2027-02-23',
};

describe('exemptionYaml()', () => {
  test('is an entry of exemptions.yaml', () => {
    expect(exemptionYaml(EXEMPTION)).toBe(`- id: no-public-admin-ports-web-1
  policy: no-public-admin-ports
  group: sg-0a1b2c3d4e5f60718
  traffic:
    - { protocol: tcp, ports: 22, sources: 203.0.113.0/24 }
  actor: "arn:aws:iam::123456789012:role/engineers/deploy"
  owner: payments
  reason: "Vendor access until the tunnel is there"
  ticket: SEC-4711
  from: 2026-11-25
  until: 2027-02-23
`);
  });

  test('is valid, and excuses exactly that traffic for that actor in that group', () => {
    const traffic = [
      'tcp 0-1024 from 203.0.113.0/24',
      'udp 53 from 2001:db8::/32',
      'all traffic from sg-0f0e0d0c0b0a09080',
      'icmp type 8 code 0 from 10.0.0.0/8',
      'protocol 50 from pl-0aa11bb22cc33dd44',
    ];
    const { exemptions, problems } = readExemptions('exemptions.yaml', exemptionYaml({ ...EXEMPTION, traffic }), 366);
    expect(problems).toEqual([]);
    const [{ exemption } = {}] = exemptions;
    expect(exemption).toMatchObject({
      policy: EXEMPTION.policy,
      group: { groups: [EXEMPTION.group] },
      actors: [EXEMPTION.actor],
      until: '2027-02-24T00:00:00Z',
    });
    expect(exemption?.traffic).toMatchObject([
      { protocols: [6], ports: [[0, 1024]], sources: [{ kind: 'cidr', cidr: '203.0.113.0/24' }] },
      { protocols: [17], ports: [[53, 53]], sources: [{ kind: 'cidr', cidr: '2001:db8::/32' }] },
      { protocols: [-1], sources: [{ kind: 'group', id: 'sg-0f0e0d0c0b0a09080' }] },
      { protocols: [1], icmp: { type: 8, code: 0 }, sources: [{ kind: 'cidr', cidr: '10.0.0.0/8' }] },
      { protocols: [50], sources: [{ kind: 'list', id: 'pl-0aa11bb22cc33dd44' }] },
    ]);
  });

  test('is not valid before somebody answers for it', () => {
    const { problems } = readExemptions('exemptions.yaml', exemptionYaml({ ...EXEMPTION, owner: '' }), 366);
    expect(problems.map(({ message }) => message).join()).toContain('owner');
  });

  test('keeps every text as it is', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...ATTACKS, 'no', '010', '22:22', '~', '- a', 'a: b #'),
    );
    fc.assert(
      fc.property(text, text, text, (owner, reason, ticket) => {
        const [read] = parse(exemptionYaml({ ...EXEMPTION, owner, reason, ticket })) as Record<string, unknown>[];
        expect(read).toMatchObject({
          owner: owner,
          reason: reason,
          ticket: ticket,
        });
      }),
    );
  });
});

describe('statementYaml()', () => {
  test.for([
    ['tcp 0-1024 from 0.0.0.0/0', { protocol: 'tcp', ports: '0-1024', sources: '0.0.0.0/0' }],
    ['udp 53 from 2001:db8::/32', { protocol: 'udp', ports: 53, sources: '2001:db8::/32' }],
    ['tcp 22 from ::/0', { protocol: 'tcp', ports: 22, sources: '::/0' }],
    ['all traffic from sg-0f0e0d0c0b0a09080', { protocol: 'all', sources: 'sg-0f0e0d0c0b0a09080' }],
    ['icmp type 8 code any from 10.0.0.0/8', { protocol: 'icmp', icmp: { type: 8 }, sources: '10.0.0.0/8' }],
    ['icmpv6 type any code any from ::/0', { protocol: 'icmpv6', sources: '::/0' }],
    ['protocol 50 from pl-0aa11bb22cc33dd44', { protocol: 50, sources: 'pl-0aa11bb22cc33dd44' }],
  ] as const)('%s', ([text, statement]) => {
    expect(parse(statementYaml(text))).toEqual([statement]);
  });

  test.for(named('tcp 22 from group web', 'nonsense', ...ATTACKS))(
    '$name is left to a person, and breaks nothing',
    ({ text }) => {
      expect(parse(statementYaml(text))).toBeNull();
      expect(statementYaml(text)).toMatch(/^# /);
    },
  );
});

describe('exemptionId()', () => {
  test.for([
    { of: 'a group', policy: 'no-public-admin-ports', group: 'web-1', id: 'no-public-admin-ports-web-1' },
    { of: 'odd letters', policy: 'frozen', group: 'Web 1 (old)', id: 'frozen-web-1-old' },
    { of: 'a long name', policy: 'a', group: 'x'.repeat(300), id: `a-${'x'.repeat(62)}` },
  ])('of $of', ({ policy, group, id }) => {
    expect(exemptionId(policy, group)).toBe(id);
  });
});
