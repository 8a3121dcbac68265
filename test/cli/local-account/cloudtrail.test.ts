import * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import type { GroupId, RuleId } from '../../../functions/core/ids.ts';
import { parseCidr } from '../../../functions/core/cidr.ts';
import { roleSession } from '../../../cli/local-account/principal.ts';
import { ACCOUNT, ALICE, errorOf, localAccount } from './fixture.ts';

const GROUP = 'sg-0123456789abcdef0' as GroupId;
const RULE = 'sgr-0123456789abcdef0' as RuleId;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** An account with a group that has tcp 443 from 10.0.0.0/8, and a client. */
function planted() {
  const made = localAccount();
  const cidr = parseCidr('10.0.0.0/8')?.cidr;
  if (!cidr) throw new TypeError('no CIDR');
  made.local.plantGroup({
    id: GROUP,
    name: 'web-1',
    rules: [{ id: RULE, protocol: 6, from: 443, to: 443, source: { kind: 'cidr', cidr } }],
  });
  return made;
}

describe('recordOf()', () => {
  test('writes the whole record of a console call', async () => {
    const { local } = planted();
    const person = { ...ALICE, console: true, userAgent: 'Mozilla/5.0' };
    const input = {
      GroupId: GROUP,
      IpPermissions: [
        {
          IpProtocol: '6',
          FromPort: 22,
          ToPort: 22,
          IpRanges: [{ CidrIp: '203.0.113.7/24', Description: 'me' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        },
      ],
    };
    const { SecurityGroupRules } = await local.ec2(person).send(new sdk.AuthorizeSecurityGroupIngressCommand(input));
    const ids = SecurityGroupRules?.map((rule) => rule.SecurityGroupRuleId);
    const rule = (id: string | undefined, more: object) => ({
      securityGroupRuleId: id,
      groupId: GROUP,
      groupOwnerId: ACCOUNT,
      isEgress: false,
      ipProtocol: 'tcp',
      fromPort: 22,
      toPort: 22,
      ...more,
      securityGroupRuleArn: `arn:aws:ec2:eu-west-1:123456789012:security-group-rule/${id}`,
    });
    const [record] = local.records;
    expect(record).toStrictEqual({
      eventVersion: '1.11',
      userIdentity: ALICE.identity,
      eventTime: '2026-01-02T03:04:05Z',
      eventSource: 'ec2.amazonaws.com',
      eventName: 'AuthorizeSecurityGroupIngress',
      awsRegion: 'eu-west-1',
      sourceIPAddress: '198.51.100.7',
      userAgent: 'Mozilla/5.0',
      requestParameters: {
        groupId: GROUP,
        ipPermissions: {
          items: [
            {
              ipProtocol: '6',
              fromPort: 22,
              toPort: 22,
              groups: {},
              ipRanges: { items: [{ cidrIp: '203.0.113.7/24', description: 'me' }] },
              ipv6Ranges: { items: [{ cidrIpv6: '::/0' }] },
              prefixListIds: {},
            },
          ],
        },
      },
      responseElements: {
        requestId: record?.requestID,
        _return: true,
        securityGroupRuleSet: {
          items: [
            rule(ids?.[0], { cidrIpv4: '203.0.113.0/24', description: 'me' }),
            rule(ids?.[1], { cidrIpv6: '::/0' }),
          ],
        },
      },
      requestID: expect.stringMatching(UUID),
      eventID: expect.stringMatching(UUID),
      readOnly: false,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: ACCOUNT,
      eventCategory: 'Management',
      tlsDetails: {
        tlsVersion: 'TLSv1.3',
        cipherSuite: 'TLS_AES_128_GCM_SHA256',
        clientProvidedHostHeader: 'ec2.eu-west-1.amazonaws.com',
      },
      sessionCredentialFromConsole: 'true',
    });
  });

  type Row = { name: string; call: (ec2: sdk.EC2Client) => Promise<unknown>; request: unknown; response: unknown };

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
    const dialectA =
      typeof response === 'object' && response !== null && !Object.keys(response)[0]?.endsWith('Response');
    expect(record?.responseElements).toStrictEqual(dialectA ? { requestId: record?.requestID, ...response } : response);
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

  const revoke = (more: object) =>
    new sdk.RevokeSecurityGroupIngressCommand({
      GroupId: GROUP,
      SecurityGroupRuleIds: ['sgr-0aaaaaaaaaaaaaaaa'],
      ...more,
    });

  test.for([
    {
      name: 'a failed call',
      command: revoke({}),
      principal: ALICE,
      code: 'InvalidSecurityGroupRuleId.NotFound',
      status: 400,
    },
    { name: 'a dry run', command: revoke({ DryRun: true }), principal: ALICE, code: 'DryRunOperation', status: 412 },
    {
      name: 'a call that IAM refused',
      command: revoke({}),
      principal: roleSession(ACCOUNT, 'ops/deploy', 'session', { denied: ['RevokeSecurityGroupIngress'] }),
      code: 'UnauthorizedOperation',
      status: 403,
    },
  ])('writes $name with its code and without an answer', async ({ command, principal, code, status }) => {
    const { local } = planted();
    const error = await errorOf(local.ec2(principal).send(command));
    expect(error).toBeInstanceOf(sdk.EC2ServiceException);
    expect(error).toMatchObject({ name: code, $fault: 'client', $metadata: { httpStatusCode: status } });
    expect(local.records).toMatchObject([
      { errorCode: `Client.${code}`, responseElements: null, userIdentity: principal.identity },
    ]);
    expect(local.records[0]?.requestParameters).toMatchObject({ groupId: GROUP });
    expect(local.ingress(GROUP)).toHaveLength(1);
  });

  test('writes nothing of reads', async () => {
    const { local, ec2 } = planted();
    await ec2.send(new sdk.DescribeSecurityGroupsCommand({}));
    await ec2.send(new sdk.DescribeSecurityGroupRulesCommand({}));
    expect(local.records).toEqual([]);
  });
});
