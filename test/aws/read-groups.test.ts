import { DescribeSecurityGroupRulesCommand, DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { readGroups } from '../../functions/aws/read-groups.ts';
import type { GroupId } from '../../functions/core/ids.ts';
import { ruleText } from '../../functions/core/rule.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { GROUP, OTHER_GROUP } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const read = readGroups(new EC2Client({ region: 'eu-west-1' }));
const row = (GroupId: string, number: number, more: object = {}) => ({
  GroupId,
  SecurityGroupRuleId: `sgr-${String(number).padStart(17, '0')}`,
  IsEgress: false,
  IpProtocol: 'tcp',
  FromPort: 22,
  ToPort: 22,
  CidrIpv4: '10.0.0.0/8',
  ...more,
});
const group = (GroupId: string) => ({ GroupId, GroupName: `name of ${GroupId}`, OwnerId: '123456789012' });

beforeEach(() => {
  ec2.reset();
  ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [group(GROUP), group(OTHER_GROUP)] });
  ec2.on(DescribeSecurityGroupRulesCommand).resolves({
    SecurityGroupRules: [
      row(GROUP, 1),
      row(OTHER_GROUP, 2, { FromPort: 443, ToPort: 443 }),
      row(GROUP, 3, { IsEgress: true }),
    ],
  });
});

describe('readGroups()', () => {
  test('readGroups() gives each group its own rules', async () => {
    const readings = await read([GROUP, OTHER_GROUP]);
    expect(readings.get(GROUP)).toMatchObject({ kind: 'found', egress: ['sgr-00000000000000003'] });
    const texts = [...readings.values()].map((each) =>
      each.kind === 'found' ? each.standing.map(ruleText) : each.kind,
    );
    expect(texts).toEqual([['tcp 22 from 10.0.0.0/8'], ['tcp 443 from 10.0.0.0/8']]);
    for (const { args } of ec2.calls())
      expect(args[0].input).toMatchObject({ Filters: [{ Name: 'group-id', Values: [GROUP, OTHER_GROUP] }] });
    expect(ec2.calls()).toHaveLength(2);
  });

  test('readGroups() says missing of a group that is gone', async () => {
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [group(GROUP)] });
    expect((await read([GROUP, OTHER_GROUP])).get(OTHER_GROUP)).toEqual({ kind: 'missing' });
  });

  test('readGroups() follows the pages of both calls', async () => {
    const pages = (first: object, second: object) => (input: { NextToken?: string }) =>
      input.NextToken === undefined ? { ...first, NextToken: 'two' } : second;
    ec2
      .on(DescribeSecurityGroupsCommand)
      .callsFake(pages({ SecurityGroups: [group(GROUP)] }, { SecurityGroups: [group(OTHER_GROUP)] }));
    ec2
      .on(DescribeSecurityGroupRulesCommand)
      .callsFake(pages({ SecurityGroupRules: [row(GROUP, 1)] }, { SecurityGroupRules: [row(GROUP, 2)] }));
    const readings = await read([GROUP, OTHER_GROUP]);
    expect(readings.get(GROUP)).toMatchObject({ standing: [{}, {}] });
    expect(readings.get(OTHER_GROUP)).toMatchObject({ kind: 'found', standing: [] });
  });

  test('readGroups() says unreadable of the one group that it does not understand', async () => {
    ec2
      .on(DescribeSecurityGroupRulesCommand)
      .resolves({ SecurityGroupRules: [row(GROUP, 1), row(OTHER_GROUP, 2, { CidrIpv4: 'odd' })] });
    const readings = await read([GROUP, OTHER_GROUP]);
    expect([...readings.values()].map(({ kind }) => kind)).toEqual(['found', 'unreadable']);
  });

  test('readGroups() asks nobody for no groups, and refuses more than a filter takes', async () => {
    await expect(read([])).resolves.toEqual(new Map());
    const many = Array.from({ length: 201 }, () => GROUP as GroupId);
    await expect(read(many)).rejects.toThrow('201 groups are asked for, above the 200 of a filter');
    expect(ec2.calls()).toHaveLength(0);
  });

  test.for([DescribeSecurityGroupsCommand, DescribeSecurityGroupRulesCommand])(
    'readGroups() throws RetryableError when $name is throttled',
    async (command) => {
      ec2.on(command as typeof DescribeSecurityGroupsCommand).rejects(sdkError('RequestLimitExceeded'));
      await expect(read([GROUP])).rejects.toThrow(RetryableError);
    },
  );
});
