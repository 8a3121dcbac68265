import type * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { ruleText } from '../../../functions/core/rule.ts';
import { authorize, errorOf, GROUP, OTHER, ports, range, world } from './fixture.ts';

describe('authorizeIngress()', () => {
  test('opens icmp, tcp and udp to a group that is named in the oldest form', async () => {
    const { local, ec2 } = world();
    await ec2.send(authorize({ GroupName: 'inside', SourceSecurityGroupName: 'inside' }));
    expect(local.ingress(GROUP)?.map(ruleText)).toEqual([
      `icmp type any code any from ${GROUP}`,
      `tcp 0-65535 from ${GROUP}`,
      `udp 0-65535 from ${GROUP}`,
    ]);
  });

  test.for<{ what: string; input: sdk.AuthorizeSecurityGroupIngressCommandInput; code: string }>([
    { what: 'no group', input: { IpPermissions: [range('10.0.0.0/8')] }, code: 'MissingParameter' },
    {
      what: 'an id and a name',
      input: { GroupId: GROUP, GroupName: 'inside', IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidParameterCombination',
    },
    {
      what: 'a name outside the default VPC',
      input: { GroupName: 'outside', IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidGroup.NotFound',
    },
    {
      what: 'a malformed group id',
      input: { GroupId: 'web', IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidGroupId.Malformed',
    },
    { what: 'no permission', input: { GroupId: GROUP }, code: 'MissingParameter' },
    {
      what: 'a permission without a source',
      input: { GroupId: GROUP, IpPermissions: [ports] },
      code: 'MissingParameter',
    },
    {
      what: 'a source without id and name',
      input: { GroupId: GROUP, IpPermissions: [{ ...ports, UserIdGroupPairs: [{}] }] },
      code: 'MissingParameter',
    },
    {
      what: 'both forms',
      input: { GroupId: GROUP, CidrIp: '10.0.0.0/8', IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidParameterCombination',
    },
    {
      what: 'a group of another VPC',
      input: { GroupId: GROUP, IpPermissions: [{ ...ports, UserIdGroupPairs: [{ GroupId: OTHER }] }] },
      code: 'InvalidGroup.NotFound',
    },
    {
      what: 'a group of another account without its id',
      input: {
        GroupId: GROUP,
        IpPermissions: [{ ...ports, UserIdGroupPairs: [{ GroupName: 'x', UserId: '111122223333' }] }],
      },
      code: 'InvalidGroup.NotFound',
    },
    {
      what: 'no protocol',
      input: { GroupId: GROUP, IpPermissions: [{ IpRanges: [{ CidrIp: '10.0.0.0/8' }] }] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'an unknown protocol',
      input: { GroupId: GROUP, IpPermissions: [{ ...range('10.0.0.0/8'), IpProtocol: 'sctp?' }] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'ports that run backwards',
      input: { GroupId: GROUP, IpPermissions: [{ ...range('10.0.0.0/8'), FromPort: 23 }] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'one port only',
      input: {
        GroupId: GROUP,
        IpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, IpRanges: [{ CidrIp: '10.0.0.0/8' }] }],
      },
      code: 'InvalidParameterValue',
    },
    {
      what: 'tcp with ports of -1',
      input: { GroupId: GROUP, IpPermissions: [{ ...range('10.0.0.0/8'), FromPort: -1, ToPort: -1 }] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'a line break in the description',
      input: { GroupId: GROUP, IpPermissions: [range('10.0.0.0/8', 'a\nb')] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'a description of 256 characters',
      input: { GroupId: GROUP, IpPermissions: [range('10.0.0.0/8', 'a'.repeat(256))] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'one block twice, once with host bits',
      input: { GroupId: GROUP, IpPermissions: [range('10.0.0.0/8'), range('10.1.2.3/8')] },
      code: 'InvalidParameterValue',
    },
    {
      what: 'a tag of AWS',
      input: {
        GroupId: GROUP,
        IpPermissions: [range('10.0.0.0/8')],
        TagSpecifications: [{ ResourceType: 'security-group-rule', Tags: [{ Key: 'aws:x', Value: '' }] }],
      },
      code: 'InvalidParameterValue',
    },
    {
      what: 'tags for another resource',
      input: {
        GroupId: GROUP,
        IpPermissions: [range('10.0.0.0/8')],
        TagSpecifications: [{ ResourceType: 'vpc', Tags: [] }],
      },
      code: 'InvalidParameterValue',
    },
    {
      what: 'a hundred thousand rules',
      input: {
        GroupId: GROUP,
        IpPermissions: Array.from({ length: 100_000 }, (_, index) =>
          range(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}/32`),
        ),
      },
      code: 'RulesPerSecurityGroupLimitExceeded',
    },
  ])('refuses $what', async ({ input, code }) => {
    const { local, ec2 } = world();
    expect(await errorOf(ec2.send(authorize(input)))).toMatchObject({ name: code });
    expect(local.ingress(GROUP)).toEqual([]);
  });

  test('counts a group against both families', async () => {
    const { ec2 } = world();
    const blocks = Array.from({ length: 60 }, (_, index) => ({ CidrIpv6: `2001:db8:${index}::/48` }));
    await ec2.send(authorize({ GroupId: GROUP, IpPermissions: [{ ...ports, Ipv6Ranges: blocks }] }));
    const byGroup = authorize({
      GroupId: GROUP,
      IpPermissions: [{ ...ports, UserIdGroupPairs: [{ GroupId: GROUP }] }],
    });
    expect(await errorOf(ec2.send(byGroup))).toMatchObject({ name: 'RulesPerSecurityGroupLimitExceeded' });
  });

  test('says which rule is there', async () => {
    const { ec2 } = world();
    await ec2.send(authorize({ GroupId: GROUP, IpPermissions: [range('0.0.0.0/0')] }));
    const error = await errorOf(ec2.send(authorize({ GroupId: GROUP, IpPermissions: [range('0.0.0.0/0')] })));
    expect(error).toMatchObject({
      message: 'the specified rule "peer: 0.0.0.0/0, TCP, from port: 22, to port: 22, ALLOW" already exists',
    });
  });
});
