import type {
  IpPermission,
  IpRange,
  Ipv6Range,
  PrefixListId,
  RevokedSecurityGroupRule,
  SecurityGroupRule,
  UserIdGroupPair,
} from '@aws-sdk/client-ec2';
import { ALL_PROTOCOLS, PROTOCOL_NAMES, type Rule } from '../../functions/core/rule.ts';
import { addressesOf } from '../../functions/core/traffic/cidr.ts';
import type { Account, StoredGroup, StoredRule } from './account.ts';
import { toTags } from './tags.ts';

/** A rule as DescribeSecurityGroupRules and Authorize give it. */
export function toSecurityGroupRule(account: Account, group: StoredGroup, rule: StoredRule): SecurityGroupRule {
  const { source } = rule.content;
  const arn = `arn:aws:ec2:${account.region}:${account.id}:security-group-rule/${rule.id}`;
  const { Description, ...content } = flatRule(rule.content);
  const referenced =
    source.kind === 'group'
      ? { ReferencedGroupInfo: { GroupId: source.id, UserId: source.account ?? account.id } }
      : {};
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: group.id,
    GroupOwnerId: account.id,
    IsEgress: rule.egress,
    ...content,
    ...referenced,
    ...(Description === undefined ? {} : { Description }),
    Tags: toTags(rule.tags),
    SecurityGroupRuleArn: arn,
  };
}

/** A rule as Revoke gives it back. */
export function toRevokedRule(group: StoredGroup, rule: StoredRule): RevokedSecurityGroupRule {
  const { source } = rule.content;
  return {
    SecurityGroupRuleId: rule.id,
    GroupId: group.id,
    IsEgress: rule.egress,
    ...flatRule(rule.content),
    ...(source.kind === 'group' ? { ReferencedGroupId: source.id } : {}),
  };
}

/** Rules as DescribeSecurityGroups gives them: one permission for each protocol and port range. */
export function toIpPermissions(account: Account, rules: readonly Omit<Rule, 'id' | 'tags'>[]): IpPermission[] {
  const permissions = new Map<string, Permission>();
  for (const rule of rules) {
    const key = `${rule.protocol} ${rule.from} ${rule.to}`;
    const permission = permissions.get(key) ?? emptyPermission(rule);
    permissions.set(key, permission);
    const description = rule.description === undefined ? {} : { Description: rule.description };
    const { source } = rule;
    switch (source.kind) {
      case 'cidr':
        if (addressesOf(source.cidr).family === 4) permission.IpRanges.push({ CidrIp: source.cidr, ...description });
        else permission.Ipv6Ranges.push({ CidrIpv6: source.cidr, ...description });
        break;
      case 'list':
        permission.PrefixListIds.push({ PrefixListId: source.id, ...description });
        break;
      case 'group':
        permission.UserIdGroupPairs.push({ GroupId: source.id, UserId: source.account ?? account.id, ...description });
        break;
      case 'group-name':
        throw new TypeError(`a standing rule names group ${source.name} without its id`);
      default:
        source satisfies never;
    }
  }
  return [...permissions.values()];
}

type Permission = IpPermission & {
  readonly IpRanges: IpRange[];
  readonly Ipv6Ranges: Ipv6Range[];
  readonly PrefixListIds: PrefixListId[];
  readonly UserIdGroupPairs: UserIdGroupPair[];
};

function emptyPermission(rule: Pick<Rule, 'protocol' | 'from' | 'to'>): Permission {
  const lists = { UserIdGroupPairs: [], IpRanges: [], Ipv6Ranges: [], PrefixListIds: [] };
  // EC2 leaves the ports out where they mean nothing.
  const ports = rule.protocol === ALL_PROTOCOLS ? {} : { FromPort: rule.from, ToPort: rule.to };
  return { IpProtocol: protocolText(rule.protocol), ...ports, ...lists };
}

function flatRule(rule: Omit<Rule, 'id' | 'tags'>) {
  const { source, description } = rule;
  return {
    IpProtocol: protocolText(rule.protocol),
    FromPort: rule.from,
    ToPort: rule.to,
    ...(source.kind === 'cidr' && { [addressesOf(source.cidr).family === 4 ? 'CidrIpv4' : 'CidrIpv6']: source.cidr }),
    ...(source.kind === 'list' && { PrefixListId: source.id }),
    ...(description === undefined ? {} : { Description: description }),
  };
}

const protocolText = (protocol: number): string => PROTOCOL_NAMES[protocol] ?? String(protocol);
