import * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import type { PrefixListId } from '../../../functions/core/ids.ts';
import { errorOf, GROUP, localAccount, world } from './fixture.ts';

describe('groups, tags, VPCs and lists', () => {
  const LIST = 'pl-0123456789abcdef0' as PrefixListId;
  const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `key-${index}`, Value: '' }));

  test.for<{ what: string; call: (ec2: sdk.EC2Client) => Promise<unknown>; code: string }>([
    {
      what: 'a 51st tag',
      call: (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: [GROUP], Tags: tags(51) })),
      code: 'TagLimitExceeded',
    },
    {
      what: 'tags of an unknown rule',
      call: (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: ['sgr-0123456789abcdef0'], Tags: tags(1) })),
      code: 'InvalidSecurityGroupRuleId.NotFound',
    },
    {
      what: 'tags of an unknown VPC',
      call: (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: ['vpc-0000000000000000f'], Tags: tags(1) })),
      code: 'InvalidVpcID.NotFound',
    },
    {
      what: 'tags of nothing that it knows',
      call: (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: ['constructor'], Tags: tags(1) })),
      code: 'InvalidID',
    },
    {
      what: 'a group named default',
      call: (ec2) => ec2.send(new sdk.CreateSecurityGroupCommand({ GroupName: 'default', Description: 'x' })),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a group named as an id',
      call: (ec2) => ec2.send(new sdk.CreateSecurityGroupCommand({ GroupName: 'sg-web', Description: 'x' })),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a group without description',
      call: (ec2) => ec2.send(new sdk.CreateSecurityGroupCommand({ GroupName: 'web', Description: undefined })),
      code: 'MissingParameter',
    },
    {
      what: 'a group in an unknown VPC',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateSecurityGroupCommand({ GroupName: 'web', Description: 'x', VpcId: 'vpc-0000000000000000f' }),
        ),
      code: 'InvalidVpcID.NotFound',
    },
    {
      what: 'a second default VPC',
      call: (ec2) => ec2.send(new sdk.CreateDefaultVpcCommand({})),
      code: 'DefaultVpcAlreadyExists',
    },
    {
      what: 'a VPC that is too wide',
      call: (ec2) => ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/8' })),
      code: 'InvalidVpc.Range',
    },
    {
      what: 'a change of a list of AWS',
      call: (ec2) =>
        ec2.send(
          new sdk.ModifyManagedPrefixListCommand({
            PrefixListId: LIST,
            CurrentVersion: 1,
            AddEntries: [{ Cidr: '10.0.0.0/8' }],
          }),
        ),
      code: 'UnauthorizedOperation',
    },
    {
      what: 'a list named as one of AWS',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateManagedPrefixListCommand({
            PrefixListName: 'com.amazonaws.x',
            AddressFamily: 'IPv4',
            MaxEntries: 1,
          }),
        ),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a list of no family',
      call: (ec2) =>
        ec2.send(new sdk.CreateManagedPrefixListCommand({ PrefixListName: 'x', AddressFamily: 'IPv5', MaxEntries: 1 })),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a list of no size',
      call: (ec2) =>
        ec2.send(new sdk.CreateManagedPrefixListCommand({ PrefixListName: 'x', AddressFamily: 'IPv4', MaxEntries: 0 })),
      code: 'InvalidParameterValue',
    },
    {
      what: 'an IPv6 entry of an IPv4 list',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateManagedPrefixListCommand({
            PrefixListName: 'x',
            AddressFamily: 'IPv4',
            MaxEntries: 1,
            Entries: [{ Cidr: '::/0' }],
          }),
        ),
      code: 'InvalidParameterValue',
    },
    {
      what: 'an entry twice',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateManagedPrefixListCommand({
            PrefixListName: 'x',
            AddressFamily: 'IPv4',
            MaxEntries: 2,
            Entries: [{ Cidr: '10.0.0.0/8' }, { Cidr: '10.1.0.0/8' }],
          }),
        ),
      code: 'InvalidParameterValue',
    },
    {
      what: 'a version that a list never had',
      call: (ec2) => ec2.send(new sdk.GetManagedPrefixListEntriesCommand({ PrefixListId: LIST, TargetVersion: 9 })),
      code: 'InvalidParameterValue',
    },
  ])('refuses $what', async ({ call, code }) => {
    const { local, ec2 } = world();
    local.plantList({ id: LIST, owner: 'AWS', name: 'com.amazonaws.eu-west-1.s3' });
    expect(await errorOf(call(ec2))).toMatchObject({ name: code });
    expect(local.records.every((record) => record.errorCode === `Client.${code}`)).toBe(true);
  });

  test('createDefaultVpc() makes the one that is missing, and names are found in it', async () => {
    const { ec2 } = localAccount({ defaultVpc: false });
    const byName = () => ec2.send(new sdk.DescribeSecurityGroupsCommand({ GroupNames: ['default'] }));
    expect(await errorOf(byName())).toMatchObject({ name: 'VPCIdNotSpecified' });
    const { Vpc } = await ec2.send(new sdk.CreateDefaultVpcCommand({}));
    expect((await byName()).SecurityGroups).toMatchObject([{ VpcId: Vpc?.VpcId }]);
  });
});
