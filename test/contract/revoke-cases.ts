import {
  type IpPermission,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRuleRequest,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { authorize, type Case, given, newGroup, refusal, standing, tcp, texts, type World } from './case.ts';

const byIds = ({ ec2 }: World, GroupId: string, ...SecurityGroupRuleIds: string[]) =>
  ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, SecurityGroupRuleIds }));

const byContent = ({ ec2 }: World, GroupId: string, ...IpPermissions: IpPermission[]) =>
  ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId, IpPermissions }));

const modify = (
  { ec2 }: World,
  GroupId: string,
  SecurityGroupRuleId: string,
  SecurityGroupRule: SecurityGroupRuleRequest,
) =>
  ec2.send(
    new ModifySecurityGroupRulesCommand({ GroupId, SecurityGroupRules: [{ SecurityGroupRuleId, SecurityGroupRule }] }),
  );

/** A group with tcp 22 and 23 from 10.0.0.0/8, and the ids of the two. */
async function twoRules(world: World, vpc?: null) {
  const group = await newGroup(world, vpc);
  const [first] = await authorize(world, group, tcp(22, '10.0.0.0/8'));
  const [second] = await authorize(world, group, tcp(23, '10.0.0.0/8'));
  return { group, first: given(first?.SecurityGroupRuleId), second: given(second?.SecurityGroupRuleId) };
}

const UNKNOWN = 'sgr-0123456789abcdef0';
const toPort443 = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };

/** Removing and changing rules. */
export const revokeCases: readonly Case[] = [
  {
    name: 'Revoke by id removes that rule alone',
    async run(world) {
      const { group, first } = await twoRules(world);
      await byIds(world, group, first);
      expect(texts(await standing(world, group))).toEqual(['tcp 23-23 10.0.0.0/8']);
    },
  },
  {
    name: 'Revoke answers with the rules that it removed',
    motoDiffers: 'it leaves RevokedSecurityGroupRules out',
    async run(world) {
      const { group, first } = await twoRules(world);
      const { RevokedSecurityGroupRules } = await byIds(world, group, first);
      expect(RevokedSecurityGroupRules).toEqual([
        {
          SecurityGroupRuleId: first,
          GroupId: group,
          IsEgress: false,
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
          CidrIpv4: '10.0.0.0/8',
        },
      ]);
    },
  },
  {
    name: 'Revoke by ids removes nothing when one is not there',
    async run(world) {
      const { group, first } = await twoRules(world);
      expect(await refusal(byIds(world, group, first, UNKNOWN))).not.toBe('accepted');
      expect(await standing(world, group)).toHaveLength(2);
    },
  },
  {
    name: 'Revoke by an unknown id is InvalidSecurityGroupRuleId.NotFound',
    motoDiffers: 'it answers InvalidPermission.NotFound',
    async run(world) {
      const { group } = await twoRules(world);
      expect(await refusal(byIds(world, group, UNKNOWN))).toBe('InvalidSecurityGroupRuleId.NotFound');
    },
  },
  {
    name: 'Revoke refuses the id of a rule in another group',
    async run(world) {
      const [{ group }, other] = [await twoRules(world), await twoRules(world)];
      expect(await refusal(byIds(world, group, other.first))).not.toBe('accepted');
      expect(await standing(world, other.group)).toHaveLength(2);
    },
  },
  {
    name: 'Revoke of ingress refuses the id of an egress rule',
    async run(world) {
      const { group } = await twoRules(world);
      const [egress] = await standing(world, group, true);
      expect(await refusal(byIds(world, group, given(egress?.SecurityGroupRuleId)))).not.toBe('accepted');
      expect(await standing(world, group, true)).toHaveLength(1);
    },
  },
  {
    name: 'Revoke in a group that is not there is InvalidGroup.NotFound',
    run: async (world) =>
      expect(await refusal(byIds(world, 'sg-0123456789abcdef0', UNKNOWN))).toBe('InvalidGroup.NotFound'),
  },
  {
    name: 'Revoke by content removes what matches exactly',
    async run(world) {
      const { group } = await twoRules(world);
      await byContent(world, group, tcp(22, '10.0.0.0/8'));
      expect(texts(await standing(world, group))).toEqual(['tcp 23-23 10.0.0.0/8']);
    },
  },
  {
    name: 'Revoke by content outside the default VPC refuses what is not there',
    async run(world) {
      const { group } = await twoRules(world);
      expect(await refusal(byContent(world, group, tcp(22, '10.0.0.0/9')))).toBe('InvalidPermission.NotFound');
    },
  },
  {
    name: 'Revoke by content outside the default VPC removes nothing when a part is not there',
    motoDiffers: 'it removes the permissions that came before the missing one',
    async run(world) {
      const { group } = await twoRules(world);
      const call = byContent(world, group, tcp(22, '10.0.0.0/8'), tcp(24, '10.0.0.0/8'));
      expect(await refusal(call)).toBe('InvalidPermission.NotFound');
      expect(await standing(world, group)).toHaveLength(2);
    },
  },
  {
    name: 'Revoke by content in the default VPC answers with what is not there, and removes the rest',
    motoDiffers: 'it makes no difference between VPCs and answers InvalidPermission.NotFound',
    async run(world) {
      const { group } = await twoRules(world, null);
      const answer = await byContent(world, group, tcp(22, '10.0.0.0/8'), tcp(24, '10.0.0.0/8'));
      expect(answer.Return).toBe(true);
      expect(answer.UnknownIpPermissions).toMatchObject([tcp(24, '10.0.0.0/8')]);
      expect(texts(await standing(world, group))).toEqual(['tcp 23-23 10.0.0.0/8']);
    },
  },
  {
    name: 'Modify changes a rule in place and keeps its id',
    async run(world) {
      const { group, first } = await twoRules(world);
      await modify(world, group, first, { ...toPort443, CidrIpv4: '0.0.0.0/0' });
      const rule = (await standing(world, group)).find((each) => each.SecurityGroupRuleId === first);
      expect(rule).toMatchObject({ ...toPort443, CidrIpv4: '0.0.0.0/0' });
      expect(await standing(world, group)).toHaveLength(2);
    },
  },
  {
    name: 'Modify changes an IPv6 rule',
    motoDiffers: 'it does not write CidrIpv6',
    async run(world) {
      const group = await newGroup(world);
      const [rule] = await authorize(world, group, { ...tcp(22), Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] });
      await modify(world, group, given(rule?.SecurityGroupRuleId), { ...toPort443, CidrIpv6: '::/0' });
      expect(texts(await standing(world, group))).toEqual(['tcp 443-443 ::/0']);
    },
  },
  {
    name: 'Modify refuses to make a duplicate',
    motoDiffers: 'it makes two equal rules',
    async run(world) {
      const { group, first } = await twoRules(world);
      const call = modify(world, group, first, { IpProtocol: 'tcp', FromPort: 23, ToPort: 23, CidrIpv4: '10.0.0.0/8' });
      expect(await refusal(call)).toBe('InvalidPermission.Duplicate');
      expect(texts(await standing(world, group))).toEqual(['tcp 22-22 10.0.0.0/8', 'tcp 23-23 10.0.0.0/8']);
    },
  },
  {
    name: 'Modify refuses to turn an IPv4 rule into an IPv6 one',
    motoDiffers: 'it accepts the call and changes the ports alone',
    async run(world) {
      const { group, first } = await twoRules(world);
      expect(await refusal(modify(world, group, first, { ...toPort443, CidrIpv6: '::/0' }))).toBe(
        'InvalidParameterValue',
      );
    },
  },
  {
    name: 'Modify refuses two sources at once',
    async run(world) {
      const { group, first } = await twoRules(world);
      const call = modify(world, group, first, { ...toPort443, CidrIpv4: '0.0.0.0/0', CidrIpv6: '::/0' });
      expect(await refusal(call)).toBe('InvalidParameterCombination');
    },
  },
  {
    name: 'Modify of a rule that is not there is InvalidSecurityGroupRuleId.NotFound',
    async run(world) {
      const { group } = await twoRules(world);
      const call = modify(world, group, UNKNOWN, { ...toPort443, CidrIpv4: '0.0.0.0/0' });
      expect(await refusal(call)).toBe('InvalidSecurityGroupRuleId.NotFound');
    },
  },
];
