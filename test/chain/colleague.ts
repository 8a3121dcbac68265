import { randomUUID } from 'node:crypto';
import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { MotoServer } from '../moto/server.ts';
import { authorizeRecord, envelope, iamUser, type Json, type Permission } from '../records/records.ts';

/** Someone who works in the account. The permissions are of CIDRs alone. */
export type Colleague = {
  /** Makes a group in the default VPC, with rules that nobody hears of, and gives its id. */
  readonly createGroup: (name: string, permissions?: readonly Permission[]) => Promise<string>;
  /** The id of the group with a tag. */
  readonly findGroup: (tag: string, value: string) => Promise<string>;
  /** Adds rules in one call, and gives its event as EventBridge would have it: moto keeps no CloudTrail. */
  readonly addRules: (groupId: string, permissions: Permission[], parts?: Json) => Promise<Json>;
  /** The rules that stand in a group, in order: `tcp 22-22 0.0.0.0/0`. */
  readonly standing: (groupId: string) => Promise<string[]>;
  readonly leave: () => void;
};

/** A colleague at work, by the SDK. */
export function atWork({ client }: MotoServer, account: string): Colleague {
  const ec2 = new EC2Client(client);

  async function ingress(groupId: string): Promise<SecurityGroupRule[]> {
    const Filters = [{ Name: 'group-id', Values: [groupId] }];
    const { SecurityGroupRules = [] } = await ec2.send(new DescribeSecurityGroupRulesCommand({ Filters }));
    return SecurityGroupRules.filter(({ IsEgress }) => !IsEgress);
  }
  async function authorize(GroupId: string, permissions: readonly Permission[]): Promise<void> {
    const IpPermissions = permissions.map(toSdk);
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions }));
  }

  return {
    createGroup: async (GroupName, permissions = []) => {
      const command = new CreateSecurityGroupCommand({ GroupName, Description: 'A group of a colleague' });
      const { GroupId = '' } = await ec2.send(command);
      if (permissions.length > 0) await authorize(GroupId, permissions);
      return GroupId;
    },
    findGroup: async (tag, value) => {
      const Filters = [{ Name: `tag:${tag}`, Values: [value] }];
      const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
      return SecurityGroups[0]?.GroupId ?? '';
    },
    addRules: async (groupId, permissions, parts = {}) => {
      await authorize(groupId, permissions);
      const rows = await ingress(groupId);
      // Moto's own answer lists the last permission only.
      const ruleIds = permissions.flatMap(({ from, ipv4 = [], ipv6 = [] }) =>
        [...ipv4, ...ipv6].map((cidr) => {
          const row = rows.find(({ FromPort, ...rule }) => FromPort === from && cidrOf(rule) === cidr);
          return row?.SecurityGroupRuleId ?? `no rule from ${cidr} came to stand`;
        }),
      );
      const time = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
      const userIdentity = iamUser('bea', { arn: `arn:aws:iam::${account}:user/bea`, accountId: account });
      const call = { eventID: randomUUID(), eventTime: time, awsRegion: client.region, recipientAccountId: account };
      const responseRule = { groupOwnerId: account };
      const detail = authorizeRecord({
        groupId,
        permissions,
        ruleIds,
        responseRule,
        parts: { ...call, userIdentity, ...parts },
      });
      return envelope(detail, { account, region: client.region, time });
    },
    standing: async (groupId) =>
      (await ingress(groupId)).map((row) => `${row.IpProtocol} ${row.FromPort}-${row.ToPort} ${cidrOf(row)}`).sort(),
    leave: () => ec2.destroy(),
  };
}

/** A permission for tcp on one port. */
export const tcp = (port: number, ipv4: string[], ipv6: string[] = []): Permission => ({
  protocol: 'tcp',
  from: port,
  to: port,
  ipv4,
  ipv6,
});

const cidrOf = ({ CidrIpv4, CidrIpv6 }: SecurityGroupRule): string | undefined => CidrIpv4 ?? CidrIpv6;

const toSdk = ({ protocol, from, to, ipv4 = [], ipv6 = [] }: Permission) => ({
  IpProtocol: String(protocol),
  FromPort: Number(from),
  ToPort: Number(to),
  IpRanges: ipv4.map((CidrIp) => ({ CidrIp })),
  Ipv6Ranges: ipv6.map((CidrIpv6) => ({ CidrIpv6 })),
});
