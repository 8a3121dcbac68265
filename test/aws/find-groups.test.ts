import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { findGroups } from '../../functions/aws/find-groups.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { GROUP, LIST, OTHER_GROUP } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const find = findGroups(new EC2Client({ region: 'eu-west-1' }));
const VPC = 'vpc-0a1b2c3d4e5f60718';
const inputs = () => ec2.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);
const BY = [
  { by: { using: LIST }, sought: `the groups that use ${LIST}` },
  { by: { defaultOf: VPC }, sought: `the default group of ${VPC}` },
];

beforeEach(() => {
  ec2.reset();
  ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ GroupId: GROUP }] });
});

describe('findGroups()', () => {
  test.for([
    { by: { using: LIST }, Filters: [{ Name: 'ip-permission.prefix-list-id', Values: [LIST] }] },
    {
      by: { defaultOf: VPC },
      Filters: [
        { Name: 'vpc-id', Values: [VPC] },
        { Name: 'group-name', Values: ['default'] },
      ],
    },
  ])('findGroups() asks with filters for $by', async ({ by, Filters }) => {
    await expect(find(by)).resolves.toEqual({ kind: 'found', ids: [GROUP] });
    expect(inputs()).toEqual([['DescribeSecurityGroupsCommand', { Filters, MaxResults: 1000, NextToken: undefined }]]);
  });

  test('findGroups() reads every page, and names a group once', async () => {
    const pages = new Map<string | undefined, object>([
      [undefined, { SecurityGroups: [{ GroupId: GROUP }], NextToken: 'two' }],
      ['two', { NextToken: 'three' }],
      ['three', { SecurityGroups: [{ GroupId: OTHER_GROUP }, { GroupId: GROUP }] }],
    ]);
    ec2.on(DescribeSecurityGroupsCommand).callsFake(({ NextToken }) => pages.get(NextToken));
    await expect(find({ using: LIST })).resolves.toEqual({ kind: 'found', ids: [GROUP, OTHER_GROUP] });
    expect(ec2.calls()).toHaveLength(3);
  });

  test('findGroups() comes to an end when EC2 repeats a page token', async () => {
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ GroupId: GROUP }], NextToken: 'same' });
    await expect(find({ using: LIST })).resolves.toEqual({ kind: 'found', ids: [GROUP] });
    expect(ec2.calls()).toHaveLength(2);
  });

  test.for([{}, { SecurityGroups: [] }])('findGroups() finds none when EC2 answers %j', async (answer) => {
    ec2.on(DescribeSecurityGroupsCommand).resolves(answer);
    await expect(find({ using: LIST })).resolves.toEqual({ kind: 'found', ids: [] });
  });

  test.for(['vpc-*', '*', 'vpc-????????', '', 'vpc-0a1b2c3d\n', 'subnet-0a1b2c3d'])(
    'findGroups() asks nobody when the VPC is %j',
    async (defaultOf) => {
      const reason = `${JSON.stringify(defaultOf)} is no VPC id`;
      await expect(find({ defaultOf })).resolves.toEqual({ kind: 'unreadable', reason });
      expect(ec2.calls()).toHaveLength(0);
    },
  );

  test.for([
    { group: { GroupId: 'sg-odd' }, id: '"sg-odd"' },
    { group: {}, id: 'undefined' },
  ])('findGroups() says unreadable rather than leave out a group with the id $id', async ({ group, id }) => {
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ GroupId: GROUP }, group] });
    const reason = `EC2 gives ${id} as the id of a group`;
    await expect(find({ using: LIST })).resolves.toEqual({ kind: 'unreadable', reason });
  });

  test.for(BY)('findGroups() says unreadable when EC2 refuses to find $sought', async ({ by, sought }) => {
    ec2.on(DescribeSecurityGroupsCommand).rejects(sdkError('UnauthorizedOperation'));
    const reason = `EC2 refused to find ${sought}: UnauthorizedOperation, UnauthorizedOperation it is`;
    await expect(find(by)).resolves.toEqual({ kind: 'unreadable', reason });
  });

  test.for(['RequestLimitExceeded', 'InternalError', 'TimeoutError'])(
    'findGroups() throws RetryableError when EC2 says %s',
    async (name) => {
      const cause = sdkError(name);
      ec2.on(DescribeSecurityGroupsCommand).rejects(cause);
      const thrown = await find({ using: LIST }).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(RetryableError);
      expect(thrown).toMatchObject({ cause });
    },
  );

  test.for(['InvalidParameterValue', 'InvalidGroup.NotFound'])('findGroups() throws %s as it is', async (name) => {
    const error = sdkError(name);
    ec2.on(DescribeSecurityGroupsCommand).rejects(error);
    await expect(find({ using: LIST })).rejects.toBe(error);
  });
});
