import {
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { readGroup } from '../../functions/aws/read-group.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { ACCOUNT, GROUP, OTHER_GROUP, OTHER_RULE, RULE } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const read = readGroup(new EC2Client({ region: 'eu-west-1' }));

const FOUND = {
  GroupId: GROUP,
  GroupName: 'web-1',
  VpcId: 'vpc-1',
  OwnerId: ACCOUNT,
  Tags: [{ Key: 'tier', Value: 'web' }],
};
const BASE: SecurityGroupRule = {
  SecurityGroupRuleId: RULE,
  GroupId: GROUP,
  GroupOwnerId: ACCOUNT,
  IsEgress: false,
  IpProtocol: 'tcp',
  FromPort: 22,
  ToPort: 22,
};
const SSH: SecurityGroupRule = { ...BASE, CidrIpv4: '0.0.0.0/0' };
const GROUP_READ = {
  id: GROUP,
  name: 'web-1',
  vpc: 'vpc-1',
  tags: { tier: 'web' },
};
const TRAFFIC = { id: RULE, protocol: 6, from: 22, to: 22 };

/** The inputs of every call, in the order they were sent. */
const calls = () => ec2.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);

beforeEach(() => {
  ec2.reset();
  ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [FOUND] });
  ec2.on(DescribeSecurityGroupRulesCommand).resolves({ SecurityGroupRules: [SSH] });
});

describe('readGroup() by id', () => {
  test('readGroup() makes one call for the group and one for its rules', async () => {
    await expect(read({ id: GROUP })).resolves.toEqual({
      kind: 'found',
      group: GROUP_READ,
      standing: [{ ...TRAFFIC, source: { kind: 'cidr', cidr: '0.0.0.0/0' } }],
      egress: [],
    });
    expect(calls()).toEqual([
      ['DescribeSecurityGroupsCommand', { GroupIds: [GROUP] }],
      [
        'DescribeSecurityGroupRulesCommand',
        { Filters: [{ Name: 'group-id', Values: [GROUP] }], MaxResults: 1000, NextToken: undefined },
      ],
    ]);
  });

  test('readGroup() sends both reads before either is answered', async () => {
    const gate = Promise.withResolvers<void>();
    ec2.on(DescribeSecurityGroupsCommand).callsFake(() => gate.promise.then(() => ({ SecurityGroups: [FOUND] })));
    ec2.on(DescribeSecurityGroupRulesCommand).callsFake(() => gate.promise.then(() => ({ SecurityGroupRules: [SSH] })));
    const reading = read({ id: GROUP });
    await Promise.resolve();
    expect(ec2.calls()).toHaveLength(2);
    gate.resolve();
    await expect(reading).resolves.toMatchObject({ kind: 'found' });
  });

  test('readGroup() reads every page of rules', async () => {
    const page = (id: string): SecurityGroupRule => ({ ...SSH, SecurityGroupRuleId: id });
    const pages = new Map<string | undefined, object>([
      [undefined, { SecurityGroupRules: [page(RULE)], NextToken: 'two' }],
      ['two', { NextToken: 'three' }],
      ['three', { SecurityGroupRules: [page(OTHER_RULE)] }],
    ]);
    ec2.on(DescribeSecurityGroupRulesCommand).callsFake(({ NextToken }) => pages.get(NextToken));
    await expect(read({ id: GROUP })).resolves.toMatchObject({ standing: [{ id: RULE }, { id: OTHER_RULE }] });
    expect(ec2.commandCalls(DescribeSecurityGroupRulesCommand)).toHaveLength(3);
  });

  test('readGroup() comes to an end when EC2 repeats a page token', async () => {
    ec2.on(DescribeSecurityGroupRulesCommand).resolves({ SecurityGroupRules: [SSH], NextToken: 'same' });
    await expect(read({ id: GROUP })).resolves.toMatchObject({ kind: 'found' });
    expect(ec2.commandCalls(DescribeSecurityGroupRulesCommand)).toHaveLength(2);
  });

  test('readGroup() knows that there are no tags when EC2 gives none', async () => {
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ GroupId: GROUP }] });
    ec2.on(DescribeSecurityGroupRulesCommand).resolves({});
    await expect(read({ id: GROUP })).resolves.toEqual({
      kind: 'found',
      group: { id: GROUP, tags: {} },
      standing: [],
      egress: [],
    });
  });

  test('readGroup() keeps a tag by the key __proto__', async () => {
    const Tags = [{ Key: '__proto__', Value: 'x' }, { Key: 'empty' }, { Value: 'no key' }];
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ ...FOUND, Tags }] });
    const reading = await read({ id: GROUP });
    const tags = reading.kind === 'found' ? reading.group.tags : undefined;
    expect(Object.entries(tags ?? {})).toEqual([
      ['__proto__', 'x'],
      ['empty', ''],
    ]);
  });
});

describe('readGroup() of rules', () => {
  test('readGroup() gives only the ids of egress rules, whatever they hold', async () => {
    const rows = [{ ...SSH }, { SecurityGroupRuleId: OTHER_RULE }, { SecurityGroupRuleId: 'odd' }, {}];
    const SecurityGroupRules = rows.map((row) => ({ ...row, IsEgress: true }));
    ec2.on(DescribeSecurityGroupRulesCommand).resolves({ SecurityGroupRules });
    const egress = [RULE, OTHER_RULE];
    await expect(read({ id: GROUP })).resolves.toEqual({ kind: 'found', group: GROUP_READ, standing: [], egress });
  });

  test('readGroup() gives no group rather than part of one when a rule can not be understood', async () => {
    ec2.on(DescribeSecurityGroupRulesCommand).resolves({ SecurityGroupRules: [SSH, BASE] });
    await expect(read({ id: GROUP })).resolves.toEqual({
      kind: 'unreadable',
      reason: `rule ${RULE}: its source is neither a CIDR, a prefix list nor a group`,
    });
  });

  test.for([
    { owner: ACCOUNT, source: { kind: 'group', id: OTHER_GROUP } },
    { owner: '111122223333', source: { kind: 'group', id: OTHER_GROUP, account: ACCOUNT } },
    { owner: undefined, source: { kind: 'group', id: OTHER_GROUP } },
  ])('readGroup() compares the account of a source with the owner $owner', async ({ owner, source }) => {
    const row = { ...BASE, ReferencedGroupInfo: { GroupId: OTHER_GROUP, UserId: ACCOUNT } };
    const { OwnerId: _, ...found } = FOUND;
    ec2
      .on(DescribeSecurityGroupsCommand)
      .resolves({ SecurityGroups: [{ ...found, ...(owner && { OwnerId: owner }) }] });
    ec2.on(DescribeSecurityGroupRulesCommand).resolves({ SecurityGroupRules: [row] });
    await expect(read({ id: GROUP })).resolves.toMatchObject({ standing: [{ source }] });
  });
});

describe('readGroup() by name', () => {
  test('readGroup() looks in the default VPC, and then reads the rules of the id', async () => {
    const name = 'web-*';
    await expect(read({ name })).resolves.toMatchObject({ kind: 'found', group: GROUP_READ });
    expect(calls()).toEqual([
      ['DescribeSecurityGroupsCommand', { GroupNames: [name] }],
      [
        'DescribeSecurityGroupRulesCommand',
        { Filters: [{ Name: 'group-id', Values: [GROUP] }], MaxResults: 1000, NextToken: undefined },
      ],
    ]);
  });

  test.for([
    { name: 'no group', groups: [], reading: { kind: 'missing' } },
    {
      name: 'two groups',
      groups: [FOUND, { ...FOUND, GroupId: OTHER_GROUP }],
      reading: { kind: 'unreadable', reason: '2 groups bear the name, not 1' },
    },
    {
      name: 'an odd id',
      groups: [{ ...FOUND, GroupId: 'sg-odd' }],
      reading: { kind: 'unreadable', reason: 'its id is "sg-odd"' },
    },
  ])('readGroup() reads no rules when EC2 gives $name', async ({ groups, reading }) => {
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: groups });
    await expect(read({ name: 'web-1' })).resolves.toEqual(reading);
    expect(ec2.commandCalls(DescribeSecurityGroupRulesCommand)).toHaveLength(0);
  });
});

describe('readGroup() when EC2 fails', () => {
  const by = [{ id: GROUP }, { name: 'web-1' }];
  const commands = [DescribeSecurityGroupsCommand, DescribeSecurityGroupRulesCommand];
  const rows = by.flatMap((asked) => commands.map((command) => ({ asked, command, failing: command.name })));

  test.for(rows)('readGroup() says missing when $failing for $asked finds nothing', async ({ asked, command }) => {
    ec2.on(command).rejects(sdkError('InvalidGroup.NotFound'));
    await expect(read(asked)).resolves.toEqual({ kind: 'missing' });
  });

  test.for(rows)('readGroup() says unreadable when $failing for $asked is refused', async ({ asked, command }) => {
    ec2.on(command).rejects(sdkError('UnauthorizedOperation'));
    await expect(read(asked)).resolves.toEqual({
      kind: 'unreadable',
      reason: `EC2 refused to describe ${'id' in asked ? GROUP : 'the group'}: UnauthorizedOperation, UnauthorizedOperation it is`,
    });
  });

  test.for(rows)('readGroup() throws RetryableError when $failing for $asked is throttled', async (row) => {
    ec2.on(row.command).rejects(sdkError('RequestLimitExceeded'));
    const thrown = await read(row.asked).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(RetryableError);
    expect(thrown).toMatchObject({ message: expect.stringContaining(row.failing.replace('Command', '')) });
  });

  test.for(rows)('readGroup() throws on what it does not know from $failing for $asked', async ({ asked, command }) => {
    const error = sdkError('InvalidParameterValue');
    ec2.on(command).rejects(error);
    await expect(read(asked)).rejects.toBe(error);
  });

  test('readGroup() says missing when EC2 answers by id without a group', async () => {
    ec2.on(DescribeSecurityGroupsCommand).resolves({});
    await expect(read({ id: GROUP })).resolves.toEqual({ kind: 'missing' });
  });
});
