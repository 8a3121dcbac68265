import * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, GROUP, planted, RULE } from './fixture.ts';

type Row = { name: string; call: (ec2: sdk.EC2Client) => Promise<unknown>; request: unknown; response: object };

describe('CloudTrail of the older calls', () => {
  test.for<Row>([
    {
      name: 'AuthorizeSecurityGroupIngress, flat',
      call: (ec2) =>
        ec2.send(
          new sdk.AuthorizeSecurityGroupIngressCommand({
            GroupId: GROUP,
            IpProtocol: 'tcp',
            FromPort: 22,
            ToPort: 22,
            CidrIp: '0.0.0.0/0',
          }),
        ),
      request: { groupId: GROUP, ipPermissions: {}, ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '0.0.0.0/0' },
      response: {
        _return: true,
        securityGroupRuleSet: { items: [expect.objectContaining({ cidrIpv4: '0.0.0.0/0' })] },
      },
    },
    {
      name: 'AuthorizeSecurityGroupIngress by name, of a group and with tags',
      call: (ec2) =>
        ec2.send(
          new sdk.AuthorizeSecurityGroupIngressCommand({
            GroupName: 'web-1',
            IpPermissions: [{ IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: GROUP, UserId: ACCOUNT }] }],
            TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'a', Value: 'b' }] }],
          }),
        ),
      request: {
        groupName: 'web-1',
        ipPermissions: {
          items: [
            {
              ipProtocol: '-1',
              groups: { items: [{ groupId: GROUP, userId: ACCOUNT }] },
              ipRanges: {},
              ipv6Ranges: {},
              prefixListIds: {},
            },
          ],
        },
        tagSpecificationSet: { items: [{ resourceType: 'security-group-rule', tags: [{ key: 'a', value: 'b' }] }] },
      },
      response: {
        _return: true,
        securityGroupRuleSet: {
          items: [
            expect.objectContaining({
              ipProtocol: '-1',
              fromPort: -1,
              toPort: -1,
              referencedGroupInfo: { groupId: GROUP, userId: ACCOUNT },
              tagSet: { items: [{ key: 'a', value: 'b' }] },
            }),
          ],
        },
      },
    },
    {
      name: 'RevokeSecurityGroupIngress by content',
      call: (ec2) =>
        ec2.send(
          new sdk.RevokeSecurityGroupIngressCommand({
            GroupId: GROUP,
            IpPermissions: [
              { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
              { IpProtocol: 'tcp', FromPort: 444, ToPort: 444, IpRanges: [{ CidrIp: '10.0.0.0/8' }] },
            ],
          }),
        ),
      request: {
        groupId: GROUP,
        ipPermissions: {
          items: [expect.objectContaining({ fromPort: 443 }), expect.objectContaining({ fromPort: 444, groups: {} })],
        },
      },
      response: {
        _return: true,
        revokedSecurityGroupRuleSet: {
          items: [
            {
              securityGroupRuleId: RULE,
              groupId: GROUP,
              isEgress: false,
              ipProtocol: 'tcp',
              fromPort: 443,
              toPort: 443,
              cidrIpv4: '10.0.0.0/8',
            },
          ],
        },
        unknownIpPermissionSet: {
          items: [
            {
              ipProtocol: 'tcp',
              fromPort: 444,
              toPort: 444,
              groups: {},
              ipRanges: { items: [{ cidrIp: '10.0.0.0/8' }] },
              ipv6Ranges: {},
              prefixListIds: {},
            },
          ],
        },
      },
    },
    {
      name: 'RevokeSecurityGroupIngress by id',
      call: (ec2) =>
        ec2.send(new sdk.RevokeSecurityGroupIngressCommand({ GroupId: GROUP, SecurityGroupRuleIds: [RULE] })),
      request: { groupId: GROUP, securityGroupRuleIds: { items: [{ securityGroupRuleId: RULE }] } },
      response: {
        _return: true,
        revokedSecurityGroupRuleSet: { items: [expect.objectContaining({ securityGroupRuleId: RULE })] },
      },
    },
    {
      name: 'CreateSecurityGroup',
      call: (ec2) =>
        ec2.send(
          new sdk.CreateSecurityGroupCommand({
            GroupName: 'web-2',
            Description: 'Web',
            TagSpecifications: [{ ResourceType: 'security-group', Tags: [{ Key: 'tier', Value: 'web' }] }],
          }),
        ),
      request: {
        groupName: 'web-2',
        groupDescription: 'Web',
        tagSpecificationSet: { items: [{ resourceType: 'security-group', tags: [{ key: 'tier', value: 'web' }] }] },
      },
      response: {
        _return: true,
        groupId: expect.stringMatching(/^sg-0[0-9a-f]{16}$/),
        tagSet: { items: [{ key: 'tier', value: 'web' }] },
        securityGroupArn: expect.stringMatching(/^arn:aws:ec2:eu-west-1:123456789012:security-group\/sg-/),
      },
    },
    {
      name: 'CreateTags',
      call: (ec2) => ec2.send(new sdk.CreateTagsCommand({ Resources: [GROUP], Tags: [{ Key: 'tier', Value: 'web' }] })),
      request: { resourcesSet: { items: [{ resourceId: GROUP }] }, tagSet: { items: [{ key: 'tier', value: 'web' }] } },
      response: { _return: true },
    },
    {
      name: 'CreateVpc',
      call: (ec2) => ec2.send(new sdk.CreateVpcCommand({ CidrBlock: '10.0.0.0/16' })),
      request: { cidrBlock: '10.0.0.0/16', instanceTenancy: 'default' },
      response: {
        vpc: expect.objectContaining({
          vpcId: expect.stringMatching(/^vpc-/),
          state: 'pending',
          isDefault: false,
          tagSet: {},
        }),
      },
    },
  ])('writes $name', async ({ call, request, response }) => {
    const { local, ec2 } = planted();
    await call(ec2);
    const [record] = local.records;
    expect(record?.requestParameters).toStrictEqual(request);
    expect(record?.responseElements).toStrictEqual({ requestId: record?.requestID, ...response });
  });
});
