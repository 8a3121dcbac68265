import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  DescribeSecurityGroupsCommand,
  EC2ServiceException,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { authorize, type Case, given, newGroup, refusal, standing, tcp, texts, type World } from './case.ts';

const flat = (world: World, GroupId: string, CidrIp: string) =>
  world.ec2.send(
    new AuthorizeSecurityGroupIngressCommand({ GroupId, IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp }),
  );

const block = (index: number) => `10.${index >> 8}.${index & 255}.0/24`;

/** Adding rules. */
export const authorizeCases: readonly Case[] = [
  {
    name: 'Authorize makes one rule, with an id, for each range of a permission',
    async run(world) {
      const group = await newGroup(world);
      const rules = await authorize(world, group, {
        ...tcp(22, '10.0.0.0/8', '192.0.2.0/24'),
        Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
      });
      expect(texts(rules)).toEqual(['tcp 22-22 10.0.0.0/8', 'tcp 22-22 192.0.2.0/24', 'tcp 22-22 2001:db8::/32']);
      expect(new Set(rules.map((rule) => rule.SecurityGroupRuleId)).size).toBe(3);
      expect(rules.every((rule) => /^sgr-[0-9a-f]{17}$/.test(rule.SecurityGroupRuleId ?? ''))).toBe(true);
      expect(rules.every((rule) => rule.GroupId === group && rule.IsEgress === false)).toBe(true);
      expect(texts(await standing(world, group))).toEqual(texts(rules));
    },
  },
  {
    name: 'Authorize answers with the rules of every permission',
    motoDiffers: 'its answer lists the last permission only',
    async run(world) {
      const rules = await authorize(world, await newGroup(world), tcp(22, '10.0.0.0/8'), tcp(23, '10.0.0.0/8'));
      expect(texts(rules)).toEqual(['tcp 22-22 10.0.0.0/8', 'tcp 23-23 10.0.0.0/8']);
    },
  },
  {
    name: 'Authorize takes the flat form',
    async run(world) {
      const group = await newGroup(world);
      await flat(world, group, '192.0.2.0/24');
      expect(texts(await standing(world, group))).toEqual(['tcp 22-22 192.0.2.0/24']);
    },
  },
  {
    name: 'Authorize refuses a rule that is there, whatever its description',
    async run(world) {
      const group = await newGroup(world);
      await flat(world, group, '192.0.2.0/24');
      const described = { IpRanges: [{ CidrIp: '192.0.2.0/24', Description: 'another' }] };
      expect(await refusal(authorize(world, group, { ...tcp(22), ...described }))).toBe('InvalidPermission.Duplicate');
      expect(await standing(world, group)).toHaveLength(1);
    },
  },
  {
    name: 'Authorize adds nothing when one of its rules is there',
    motoDiffers: 'it keeps the rules that came before the refused one',
    async run(world) {
      const group = await newGroup(world);
      await authorize(world, group, tcp(22, '10.0.0.0/8'));
      const call = authorize(world, group, tcp(23, '10.0.0.0/8'), tcp(22, '10.0.0.0/8'), tcp(24, '10.0.0.0/8'));
      expect(await refusal(call)).toBe('InvalidPermission.Duplicate');
      expect(texts(await standing(world, group))).toEqual(['tcp 22-22 10.0.0.0/8']);
    },
  },
  {
    name: 'Authorize refuses a rule that the call names twice, with another code',
    motoDiffers: 'it answers InvalidPermission.Duplicate, and keeps the first',
    async run(world) {
      const group = await newGroup(world);
      expect(await refusal(authorize(world, group, tcp(22, '10.0.0.0/8', '10.0.0.0/8')))).toBe('InvalidParameterValue');
      expect(await standing(world, group)).toEqual([]);
    },
  },
  {
    name: 'Authorize drops host bits',
    motoDiffers: 'it keeps the CIDR as it was written',
    async run(world) {
      const group = await newGroup(world);
      const [rule] = await authorize(world, group, tcp(22, '203.0.113.7/0'));
      expect(rule?.CidrIpv4).toBe('0.0.0.0/0');
      expect(await refusal(flat(world, group, '0.0.0.0/0'))).toBe('InvalidPermission.Duplicate');
    },
  },
  ...['300.0.0.0/8', '10.0.0.0/33', 'anywhere'].map((cidr) => ({
    name: `Authorize refuses the CIDR ${cidr}`,
    async run(world: World) {
      const group = await newGroup(world);
      expect(await refusal(authorize(world, group, tcp(22, cidr)))).toBe('InvalidParameterValue');
      expect(await standing(world, group)).toEqual([]);
    },
  })),
  {
    name: 'Authorize refuses an IPv6 block among the IPv4 ones',
    async run(world) {
      expect(await refusal(authorize(world, await newGroup(world), tcp(22, '::/0')))).toBe('InvalidParameterValue');
    },
  },
  {
    name: 'Authorize knows protocols by number',
    async run(world) {
      const group = await newGroup(world);
      const [rule] = await authorize(world, group, { ...tcp(22, '10.0.0.0/8'), IpProtocol: '6' });
      expect(rule?.IpProtocol).toBe('tcp');
      expect(await refusal(authorize(world, group, tcp(22, '10.0.0.0/8')))).toBe('InvalidPermission.Duplicate');
    },
  },
  {
    name: 'Authorize opens every port with protocol -1, whatever ports it names',
    async run(world) {
      const group = await newGroup(world);
      await authorize(world, group, { ...tcp(22, '10.0.0.0/8'), IpProtocol: '-1' });
      expect(texts(await standing(world, group))).toEqual(['-1 -1--1 10.0.0.0/8']);
    },
  },
  {
    name: 'Authorize needs the ports of tcp',
    motoDiffers: 'it answers 500',
    async run(world) {
      const call = authorize(world, await newGroup(world), { IpProtocol: 'tcp', IpRanges: [{ CidrIp: '10.0.0.0/8' }] });
      expect(await refusal(call)).toBe('InvalidParameterValue');
    },
  },
  {
    name: 'Authorize refuses the 61st IPv4 rule',
    async run(world) {
      const group = await newGroup(world);
      await authorize(world, group, tcp(22, ...Array.from({ length: 60 }, (_, index) => block(index))));
      expect(await refusal(authorize(world, group, tcp(22, block(60))))).toBe('RulesPerSecurityGroupLimitExceeded');
      expect(await standing(world, group)).toHaveLength(60);
    },
  },
  {
    name: 'Authorize counts IPv6 rules apart from IPv4',
    motoDiffers: 'it counts both together',
    async run(world) {
      const group = await newGroup(world);
      await authorize(world, group, tcp(22, ...Array.from({ length: 60 }, (_, index) => block(index))));
      await authorize(world, group, { ...tcp(22), Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] });
      expect(await standing(world, group)).toHaveLength(61);
    },
  },
  {
    name: 'Authorize refuses a group that is not there',
    run: async (world) =>
      expect(await refusal(flat(world, 'sg-0123456789abcdef0', '10.0.0.0/8'))).toBe('InvalidGroup.NotFound'),
  },
  {
    name: 'Authorize refuses a source group that is not there',
    async run(world) {
      const permission = { ...tcp(22), UserIdGroupPairs: [{ GroupId: 'sg-0123456789abcdef0' }] };
      expect(await refusal(authorize(world, await newGroup(world), permission))).toBe('InvalidGroup.NotFound');
    },
  },
  {
    name: 'Authorize takes the group itself as a source',
    async run(world) {
      const group = await newGroup(world);
      await authorize(world, group, { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: group }] });
      expect(texts(await standing(world, group))).toEqual([`-1 -1--1 ${group}`]);
    },
  },
  {
    name: 'Authorize finds a group of the default VPC by name',
    async run(world) {
      const group = await newGroup(world, null);
      const groups = await world.ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [group] }));
      const GroupName = given(groups.SecurityGroups?.[0]?.GroupName);
      await world.ec2.send(
        new AuthorizeSecurityGroupIngressCommand({ GroupName, IpPermissions: [tcp(22, '10.0.0.0/8')] }),
      );
      expect(texts(await standing(world, group))).toEqual(['tcp 22-22 10.0.0.0/8']);
    },
  },
  {
    name: 'Authorize changes nothing in a dry run, which is refused with 412',
    async run(world) {
      const group = await newGroup(world);
      const command = new AuthorizeSecurityGroupIngressCommand({
        GroupId: group,
        IpPermissions: [tcp(22, '10.0.0.0/8')],
        DryRun: true,
      });
      const error = await world.ec2.send(command).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(EC2ServiceException);
      expect(error).toMatchObject({ name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } });
      expect(await standing(world, group)).toEqual([]);
    },
  },
  {
    name: 'Authorize of egress leaves ingress alone, and a new group lets everything out',
    async run(world) {
      const group = await newGroup(world);
      expect(texts(await standing(world, group, true))).toEqual(['-1 -1--1 0.0.0.0/0']);
      await world.ec2.send(
        new AuthorizeSecurityGroupEgressCommand({ GroupId: group, IpPermissions: [tcp(443, '10.0.0.0/8')] }),
      );
      expect(texts(await standing(world, group, true))).toEqual(['-1 -1--1 0.0.0.0/0', 'tcp 443-443 10.0.0.0/8']);
      expect(await standing(world, group)).toEqual([]);
    },
  },
];
