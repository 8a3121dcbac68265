import { randomUUID } from 'node:crypto';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  type EC2Client,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { authorizeRecord, envelope, iamUser, type Json, type Permission } from '../records/records.ts';

/** The account that a colleague works in. */
export type Workplace = { readonly ec2: EC2Client; readonly account: string; readonly region: string };

/** Makes a group in the default VPC, as a colleague would, and gives its id. */
export async function createGroup({ ec2 }: Workplace, name: string): Promise<string> {
  const { GroupId = '' } = await ec2.send(
    new CreateSecurityGroupCommand({ GroupName: name, Description: 'A group of a colleague' }),
  );
  return GroupId;
}

/** Adds ingress rules in one call, and gives the event that EventBridge would have of it: moto keeps no CloudTrail. */
export async function addRules(place: Workplace, groupId: string, permissions: Permission[]): Promise<Json> {
  await place.ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId: groupId, IpPermissions: permissions.map(toSdk) }),
  );
  const standing = await ingressOf(place, groupId);
  const ruleIds = permissions.flatMap(({ from, to, ipv4 = [], ipv6 = [] }) =>
    [...ipv4, ...ipv6].map((cidr) => {
      const rule = standing.find((row) => row.FromPort === from && row.ToPort === to && cidrOf(row) === cidr);
      if (rule?.SecurityGroupRuleId === undefined) throw new Error(`${from}-${to} from ${cidr} did not come to stand`);
      return rule.SecurityGroupRuleId;
    }),
  );
  return eventOf(place, { groupId, permissions, ruleIds });
}

/** The event of a call that was made just now. `parts` replaces parts of its record. */
export function eventOf(
  { account, region }: Workplace,
  { parts = {}, ...made }: { groupId: string; permissions: Permission[]; ruleIds: string[]; parts?: Json },
): Json {
  const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  const detail = authorizeRecord({
    ...made,
    responseRule: { groupOwnerId: account },
    parts: {
      eventTime: time,
      eventID: randomUUID(),
      awsRegion: region,
      recipientAccountId: account,
      userIdentity: iamUser('bea', { arn: `arn:aws:iam::${account}:user/bea`, accountId: account }),
      ...parts,
    },
  });
  return envelope(detail, { account, region, time, id: randomUUID() });
}

/** The rules that stand in a group, as texts in order: `tcp 22-22 0.0.0.0/0`. */
export async function standing(place: Workplace, groupId: string): Promise<string[]> {
  const rows = await ingressOf(place, groupId);
  return rows.map((row) => `${row.IpProtocol} ${row.FromPort}-${row.ToPort} ${cidrOf(row)}`).sort();
}

async function ingressOf({ ec2 }: Workplace, groupId: string): Promise<SecurityGroupRule[]> {
  const Filters = [{ Name: 'group-id', Values: [groupId] }];
  const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
  return SecurityGroupRules.filter(({ IsEgress }) => !IsEgress);
}

const cidrOf = ({ CidrIpv4, CidrIpv6 }: SecurityGroupRule): string | undefined => CidrIpv4 ?? CidrIpv6;

const toSdk = ({ protocol, from, to, ipv4 = [], ipv6 = [] }: Permission) => ({
  IpProtocol: String(protocol),
  FromPort: Number(from),
  ToPort: Number(to),
  IpRanges: ipv4.map((CidrIp) => ({ CidrIp })),
  Ipv6Ranges: ipv6.map((CidrIpv6) => ({ CidrIpv6 })),
});
