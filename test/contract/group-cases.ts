import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  type Filter,
  paginateDescribeSecurityGroupRules,
  UpdateSecurityGroupRuleDescriptionsIngressCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { authorize, type Case, given, newGroup, newVpc, refusal, standing, tcp, type World } from './case.ts';

async function find({ ec2 }: World, ...Filters: Filter[]): Promise<(string | undefined)[]> {
  const { SecurityGroups = [] } = await ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
  return SecurityGroups.map((group) => group.GroupId);
}

async function describeOne({ ec2 }: World, group: string) {
  return given((await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [group] }))).SecurityGroups?.[0]);
}

async function defaultGroup(world: World, vpc: string): Promise<string> {
  const [group] = await find(world, { Name: 'vpc-id', Values: [vpc] }, { Name: 'group-name', Values: ['default'] });
  return given(group);
}

export const groupCases: readonly Case[] = [
  {
    name: 'CreateVpc gives the VPC a group named default',
    async run(world) {
      const vpc = await newVpc(world);
      const group = await describeOne(world, await defaultGroup(world, vpc));
      expect(group).toMatchObject({ GroupName: 'default', VpcId: vpc });
      expect(group.IpPermissionsEgress).toMatchObject([{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }]);
    },
  },
  {
    name: 'the default group lets its own members in from the start',
    motoDiffers: 'its default group has no ingress rule',
    async run(world) {
      const group = await defaultGroup(world, await newVpc(world));
      const [rule] = await standing(world, group);
      expect(rule).toMatchObject({ IpProtocol: '-1', ReferencedGroupInfo: { GroupId: group } });
    },
  },
  {
    name: 'CreateSecurityGroup keeps the tags that it is given',
    async run(world) {
      const { GroupId } = await world.ec2.send(
        new CreateSecurityGroupCommand({
          GroupName: world.name('tagged'),
          Description: 'Tagged at birth',
          VpcId: await newVpc(world),
          TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'tier', Value: 'web' }] }],
        }),
      );
      expect((await describeOne(world, given(GroupId))).Tags).toEqual([{ Key: 'tier', Value: 'web' }]);
    },
  },
  {
    name: 'CreateSecurityGroup refuses a name that the VPC has',
    async run(world) {
      const create = new CreateSecurityGroupCommand({
        GroupName: world.name('twice'),
        Description: 'Twice',
        VpcId: await newVpc(world),
      });
      await world.ec2.send(create);
      expect(await refusal(world.ec2.send(create))).toBe('InvalidGroup.Duplicate');
    },
  },
  {
    name: 'DeleteSecurityGroup removes the group',
    async run(world) {
      const GroupId = await newGroup(world);
      await world.ec2.send(new DeleteSecurityGroupCommand({ GroupId }));
      expect(await refusal(describeOne(world, GroupId))).toBe('InvalidGroup.NotFound');
    },
  },
  {
    name: 'DeleteSecurityGroup refuses a group that another names',
    motoDiffers: 'it deletes it',
    async run(world) {
      const vpc = await newVpc(world);
      const [used, user] = [await newGroup(world, vpc), await newGroup(world, vpc)];
      await authorize(world, user, { ...tcp(22), UserIdGroupPairs: [{ GroupId: used }] });
      expect(await refusal(world.ec2.send(new DeleteSecurityGroupCommand({ GroupId: used })))).toBe(
        'DependencyViolation',
      );
    },
  },
  {
    name: 'DeleteSecurityGroup refuses the default group',
    motoDiffers: 'it deletes it',
    async run(world) {
      const GroupId = await defaultGroup(world, await newVpc(world));
      expect(await refusal(world.ec2.send(new DeleteSecurityGroupCommand({ GroupId })))).toBe('CannotDelete');
    },
  },
  {
    name: 'CreateTags sets and replaces, DeleteTags removes by key, or by key and value',
    async run(world) {
      const group = await newGroup(world);
      const Resources = [group];
      await world.ec2.send(
        new CreateTagsCommand({
          Resources,
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'b', Value: '2' },
          ],
        }),
      );
      await world.ec2.send(new CreateTagsCommand({ Resources, Tags: [{ Key: 'a', Value: '3' }] }));
      await world.ec2.send(new DeleteTagsCommand({ Resources, Tags: [{ Key: 'a', Value: '1' }, { Key: 'b' }] }));
      expect((await describeOne(world, group)).Tags).toEqual([{ Key: 'a', Value: '3' }]);
    },
  },
  {
    name: 'DeleteTags without tags removes all',
    motoDiffers: 'it removes none',
    async run(world) {
      const group = await newGroup(world);
      await world.ec2.send(new CreateTagsCommand({ Resources: [group], Tags: [{ Key: 'a', Value: '1' }] }));
      await world.ec2.send(new DeleteTagsCommand({ Resources: [group] }));
      expect((await describeOne(world, group)).Tags).toEqual([]);
    },
  },
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
