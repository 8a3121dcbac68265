import * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { authorize, errorOf, GROUP, ports, range, world } from './fixture.ts';

describe('modifyRules()', () => {
  test('changes none when one of them is refused', async () => {
    const { local, ec2 } = world();
    const { SecurityGroupRules } = await ec2.send(authorize({ GroupId: GROUP, IpPermissions: [range('10.0.0.0/8')] }));
    const [first] = SecurityGroupRules?.map((rule) => rule.SecurityGroupRuleId) ?? [];
    const SecurityGroupRule = { ...ports, CidrIpv4: '0.0.0.0/0' };
    const command = new sdk.ModifySecurityGroupRulesCommand({
      GroupId: GROUP,
      SecurityGroupRules: [
        { SecurityGroupRuleId: first, SecurityGroupRule },
        { SecurityGroupRuleId: 'sgr-0123456789abcdef0', SecurityGroupRule },
      ],
    });
    expect(await errorOf(ec2.send(command))).toMatchObject({ name: 'InvalidSecurityGroupRuleId.NotFound' });
    expect(local.ingress(GROUP)).toMatchObject([{ source: { cidr: '10.0.0.0/8' } }]);
  });

  test('keeps the description and the tags, and changes egress rules too', async () => {
    const { local, ec2 } = world();
    const TagSpecifications: sdk.TagSpecification[] = [
      { ResourceType: 'security-group-rule', Tags: [{ Key: 'a', Value: '1' }] },
    ];
    const { SecurityGroupRules } = await ec2.send(
      authorize({
        GroupId: GROUP,
        IpPermissions: [range('10.0.0.0/8', 'office')],
        TagSpecifications,
      }),
    );
    const Filters = [{ Name: 'group-id', Values: [GROUP] }];
    const before = await ec2.send(new sdk.DescribeSecurityGroupRulesCommand({ Filters }));
    const egress = before.SecurityGroupRules?.find((rule) => rule.IsEgress)?.SecurityGroupRuleId;
    await ec2.send(
      new sdk.ModifySecurityGroupRulesCommand({
        GroupId: GROUP,
        SecurityGroupRules: [
          {
            SecurityGroupRuleId: SecurityGroupRules?.[0]?.SecurityGroupRuleId,
            SecurityGroupRule: { IpProtocol: 'udp', FromPort: 53, ToPort: 53, CidrIpv4: '0.0.0.0/0' },
          },
          { SecurityGroupRuleId: egress, SecurityGroupRule: { IpProtocol: '-1', CidrIpv4: '10.0.0.0/8' } },
        ],
      }),
    );
    expect(local.ingress(GROUP)).toMatchObject([
      { protocol: 17, description: 'office', tags: { a: '1' }, source: { cidr: '0.0.0.0/0' } },
    ]);
    const after = await ec2.send(
      new sdk.DescribeSecurityGroupRulesCommand({
        Filters: [{ Name: 'security-group-rule-id', Values: [egress ?? ''] }],
      }),
    );
    expect(after.SecurityGroupRules).toMatchObject([{ IsEgress: true, CidrIpv4: '10.0.0.0/8' }]);
  });
});
