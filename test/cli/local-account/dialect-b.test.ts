import * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { GROUP, planted, RULE } from './fixture.ts';

type Row = { name: string; call: (ec2: sdk.EC2Client) => Promise<unknown>; request: unknown; response: unknown };

describe('CloudTrail of the newer calls', () => {
  test.for<Row>([
    {
      name: 'ModifySecurityGroupRules of one rule',
      call: (ec2) =>
        ec2.send(
          new sdk.ModifySecurityGroupRulesCommand({
            GroupId: GROUP,
            SecurityGroupRules: [
              { SecurityGroupRuleId: RULE, SecurityGroupRule: { IpProtocol: '-1', CidrIpv4: '0.0.0.0/0' } },
            ],
          }),
        ),
      request: {
        ModifySecurityGroupRulesRequest: {
          GroupId: GROUP,
          SecurityGroupRule: {
            SecurityGroupRuleId: RULE,
            SecurityGroupRule: { IpProtocol: -1, CidrIpv4: '0.0.0.0/0' },
            tag: 1,
          },
        },
      },
      response: {
        ModifySecurityGroupRulesResponse: expect.objectContaining({
          return: true,
          xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
        }),
      },
    },
    {
      name: 'CreateManagedPrefixList with two entries',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateManagedPrefixListCommand({
            PrefixListName: 'offices',
            AddressFamily: 'IPv4',
            MaxEntries: 5,
            Entries: [{ Cidr: '192.0.2.0/24', Description: 'first' }, { Cidr: '198.51.100.0/24' }],
          }),
        ),
      request: {
        CreateManagedPrefixListRequest: {
          PrefixListName: 'offices',
          AddressFamily: 'IPv4',
          MaxEntries: 5,
          Entry: [
            { cidr: '192.0.2.0/24', Description: 'first', tag: 1 },
            { cidr: '198.51.100.0/24', tag: 2 },
          ],
        },
      },
      response: {
        CreateManagedPrefixListResponse: expect.objectContaining({
          prefixList: expect.objectContaining({ prefixListName: 'offices', version: 1, state: 'create-in-progress' }),
        }),
      },
    },
  ])('writes $name', async ({ call, request, response }) => {
    const { local, ec2 } = planted();
    await call(ec2);
    const [record] = local.records;
    expect(record?.requestParameters).toStrictEqual(request);
    expect(record?.responseElements).toStrictEqual(response);
  });

  test('writes several modified rules as a list', async () => {
    const { local, ec2 } = planted();
    const IpPermissions = [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }];
    const { SecurityGroupRules } = await ec2.send(
      new sdk.AuthorizeSecurityGroupIngressCommand({ GroupId: GROUP, IpPermissions }),
    );
    const SecurityGroupRule = { IpProtocol: 'tcp', FromPort: 80, ToPort: 80, CidrIpv4: '192.0.2.0/24' };
    const other = { ...SecurityGroupRule, FromPort: 81, ToPort: 81 };
    const [second] = SecurityGroupRules?.map((rule) => rule.SecurityGroupRuleId) ?? [];
    await ec2.send(
      new sdk.ModifySecurityGroupRulesCommand({
        GroupId: GROUP,
        SecurityGroupRules: [
          { SecurityGroupRuleId: RULE, SecurityGroupRule },
          { SecurityGroupRuleId: second, SecurityGroupRule: other },
        ],
      }),
    );
    expect(local.records.at(-1)?.requestParameters).toStrictEqual({
      ModifySecurityGroupRulesRequest: {
        GroupId: GROUP,
        SecurityGroupRule: [
          { SecurityGroupRuleId: RULE, SecurityGroupRule, tag: 1 },
          { SecurityGroupRuleId: second, SecurityGroupRule: other, tag: 2 },
        ],
      },
    });
  });
});
