import {
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import {
  authorize,
  type Case,
  describeOne,
  find,
  given,
  newGroup,
  newVpc,
  refusal,
  standing,
  tcp,
  type World,
} from './case.ts';

async function defaultGroup(world: World, vpc: string): Promise<string> {
  const [group] = await find(world, { Name: 'vpc-id', Values: [vpc] }, { Name: 'group-name', Values: ['default'] });
  return given(group);
}

/** VPCs, groups and tags. */
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
];
