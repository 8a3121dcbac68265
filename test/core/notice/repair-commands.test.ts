import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AccountId, GroupId, PrefixListId, RuleId } from '../../../functions/core/ids.ts';
import { repairCommands } from '../../../functions/core/notice/repair-commands.ts';
import type { Repair } from '../../../functions/core/repair.ts';
import type { Report } from '../../../functions/core/report.ts';
import type { Rule, Source } from '../../../functions/core/rule.ts';
import { anyReport } from '../../records/any-report.ts';
import { aReport, aRule, aViolation, from, ruleIdOf, WEB } from '../../records/reports.ts';

const LIST = 'pl-0aa11bb22cc33dd44' as PrefixListId;
const GROUP = 'sg-0123456789abcdef0' as GroupId;
const repaired = (rule: Rule, repair: Repair, how: 'added' | 'modified' | 'removed' = 'added') =>
  aViolation(rule, { how, intent: { kind: 'act', repair } });
const putBack = (changes: Partial<Rule>) => [repaired(aRule(changes), { kind: 'put-back' }, 'removed')];
const given = (to: Partial<Rule>) => [
  repaired(aRule(), { kind: 'restore', to: aRule(to), orRevoke: true }, 'modified'),
];

/** The words of each command, as a shell takes them; `aws` prints them instead of running. */
function words(rules: Parameters<typeof repairCommands>[1], report: Report = aReport()): string[][] {
  const script = `aws() { printf '%s\\0' "$@"; printf '\\n'; }\n`;
  return repairCommands(report, rules).map((lines) =>
    execFileSync('/bin/sh', ['-c', script + lines.join('\n')], { encoding: 'utf8' })
      .trimEnd()
      .split('\0')
      .filter((word) => word !== ''),
  );
}
const value = (command: readonly string[] | undefined, option: string): unknown =>
  JSON.parse(command?.[command.indexOf(option) + 1] ?? 'null');

const sources: { source: Source; listed: object; own: object }[] = [
  { source: from('10.0.0.0/8'), listed: { IpRanges: [{ CidrIp: '10.0.0.0/8' }] }, own: { CidrIpv4: '10.0.0.0/8' } },
  {
    source: from('2001:db8::/32'),
    listed: { Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] },
    own: { CidrIpv6: '2001:db8::/32' },
  },
  {
    source: { kind: 'list', id: LIST },
    listed: { PrefixListIds: [{ PrefixListId: LIST }] },
    own: { PrefixListId: LIST },
  },
  {
    source: { kind: 'group', id: GROUP, account: '111122223333' as AccountId },
    listed: { UserIdGroupPairs: [{ GroupId: GROUP, UserId: '111122223333' }] },
    own: { ReferencedGroupId: GROUP },
  },
];
test.for(sources)('repairCommands() writes a rule from $source as the AWS CLI takes it', ({ source, listed, own }) => {
  const traffic = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
  const [add] = words(putBack({ source }));
  expect(add?.slice(0, 6)).toEqual([
    'ec2',
    'authorize-security-group-ingress',
    '--region',
    'eu-west-1',
    '--group-id',
    WEB.id,
  ]);
  expect(value(add, '--ip-permissions')).toEqual([{ ...traffic, ...listed }]);
  const [change] = words(given({ source }));
  expect(change?.[1]).toBe('modify-security-group-rules');
  expect(value(change, '--security-group-rules')).toEqual([
    { SecurityGroupRuleId: ruleIdOf(1), SecurityGroupRule: { ...traffic, ...own } },
  ]);
});

test.for([
  { rule: { protocol: -1, from: -1, to: -1 }, traffic: { IpProtocol: '-1' } },
  { rule: { protocol: 50, from: -1, to: -1 }, traffic: { IpProtocol: '50' } },
  { rule: { protocol: 1, from: 8, to: -1 }, traffic: { IpProtocol: 'icmp', FromPort: 8, ToPort: -1 } },
  { rule: { protocol: 17, from: 0, to: 65535 }, traffic: { IpProtocol: 'udp', FromPort: 0, ToPort: 65535 } },
])('repairCommands() writes the traffic $traffic', ({ rule, traffic }) => {
  const [add] = words(putBack(rule));
  expect(value(add, '--ip-permissions')).toEqual([{ ...traffic, IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]);
});

test('repairCommands() adds, removes, changes and restores in this order', () => {
  const rules = [
    repaired(aRule(), { kind: 'revoke' }),
    repaired(aRule({ id: ruleIdOf(2) }), { kind: 'narrow', remainder: [aRule({ from: 1, to: 21 })] }),
    ...given({ from: 443, to: 443 }),
    repaired(aRule({ id: ruleIdOf(4) }), { kind: 'restore-list', list: LIST, version: 3 }),
    repaired(aRule({ id: ruleIdOf(5) }), { kind: 'restore-list', list: LIST, version: 3 }),
  ];
  const commands = repairCommands(aReport(), rules).map((lines) => lines.join('\n'));
  expect(commands.map((text) => text.split(' ')[2])).toEqual([
    'authorize-security-group-ingress',
    'revoke-security-group-ingress',
    'modify-security-group-rules',
    'restore-managed-prefix-list-version',
  ]);
  expect(commands[1]).toMatch(/sgr-0{16}1 \\\n +sgr-0{16}2$/);
});

test('repairCommands() asks for the current version of a prefix list', () => {
  const [restore] = words([repaired(aRule(), { kind: 'restore-list', list: LIST, version: 3 })]);
  expect(restore?.slice(0, 9)).toEqual([
    'ec2',
    'restore-managed-prefix-list-version',
    '--region',
    'eu-west-1',
    '--prefix-list-id',
    LIST,
    '--previous-version',
    '3',
    '--current-version',
  ]);
});

const named: Source = { kind: 'group-name', name: 'web' };
test.for([
  { title: 'the region is not one', report: aReport({ region: '$(id)' }), rules: putBack({}) },
  { title: 'the region is not one', report: aReport({ region: '$(id)' }), rules: given({}) },
  { title: 'the group has no id', report: aReport({ group: { name: 'web-1' } }), rules: given({}) },
  { title: 'the source is a mere name', report: aReport(), rules: putBack({ source: named }) },
  { title: 'the old source is a mere name', report: aReport(), rules: given({ source: named }) },
  { title: 'a CIDR is none', report: aReport(), rules: putBack({ source: from("0.0.0.0/0'; id") }) },
  {
    title: 'a list id is none',
    report: aReport(),
    rules: putBack({ source: { kind: 'list', id: "'" as PrefixListId } }),
  },
  {
    title: 'an account is none',
    report: aReport(),
    rules: putBack({ source: { kind: 'group', id: GROUP, account: 'amazon-elb' as AccountId } }),
  },
  { title: 'a port is none', report: aReport(), rules: putBack({ to: 65_536 }) },
  { title: 'a protocol is none', report: aReport(), rules: putBack({ protocol: 1.5 }) },
  {
    title: 'the rule to change has no id',
    report: aReport(),
    rules: [repaired(aRule({ id: 'sgr-1' as RuleId }), { kind: 'restore', to: aRule(), orRevoke: true })],
  },
  { title: 'there are too many to read', report: aReport(), rules: Array(11).fill(putBack({})[0]) },
  {
    title: 'a version is none',
    report: aReport(),
    rules: [repaired(aRule(), { kind: 'restore-list', list: LIST, version: 0 })],
  },
  {
    title: 'one part of several is not known',
    report: aReport(),
    rules: [...putBack({}), repaired(aRule({ id: 'sgr-1' as RuleId }), { kind: 'revoke' })],
  },
])('repairCommands() is empty when $title', ({ report, rules }) => {
  expect(repairCommands(report, rules)).toEqual([]);
});

test('repairCommands() holds no character that a shell could take amiss, whatever the report says', () => {
  fc.assert(
    fc.property(anyReport, fc.boolean(), (report, sound) => {
      const safe = sound ? { ...report, region: 'eu-west-1', group: WEB } : report;
      for (const lines of repairCommands(safe, report.rules)) {
        expect(lines.join('\n')).toMatch(/^aws ec2 [a-z-]+ --region [\w-]+ [\w\s"':,.[\]{}/$()\\-]*$/);
      }
    }),
  );
});
