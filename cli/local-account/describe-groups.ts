import type { DescribeSecurityGroupsCommandInput, SecurityGroup } from '@aws-sdk/client-ec2';
import { PROTOCOL_NAMES, type Source } from '../../functions/core/rule.ts';
import { addressesOf } from '../../functions/core/traffic/cidr.ts';
import type { Account, StoredGroup, StoredRule } from './account.ts';
import { applyFilters, type Facets } from './filters.ts';
import { groupById, groupByName } from './find.ts';
import { page } from './page.ts';
import { toIpPermissions } from './rule-shapes.ts';
import { toTags } from './tags.ts';

/** DescribeSecurityGroups: by ids, by names in the default VPC, by filters, in pages. */
export function describeGroups(
  account: Account,
  input: DescribeSecurityGroupsCommandInput,
): { SecurityGroups: SecurityGroup[]; NextToken?: string } {
  const named = [
    ...(input.GroupIds ?? []).map((id) => groupById(account, id)),
    ...(input.GroupNames ?? []).map((name) => groupByName(account, name)),
  ];
  const all = named.length > 0 ? [...new Set(named)] : [...account.groups.values()];
  const { items, next } = page(applyFilters(all, input.Filters, facets(account)), input, {
    least: 5,
    most: 1000,
    pageSize: account.pageSize,
  });
  return {
    SecurityGroups: items.map((group) => toSecurityGroup(account, group)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

function toSecurityGroup(account: Account, group: StoredGroup): SecurityGroup {
  const permissions = (egress: boolean) =>
    toIpPermissions(
      account,
      group.rules.filter((rule) => rule.egress === egress).map((rule) => rule.content),
    );
  return {
    GroupId: group.id,
    GroupName: group.name,
    Description: group.description,
    OwnerId: account.id,
    VpcId: group.vpc,
    SecurityGroupArn: `arn:aws:ec2:${account.region}:${account.id}:security-group/${group.id}`,
    IpPermissions: permissions(false),
    IpPermissionsEgress: permissions(true),
    Tags: toTags(group.tags),
  };
}

const facets = (account: Account): Facets<StoredGroup> => ({
  'group-id': (group) => [group.id],
  'group-name': (group) => [group.name],
  'vpc-id': (group) => [group.vpc],
  'owner-id': () => [account.id],
  description: (group) => [group.description],
  ...ruleFacets('ip-permission', false),
  ...ruleFacets('egress.ip-permission', true),
});

function ruleFacets(prefix: string, egress: boolean): Facets<StoredGroup> {
  const each = (read: (rule: StoredRule['content']) => string | number | undefined) => (group: StoredGroup) =>
    group.rules
      .filter((rule) => rule.egress === egress)
      .map((rule) => read(rule.content))
      .filter((value) => value !== undefined)
      .map(String);
  return {
    [`${prefix}.cidr`]: each(({ source }) => cidrOf(source, 4)),
    [`${prefix}.ipv6-cidr`]: each(({ source }) => cidrOf(source, 6)),
    [`${prefix}.prefix-list-id`]: each(({ source }) => (source.kind === 'list' ? source.id : undefined)),
    [`${prefix}.group-id`]: each(({ source }) => (source.kind === 'group' ? source.id : undefined)),
    [`${prefix}.protocol`]: each(({ protocol }) => PROTOCOL_NAMES[protocol] ?? protocol),
    [`${prefix}.from-port`]: each(({ from }) => from),
    [`${prefix}.to-port`]: each(({ to }) => to),
  };
}

const cidrOf = (source: Source, family: 4 | 6): string | undefined =>
  source.kind === 'cidr' && addressesOf(source.cidr).family === family ? source.cidr : undefined;
