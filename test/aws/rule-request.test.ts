import { describe, expect, test } from 'vitest';
import { toPermission, toRuleRequest } from '../../functions/aws/rule-request.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { ACCOUNT, cidr, LIST, OTHER_GROUP } from './sample-report.ts';

const TCP = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
const tcp = (source: Rule['source'], more: Partial<Rule> = {}): Rule => ({
  protocol: 6,
  from: 22,
  to: 22,
  source,
  ...more,
});
const office: Rule['source'] = { kind: 'cidr', cidr: cidr('192.0.2.0/24') };

describe('toPermission() and toRuleRequest()', () => {
  test.for<{ name: string; rule: Rule; permission: object; request: object | undefined }>([
    {
      name: 'IPv4',
      rule: tcp(office),
      permission: { ...TCP, IpRanges: [{ CidrIp: '192.0.2.0/24' }] },
      request: { ...TCP, CidrIpv4: '192.0.2.0/24' },
    },
    {
      name: 'IPv6',
      rule: tcp({ kind: 'cidr', cidr: cidr('2001:db8::/32') }),
      permission: { ...TCP, Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] },
      request: { ...TCP, CidrIpv6: '2001:db8::/32' },
    },
    {
      name: 'a prefix list',
      rule: tcp({ kind: 'list', id: LIST }),
      permission: { ...TCP, PrefixListIds: [{ PrefixListId: LIST }] },
      request: { ...TCP, PrefixListId: LIST },
    },
    {
      name: 'a group',
      rule: tcp({ kind: 'group', id: OTHER_GROUP }),
      permission: { ...TCP, UserIdGroupPairs: [{ GroupId: OTHER_GROUP }] },
      request: { ...TCP, ReferencedGroupId: OTHER_GROUP },
    },
    {
      name: 'a group of another account',
      rule: tcp({ kind: 'group', id: OTHER_GROUP, account: ACCOUNT }),
      permission: { ...TCP, UserIdGroupPairs: [{ GroupId: OTHER_GROUP, UserId: ACCOUNT }] },
      request: { ...TCP, ReferencedGroupId: OTHER_GROUP },
    },
    {
      name: 'a group known by name',
      rule: tcp({ kind: 'group-name', name: 'amazon-elb-sg', account: 'amazon-elb' }),
      permission: { ...TCP, UserIdGroupPairs: [{ GroupName: 'amazon-elb-sg', UserId: 'amazon-elb' }] },
      request: undefined,
    },
    {
      name: 'ICMP',
      rule: { protocol: 1, from: 8, to: -1, source: office },
      permission: { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, IpRanges: [{ CidrIp: '192.0.2.0/24' }] },
      request: { IpProtocol: 'icmp', FromPort: 8, ToPort: -1, CidrIpv4: '192.0.2.0/24' },
    },
    {
      name: 'all traffic',
      rule: { protocol: -1, from: -1, to: -1, source: office },
      permission: { IpProtocol: '-1', IpRanges: [{ CidrIp: '192.0.2.0/24' }] },
      request: { IpProtocol: '-1', CidrIpv4: '192.0.2.0/24' },
    },
    {
      name: 'protocol 50',
      rule: { protocol: 50, from: -1, to: -1, source: office },
      permission: { IpProtocol: '50', IpRanges: [{ CidrIp: '192.0.2.0/24' }] },
      request: { IpProtocol: '50', CidrIpv4: '192.0.2.0/24' },
    },
  ])('toPermission() and toRuleRequest() write $name', ({ rule, permission, request }) => {
    expect(toPermission(rule)).toEqual(permission);
    expect(toRuleRequest(rule)).toEqual(request);
  });

  test.for<{ source: Rule['source']; place: string }>([
    { source: office, place: 'IpRanges' },
    { source: { kind: 'cidr', cidr: cidr('::/0') }, place: 'Ipv6Ranges' },
    { source: { kind: 'list', id: LIST }, place: 'PrefixListIds' },
    { source: { kind: 'group', id: OTHER_GROUP }, place: 'UserIdGroupPairs' },
    { source: { kind: 'group-name', name: 'web' }, place: 'UserIdGroupPairs' },
  ])('toPermission() puts the description of $source.kind into $place', ({ source, place }) => {
    const permission = toPermission(tcp(source, { description: 'office' }));
    expect(permission).toMatchObject({ [place]: [{ Description: 'office' }] });
    expect(JSON.stringify(toPermission(tcp(source, { description: '' })))).not.toContain('Description');
  });
});
