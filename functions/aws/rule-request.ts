import type { IpPermission, SecurityGroupRuleRequest } from '@aws-sdk/client-ec2';
import { hasPorts, isIcmp, PROTOCOL_NAMES, type Rule } from '../core/rule.ts';
import { addressesOf } from '../core/traffic/cidr.ts';

/** A rule as Authorize is asked for it: a permission with one source, which holds the description. */
export function toPermission(rule: Rule): IpPermission {
  const { source, description } = rule;
  const traffic = toTraffic(rule);
  const described = description ? { Description: description } : {};
  switch (source.kind) {
    case 'cidr':
      return addressesOf(source.cidr).family === 4
        ? { ...traffic, IpRanges: [{ CidrIp: source.cidr, ...described }] }
        : { ...traffic, Ipv6Ranges: [{ CidrIpv6: source.cidr, ...described }] };
    case 'list':
      return { ...traffic, PrefixListIds: [{ PrefixListId: source.id, ...described }] };
    case 'group':
      return { ...traffic, UserIdGroupPairs: [{ GroupId: source.id, ...ownerOf(source), ...described }] };
    case 'group-name':
      return { ...traffic, UserIdGroupPairs: [{ GroupName: source.name, ...ownerOf(source), ...described }] };
    default:
      return source satisfies never;
  }
}

/** A rule as Modify is asked for it, without its description; undefined when Modify has no word for the source. */
export function toRuleRequest(rule: Rule): SecurityGroupRuleRequest | undefined {
  const { source } = rule;
  const traffic = toTraffic(rule);
  switch (source.kind) {
    case 'cidr':
      return addressesOf(source.cidr).family === 4
        ? { ...traffic, CidrIpv4: source.cidr }
        : { ...traffic, CidrIpv6: source.cidr };
    case 'list':
      return { ...traffic, PrefixListId: source.id };
    case 'group':
      return { ...traffic, ReferencedGroupId: source.id };
    case 'group-name':
      return undefined;
    default:
      return source satisfies never;
  }
}

/** Ports are left out where they mean nothing: EC2 refuses some of those that it gives out itself. */
function toTraffic({ protocol, from, to }: Rule) {
  const IpProtocol = PROTOCOL_NAMES[protocol] ?? String(protocol);
  return hasPorts(protocol) || isIcmp(protocol) ? { IpProtocol, FromPort: from, ToPort: to } : { IpProtocol };
}

const ownerOf = ({ account }: { readonly account?: string }) => (account === undefined ? {} : { UserId: account });
