import * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { roleSession } from '../../../cli/local-account/principal.ts';
import { ACCOUNT, ALICE, errorOf, GROUP, planted } from './fixture.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

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
