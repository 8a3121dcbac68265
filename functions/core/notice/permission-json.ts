import { accountId, groupId, prefixListId } from '../ids.ts';
import { hasPorts, isIcmp, PROTOCOL_NAMES, type Rule, type Source } from '../rule.ts';
import { parseCidr } from '../traffic/cidr.ts';

/** The lines of a JSON object; undefined where a part of it has not the shape that it must have. */
type Json = readonly string[] | undefined;

/** A rule as the AWS CLI's `--ip-permissions` takes it, without description. */
export const permissionJson = (rule: Rule): Json => object(rule, listedSource(rule.source));

/** A rule as `--security-group-rules` takes it for a rule's new content, without description. */
export const newContentJson = (rule: Rule): Json => object(rule, ownSource(rule.source));

function object(rule: Rule, source: object | undefined): Json {
  const traffic = trafficOf(rule);
  if (traffic === undefined || source === undefined) return undefined;
  return [`${JSON.stringify(traffic).slice(0, -1)},`, ` ${JSON.stringify(source).slice(1)}`];
}

function trafficOf({ protocol, from, to }: Rule): object | undefined {
  const within = (number: number, least: number, most: number) =>
    Number.isInteger(number) && number >= least && number <= most;
  if (!within(protocol, -1, 255)) return undefined;
  const IpProtocol = PROTOCOL_NAMES[protocol] ?? `${protocol}`;
  if (!hasPorts(protocol) && !isIcmp(protocol)) return { IpProtocol };
  const most = isIcmp(protocol) ? 255 : 65_535;
  const least = isIcmp(protocol) ? -1 : 0;
  return within(from, least, most) && within(to, least, most) ? { IpProtocol, FromPort: from, ToPort: to } : undefined;
}

function listedSource(source: Source): object | undefined {
  switch (source.kind) {
    case 'cidr': {
      const parsed = parseCidr(source.cidr);
      if (!parsed) return undefined;
      const { family, cidr } = parsed;
      return family === 4 ? { IpRanges: [{ CidrIp: cidr }] } : { Ipv6Ranges: [{ CidrIpv6: cidr }] };
    }
    case 'list': {
      const PrefixListId = prefixListId(source.id);
      return PrefixListId && { PrefixListIds: [{ PrefixListId }] };
    }
    case 'group': {
      const [GroupId, UserId] = [groupId(source.id), accountId(source.account)];
      if (GroupId === undefined || UserId !== source.account) return undefined;
      return { UserIdGroupPairs: [{ GroupId, ...(UserId && { UserId }) }] };
    }
    case 'group-name':
      return undefined;
    default:
      return source satisfies never;
  }
}

function ownSource(source: Source): object | undefined {
  switch (source.kind) {
    case 'cidr': {
      const parsed = parseCidr(source.cidr);
      if (!parsed) return undefined;
      return parsed.family === 4 ? { CidrIpv4: parsed.cidr } : { CidrIpv6: parsed.cidr };
    }
    case 'list': {
      const PrefixListId = prefixListId(source.id);
      return PrefixListId && { PrefixListId };
    }
    case 'group': {
      const ReferencedGroupId = groupId(source.id);
      return ReferencedGroupId && { ReferencedGroupId };
    }
    case 'group-name':
      return undefined;
    default:
      return source satisfies never;
  }
}
