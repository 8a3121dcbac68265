import {
  CreateTagsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  paginateDescribeSecurityGroupRules,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { authorize, type Case, describeOne, find, given, newGroup, newVpc, refusal, standing, tcp } from './case.ts';

/** What Describe shows, and how it is asked. */
export const describeCases: readonly Case[] = [
  {
    name: 'DescribeSecurityGroups puts the sources of one port range together',
    async run(world) {
      const group = await newGroup(world);
      await authorize(world, group, tcp(22, '10.0.0.0/8'));
      await authorize(world, group, { ...tcp(22, '192.0.2.0/24'), Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] });
      await authorize(world, group, tcp(23, '10.0.0.0/8'));
      const permissions = (await describeOne(world, group)).IpPermissions ?? [];
      expect(permissions).toHaveLength(2);
      expect(permissions[0]).toMatchObject({
        ...tcp(22, '10.0.0.0/8', '192.0.2.0/24'),
        Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }],
      });
    },
  },
  {
    name: 'DescribeSecurityGroups filters by id, name, VPC, tag and CIDR, all of which must hold',
    async run(world) {
      const vpc = await newVpc(world);
      const [group, other] = [await newGroup(world, vpc), await newGroup(world, vpc)];
      const value = world.name('tier');
      await world.ec2.send(new CreateTagsCommand({ Resources: [group], Tags: [{ Key: 'tier', Value: value }] }));
      await authorize(world, group, tcp(22, '192.0.2.0/24'));
      const inVpc = { Name: 'vpc-id', Values: [vpc] };
      expect(await find(world, { Name: 'group-id', Values: [group, other] })).toHaveLength(2);
      expect(await find(world, inVpc, { Name: 'group-name', Values: ['default'] })).toHaveLength(1);
      expect(await find(world, inVpc, { Name: 'tag:tier', Values: ['none', value] })).toEqual([group]);
      expect(await find(world, inVpc, { Name: 'tag-key', Values: ['tier'] })).toEqual([group]);
      expect(await find(world, inVpc, { Name: 'ip-permission.cidr', Values: ['192.0.2.0/24'] })).toEqual([group]);
      expect(await find(world, { Name: 'group-id', Values: [other] }, { Name: 'tag-key', Values: ['tier'] })).toEqual(
        [],
      );
    },
  },
  {
    name: 'DescribeSecurityGroups filters by IPv6 CIDR',
    motoDiffers: 'it answers 500',
    async run(world) {
      const group = await newGroup(world);
      await authorize(world, group, { ...tcp(22), Ipv6Ranges: [{ CidrIpv6: '2001:db8::/32' }] });
      const filters = [
        { Name: 'group-id', Values: [group] },
        { Name: 'ip-permission.ipv6-cidr', Values: ['2001:db8::/32'] },
      ];
      expect(await find(world, ...filters)).toEqual([group]);
    },
  },
  {
    name: 'DescribeSecurityGroups finds names in the default VPC alone',
    motoDiffers: 'it finds them in every VPC',
    async run(world) {
      const group = await newGroup(world);
      const { GroupName } = await describeOne(world, group);
      const command = new DescribeSecurityGroupsCommand({ GroupNames: [given(GroupName)] });
      expect(await refusal(world.ec2.send(command))).toBe('InvalidGroup.NotFound');
    },
  },
  {
    name: 'DescribeSecurityGroupRules finds rules by id, and refuses one that is not there',
    async run(world) {
      const [rule] = await authorize(world, await newGroup(world), tcp(22, '10.0.0.0/8'));
      const byId = (id: string) =>
        world.ec2.send(new DescribeSecurityGroupRulesCommand({ SecurityGroupRuleIds: [id] }));
      const { SecurityGroupRules } = await byId(given(rule?.SecurityGroupRuleId));
      expect(SecurityGroupRules).toMatchObject([
        { SecurityGroupRuleId: rule?.SecurityGroupRuleId, CidrIpv4: '10.0.0.0/8' },
      ]);
      expect(await refusal(byId('sgr-0123456789abcdef0'))).toBe('InvalidSecurityGroupRuleId.NotFound');
    },
  },
  {
    name: 'DescribeSecurityGroupRules gives pages of the size that was asked for',
    motoDiffers: 'it gives everything at once',
    async run(world) {
      const group = await newGroup(world);
      await authorize(world, group, tcp(22, ...Array.from({ length: 12 }, (_, index) => `10.${index}.0.0/16`)));
      const Filters = [{ Name: 'group-id', Values: [group] }];
      const sizes = [];
      for await (const page of paginateDescribeSecurityGroupRules({ client: world.ec2, pageSize: 5 }, { Filters }))
        sizes.push(page.SecurityGroupRules?.length);
      expect(sizes).toEqual([5, 5, 3]);
    },
  },
  {
    name: 'UpdateSecurityGroupRuleDescriptionsIngress changes the text alone',
    async run(world) {
      const group = await newGroup(world);
      const [before] = await authorize(world, group, tcp(22, '10.0.0.0/8'));
      const IpRanges = [{ CidrIp: '10.0.0.0/8', Description: 'for the office' }];
      const IpPermissions = [{ ...tcp(22), IpRanges }];
      await world.ec2.send(new UpdateSecurityGroupRuleDescriptionsIngressCommand({ GroupId: group, IpPermissions }));
      const [after] = await standing(world, group);
      expect(after).toEqual({ ...before, Description: 'for the office' });
    },
  },
];
