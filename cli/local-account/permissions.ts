import type { IpPermission } from '@aws-sdk/client-ec2';
import { accountId, groupId } from '../../functions/core/ids.ts';
import { hasPorts, type Rule, readTraffic, type Source } from '../../functions/core/rule.ts';
import { parseCidr } from '../../functions/core/traffic/cidr.ts';
import type { Account, StoredGroup } from './account.ts';
import { ec2Error } from './ec2-error.ts';
import { groupById, groupByName, listById } from './find.ts';

/** The part of a request that names rules by what they let in. */
export type RuleRequest = {
  readonly IpPermissions?: readonly IpPermission[] | undefined;
  readonly IpProtocol?: string | undefined;
  readonly FromPort?: number | undefined;
  readonly ToPort?: number | undefined;
  readonly CidrIp?: string | undefined;
  readonly SourceSecurityGroupName?: string | undefined;
  readonly SourceSecurityGroupOwnerId?: string | undefined;
};

/** The rules that a request names, one for each source, normalised as EC2 does. */
export function readPermissions(account: Account, group: StoredGroup, input: RuleRequest): Rule[] {
  return permissionsOf(input).flatMap((permission) => {
    const rules = sourcesOf(account, group, permission).map(({ source, description }) => ({
      ...readEc2Traffic(permission),
      source,
      ...readDescription(description),
    }));
    if (rules.length > 0) return rules;
    throw ec2Error(
      'MissingParameter',
      'The request must contain the parameter ipRanges, ipv6Ranges, prefixListIds or groups',
    );
  });
}

/** Protocol and ports as EC2 takes them: tcp and udp must name their ports. */
export function readEc2Traffic(raw: Pick<IpPermission, 'IpProtocol' | 'FromPort' | 'ToPort'>) {
  if (raw.IpProtocol === undefined)
    throw ec2Error(
      'InvalidParameterValue',
      `Invalid value 'null' for protocol. VPC security group rules must specify protocols explicitly.`,
    );
  const traffic = readTraffic({ protocol: raw.IpProtocol, from: raw.FromPort, to: raw.ToPort });
  if ('problem' in traffic)
    throw ec2Error('InvalidParameterValue', `Invalid value for portRange or protocol: ${traffic.problem}`);
  const named = (port: number | undefined) => port !== undefined && port !== -1;
  if (hasPorts(traffic.protocol) && !(named(raw.FromPort) && named(raw.ToPort)))
    throw ec2Error(
      'InvalidParameterValue',
      `Invalid value 'Must specify both from and to ports with TCP/UDP.' for portRange.`,
    );
  return traffic;
}

/** A CIDR of one family as a source; EC2 drops host bits. */
export function cidrSource(family: 4 | 6, text: string | undefined): Source {
  const parsed = parseCidr(text ?? '');
  if (parsed?.family !== family) throw ec2Error('InvalidParameterValue', `CIDR block ${text ?? 'null'} is malformed`);
  return { kind: 'cidr', cidr: parsed.cidr };
}

/** A group as a source: of this account it must be in the same VPC, of another account it is taken on trust. */
export function groupSource(
  account: Account,
  group: StoredGroup,
  pair: {
    readonly GroupId?: string | undefined;
    readonly GroupName?: string | undefined;
    readonly UserId?: string | undefined;
  },
): Source {
  const foreign = pair.UserId !== undefined && pair.UserId !== account.id;
  const [peer, id] = [accountId(pair.UserId), groupId(pair.GroupId)];
  if (foreign && peer && id) return { kind: 'group', id, account: peer };
  if (foreign)
    throw ec2Error('InvalidGroup.NotFound', `The security group '${pair.GroupId ?? pair.GroupName}' does not exist`);
  if (pair.GroupId === undefined && pair.GroupName === undefined)
    throw ec2Error('MissingParameter', 'Source group ID missing.');
  const source =
    pair.GroupId === undefined ? groupByName(account, pair.GroupName ?? '') : groupById(account, pair.GroupId);
  if (source.vpc === group.vpc) return { kind: 'group', id: source.id };
  throw ec2Error('InvalidGroup.NotFound', 'You have specified two resources that belong to different networks.');
}

/** A description as EC2 takes it: its own set of characters, 255 at the most. */
export function readDescription(text: string | undefined): { description?: string } {
  if (text === undefined || text === '') return {};
  if (/^[a-zA-Z0-9. _\-:/()#,@[\]+=&;{}!$*]{1,255}$/.test(text)) return { description: text };
  throw ec2Error(
    'InvalidParameterValue',
    'Invalid rule description. Valid descriptions are strings less than 256 characters from the following set: a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*',
  );
}

type RawSource = { readonly source: Source; readonly description: string | undefined };

function sourcesOf(account: Account, group: StoredGroup, permission: IpPermission): RawSource[] {
  const { IpRanges = [], Ipv6Ranges = [], PrefixListIds = [], UserIdGroupPairs = [] } = permission;
  return [
    ...IpRanges.map((range) => ({ source: cidrSource(4, range.CidrIp), description: range.Description })),
    ...Ipv6Ranges.map((range) => ({ source: cidrSource(6, range.CidrIpv6), description: range.Description })),
    ...PrefixListIds.map((list) => ({
      source: { kind: 'list', id: listById(account, list.PrefixListId).id } as const,
      description: list.Description,
    })),
    ...UserIdGroupPairs.map((pair) => ({ source: groupSource(account, group, pair), description: pair.Description })),
  ];
}

function permissionsOf(input: RuleRequest): readonly IpPermission[] {
  const flat = input.CidrIp !== undefined || input.SourceSecurityGroupName !== undefined;
  if (input.IpPermissions?.length) {
    if (flat)
      throw ec2Error(
        'InvalidParameterCombination',
        'You may not specify both ipPermissions and cidrIp or sourceSecurityGroupName',
      );
    return input.IpPermissions;
  }
  if (input.CidrIp !== undefined) {
    const { IpProtocol, FromPort, ToPort, CidrIp } = input;
    return [{ IpProtocol, FromPort, ToPort, IpRanges: [{ CidrIp }] }];
  }
  if (input.SourceSecurityGroupName !== undefined) {
    // The oldest form: a group by name, and all that the group may send.
    const UserIdGroupPairs = [{ GroupName: input.SourceSecurityGroupName, UserId: input.SourceSecurityGroupOwnerId }];
    return [
      { IpProtocol: 'icmp', FromPort: -1, ToPort: -1, UserIdGroupPairs },
      { IpProtocol: 'tcp', FromPort: 0, ToPort: 65535, UserIdGroupPairs },
      { IpProtocol: 'udp', FromPort: 0, ToPort: 65535, UserIdGroupPairs },
    ];
  }
  throw ec2Error('MissingParameter', 'The request must contain the parameter ipPermissions');
}
