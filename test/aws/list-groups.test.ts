import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { listGroups } from '../../functions/aws/list-groups.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { GROUP, OTHER_GROUP } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const list = listGroups(new EC2Client({ region: 'eu-west-1' }));
const SORTED = [GROUP, OTHER_GROUP].sort();

beforeEach(() => void ec2.reset());

describe('listGroups()', () => {
  test('listGroups() reads every page, and gives each id once, in rising order', async () => {
    const [first, last] = SORTED;
    const pages = new Map<string | undefined, object>([
      [undefined, { SecurityGroups: [{ GroupId: last }], NextToken: 'two' }],
      ['two', { NextToken: 'three' }],
      ['three', { SecurityGroups: [{ GroupId: first }, { GroupId: last }] }],
    ]);
    ec2.on(DescribeSecurityGroupsCommand).callsFake(({ NextToken }) => pages.get(NextToken));
    await expect(list()).resolves.toEqual(SORTED);
    expect(ec2.commandCalls(DescribeSecurityGroupsCommand)[0]?.args[0].input).toMatchObject({ MaxResults: 1000 });
    expect(ec2.calls()).toHaveLength(3);
  });

  test('listGroups() throws TypeError rather than leave out a group', async () => {
    ec2.on(DescribeSecurityGroupsCommand).resolves({ SecurityGroups: [{ GroupId: GROUP }, { GroupId: 'sg-odd' }] });
    await expect(list()).rejects.toThrow(new TypeError('EC2 gives "sg-odd" as the id of a group'));
  });

  test('listGroups() throws RetryableError when it is throttled', async () => {
    const cause = sdkError('RequestLimitExceeded');
    ec2.on(DescribeSecurityGroupsCommand).rejects(cause);
    const thrown = await list().catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(RetryableError);
    expect(thrown).toMatchObject({ cause });
  });

  test.for(['UnauthorizedOperation', 'InvalidParameterValue'])('listGroups() throws %s as it is', async (name) => {
    const error = sdkError(name);
    ec2.on(DescribeSecurityGroupsCommand).rejects(error);
    await expect(list()).rejects.toBe(error);
  });
});
