import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { readLiveRule } from '../../functions/aws/live-rule.ts';
import { ACCOUNT, cidr, GROUP, LIST, OTHER_GROUP, RULE } from './sample-report.ts';

const BASE: SecurityGroupRule = {
  SecurityGroupRuleId: RULE,
  GroupId: GROUP,
  IsEgress: false,
  IpProtocol: 'tcp',
  FromPort: 22,
  ToPort: 22,
};
const SSH: SecurityGroupRule = { ...BASE, CidrIpv4: '0.0.0.0/0' };
const TRAFFIC = { id: RULE, protocol: 6, from: 22, to: 22 };

describe('readLiveRule()', () => {
  test.for<{ name: string; row: SecurityGroupRule; rule: object }>([
    {
      name: 'IPv4',
      row: { ...BASE, CidrIpv4: '10.0.0.0/8' },
      rule: { ...TRAFFIC, source: { kind: 'cidr', cidr: cidr('10.0.0.0/8') } },
    },
    {
      name: 'IPv6 in another spelling',
      row: { ...BASE, CidrIpv6: '2001:DB8:0::/32' },
      rule: { ...TRAFFIC, source: { kind: 'cidr', cidr: cidr('2001:db8::/32') } },
    },
    {
      name: 'a prefix list',
      row: { ...BASE, PrefixListId: LIST },
      rule: { ...TRAFFIC, source: { kind: 'list', id: LIST } },
    },
    {
      name: 'a group of the same account',
      row: { ...BASE, ReferencedGroupInfo: { GroupId: OTHER_GROUP, UserId: ACCOUNT } },
      rule: { ...TRAFFIC, source: { kind: 'group', id: OTHER_GROUP } },
    },
    {
      name: 'a group without account',
      row: { ...BASE, ReferencedGroupInfo: { GroupId: OTHER_GROUP } },
      rule: { ...TRAFFIC, source: { kind: 'group', id: OTHER_GROUP } },
    },
    {
      name: 'a group of another account',
      row: { ...BASE, ReferencedGroupInfo: { GroupId: OTHER_GROUP, UserId: '111122223333' } },
      rule: { ...TRAFFIC, source: { kind: 'group', id: OTHER_GROUP, account: '111122223333' } },
    },
    {
      name: 'all traffic',
      row: { ...SSH, IpProtocol: '-1', FromPort: -1, ToPort: -1 },
      rule: { ...TRAFFIC, protocol: -1, from: -1, to: -1, source: { kind: 'cidr', cidr: '0.0.0.0/0' } },
    },
    {
      name: 'a description and tags',
      row: { ...SSH, Description: 'for the demo', Tags: [{ Key: 'a', Value: 'b' }] },
      rule: {
        ...TRAFFIC,
        source: { kind: 'cidr', cidr: '0.0.0.0/0' },
        description: 'for the demo',
        tags: { a: 'b' },
      },
    },
    {
      name: 'an empty description as none',
      row: { ...SSH, Description: '' },
      rule: { ...TRAFFIC, source: { kind: 'cidr', cidr: '0.0.0.0/0' } },
    },
    {
      name: 'an id that is none',
      row: { ...SSH, SecurityGroupRuleId: 'rule-1' },
      rule: { protocol: 6, from: 22, to: 22, source: { kind: 'cidr', cidr: '0.0.0.0/0' } },
    },
  ])('readLiveRule() reads $name', ({ row, rule }) => {
    expect(readLiveRule(row, ACCOUNT)).toEqual(rule);
  });

  test.for<{ row: SecurityGroupRule; problem: string }>([
    { row: BASE, problem: 'its source is neither a CIDR, a prefix list nor a group' },
    { row: {}, problem: 'protocol "" is not known' },
    { row: { ...SSH, IpProtocol: 'quic' }, problem: 'protocol "quic" is not known' },
    { row: { ...SSH, FromPort: 70_000, ToPort: 70_000 }, problem: 'port 70000 is not between 0 and 65535' },
    { row: { ...BASE, CidrIpv4: '0.0.0.0' }, problem: '"0.0.0.0" is no CIDR' },
    { row: { ...BASE, CidrIpv6: '::/129' }, problem: '"::/129" is no CIDR' },
    { row: { ...BASE, PrefixListId: 'pl-x' }, problem: '"pl-x" is no prefix list id' },
    {
      row: { ...BASE, ReferencedGroupInfo: { GroupId: OTHER_GROUP, UserId: 'amazon-elb' } },
      problem: '"amazon-elb" is no account number',
    },
  ])('readLiveRule() says $problem', ({ row, problem }) => {
    expect(readLiveRule(row, ACCOUNT)).toEqual({ problem });
  });
});
