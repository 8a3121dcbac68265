import * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { ec2Error } from '../../../cli/local-account/ec2-error.ts';
import { seededRandom } from '../../../cli/local-account/ids.ts';
import { ACCOUNT, ALICE, errorOf, from, GROUP, localAccount, tcp } from './fixture.ts';

const open = (port: number) =>
  new sdk.AuthorizeSecurityGroupIngressCommand({
    GroupId: GROUP,
    IpProtocol: 'tcp',
    FromPort: port,
    ToPort: port,
    CidrIp: '0.0.0.0/0',
  });

describe('createLocalAccount()', () => {
  test('makes the same ids for the same seed, and others for another', async () => {
    const ids = async (seed?: number) => {
      const { local, ec2 } = localAccount(seed === undefined ? {} : { random: seededRandom(seed) });
      local.plantGroup({ id: GROUP });
      await ec2.send(open(22));
      return JSON.stringify(local.records);
    };
    expect(await ids()).toBe(await ids());
    expect(await ids(7)).toBe(await ids(7));
    expect(await ids(7)).not.toBe(await ids());
  });

  test('has a default VPC with a default group, or none', async () => {
    const names = async (defaultVpc: boolean) => {
      const { SecurityGroups } = await localAccount({ defaultVpc }).ec2.send(new sdk.DescribeSecurityGroupsCommand({}));
      return SecurityGroups?.map((group) => group.GroupName);
    };
    expect(await names(true)).toEqual(['default']);
    expect(await names(false)).toEqual([]);
  });

  test('puts each recorded call on the bus, in its envelope', async () => {
    const { local, ec2 } = localAccount();
    local.plantGroup({ id: GROUP });
    await ec2.send(open(22));
    await errorOf(ec2.send(open(22)));
    const events = local.takeEvents();
    expect(events.map((event) => event.detail)).toEqual(local.records);
    expect(events[0]).toMatchObject({
      version: '0',
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.ec2',
      account: ACCOUNT,
      time: '2026-01-02T03:04:05Z',
      region: 'eu-west-1',
      resources: [],
    });
    expect(events[1]?.detail).toMatchObject({ errorCode: 'Client.InvalidPermission.Duplicate' });
    expect(events[0]?.id).not.toBe(events[1]?.id);
  });

  test('publishes a record from elsewhere with its own account, region and service', () => {
    const { local } = localAccount();
    const record = { eventSource: 'tagging.amazonaws.com', recipientAccountId: '111122223333', awsRegion: 'us-east-1' };
    expect(local.publish(record)).toMatchObject({
      source: 'aws.tagging',
      account: '111122223333',
      region: 'us-east-1',
    });
    expect(local.takeEvents()).toHaveLength(1);
    expect(local.records).toEqual([]);
  });

  test('gives pages no larger than pageSize, asked or not', async () => {
    const { local, ec2 } = localAccount({ pageSize: 2 });
    const cidrs = ['10.0.0.0/8', '192.0.2.0/24', '198.51.100.0/24'];
    local.plantGroup({ id: GROUP, rules: cidrs.map((cidr) => tcp(22, from(cidr))) });
    const found: unknown[] = [];
    const Filters = [{ Name: 'group-id', Values: [GROUP] }];
    for await (const page of sdk.paginateDescribeSecurityGroupRules({ client: ec2 }, { Filters })) {
      expect(page.SecurityGroupRules?.length).toBeLessThanOrEqual(2);
      found.push(...(page.SecurityGroupRules ?? []).filter((rule) => !rule.IsEgress).map((rule) => rule.CidrIpv4));
    }
    expect(found).toEqual(cidrs);
  });

  test.for([
    { name: 'a token that it did not give', input: { NextToken: 'bm9uc2Vuc2U=' }, code: 'InvalidPaginationToken' },
    { name: 'a page that is too small', input: { MaxResults: 4 }, code: 'InvalidParameterValue' },
    { name: 'a page that is too large', input: { MaxResults: 1001 }, code: 'InvalidParameterValue' },
    {
      name: 'an unknown filter',
      input: { Filters: [{ Name: 'colour', Values: ['red'] }] },
      code: 'InvalidParameterValue',
    },
    {
      name: 'a filter named as every object has one',
      input: { Filters: [{ Name: 'toString', Values: ['*'] }] },
      code: 'InvalidParameterValue',
    },
    { name: 'an id of another kind', input: { GroupIds: ['vpc-0123456789abcdef0'] }, code: 'InvalidGroupId.Malformed' },
  ])('refuses $name', async ({ input, code }) => {
    expect(await errorOf(localAccount().ec2.send(new sdk.DescribeSecurityGroupsCommand(input)))).toMatchObject({
      name: code,
    });
  });

  test('throws at an operation that it does not know', async () => {
    const error = await errorOf(localAccount().ec2.send(new sdk.DescribeInstancesCommand({})));
    expect(error).toMatchObject({
      name: 'TypeError',
      message: 'the local account does not know the EC2 operation DescribeInstances',
    });
  });

  test('lets intercept fail a call before it, so that nothing happened', async () => {
    const { local, ec2 } = localAccount({
      intercept: () => Promise.reject(ec2Error('RequestLimitExceeded', 'Request limit exceeded.', 503)),
    });
    local.plantGroup({ id: GROUP });
    expect(await errorOf(ec2.send(open(22)))).toMatchObject({ name: 'RequestLimitExceeded', $fault: 'server' });
    expect(local.ingress(GROUP)).toEqual([]);
    expect(local.records).toEqual([]);
  });

  test('lets intercept fail a call after it, so that it happened all the same', async () => {
    const seen: unknown[] = [];
    const { local, ec2 } = localAccount({
      intercept: async ({ operation, principal }, call) => {
        await call();
        seen.push([operation, principal]);
        throw new Error('socket hang up');
      },
    });
    local.plantGroup({ id: GROUP });
    expect(await errorOf(ec2.send(open(22)))).toMatchObject({ message: 'socket hang up' });
    expect(local.ingress(GROUP)).toHaveLength(1);
    expect(local.records).toHaveLength(1);
    expect(seen).toEqual([['AuthorizeSecurityGroupIngress', ALICE]]);
  });

  test('keeps nothing of the input that the caller changes later', async () => {
    const { local, ec2 } = localAccount();
    local.plantGroup({ id: GROUP });
    const command = open(22);
    await ec2.send(command);
    command.input.CidrIp = '198.51.100.0/24';
    expect(local.ingress(GROUP)).toMatchObject([{ source: { cidr: '0.0.0.0/0' } }]);
    expect(local.records[0]?.requestParameters).toMatchObject({ cidrIp: '0.0.0.0/0' });
  });
});
