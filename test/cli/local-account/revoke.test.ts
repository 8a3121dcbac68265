import * as sdk from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { authorize, errorOf, GROUP, OTHER, range, world } from './fixture.ts';

describe('revokeIngress()', () => {
  test('removes a rule that is named twice once', async () => {
    const { ec2 } = world();
    await ec2.send(authorize({ GroupId: OTHER, IpPermissions: [range('10.0.0.0/8')] }));
    const IpPermissions = [range('10.0.0.0/8'), range('10.9.9.9/8')];
    const { RevokedSecurityGroupRules } = await ec2.send(
      new sdk.RevokeSecurityGroupIngressCommand({ GroupId: OTHER, IpPermissions }),
    );
    expect(RevokedSecurityGroupRules).toHaveLength(1);
  });

  test.for([
    {
      what: 'ids and permissions',
      input: { GroupId: GROUP, SecurityGroupRuleIds: ['sgr-0123456789abcdef0'], IpPermissions: [range('10.0.0.0/8')] },
      code: 'InvalidParameterCombination',
    },
    {
      what: 'ids without a group',
      input: { SecurityGroupRuleIds: ['sgr-0123456789abcdef0'] },
      code: 'MissingParameter',
    },
    {
      what: 'a malformed id',
      input: { GroupId: GROUP, SecurityGroupRuleIds: ['rule 1'] },
      code: 'InvalidSecurityGroupRuleId.Malformed',
    },
    { what: 'nothing', input: { GroupId: GROUP }, code: 'MissingParameter' },
  ])('refuses $what', async ({ input, code }) => {
    expect(await errorOf(world().ec2.send(new sdk.RevokeSecurityGroupIngressCommand(input)))).toMatchObject({
      name: code,
    });
  });
});

describe('updateDescriptions()', () => {
  test('writes and clears a text by rule id', async () => {
    const { local, ec2 } = world();
    const { SecurityGroupRules } = await ec2.send(
      authorize({ GroupId: GROUP, IpPermissions: [range('10.0.0.0/8', 'old')] }),
    );
    const SecurityGroupRuleId = SecurityGroupRules?.[0]?.SecurityGroupRuleId;
    const write = (text: object) =>
      ec2.send(
        new sdk.UpdateSecurityGroupRuleDescriptionsIngressCommand({
          GroupId: GROUP,
          SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId, ...text }],
        }),
      );
    await write({ Description: 'new' });
    expect(local.ingress(GROUP)).toMatchObject([{ description: 'new' }]);
    await write({});
    expect(local.ingress(GROUP)?.[0]).not.toHaveProperty('description');
  });

  test.for([
    { what: 'nothing', input: {}, code: 'MissingParameter' },
    {
      what: 'an unknown rule',
      input: { SecurityGroupRuleDescriptions: [{ SecurityGroupRuleId: 'sgr-0123456789abcdef0' }] },
      code: 'InvalidSecurityGroupRuleId.NotFound',
    },
    {
      what: 'a rule that is not there',
      input: { IpPermissions: [range('10.0.0.0/8', 'x')] },
      code: 'InvalidPermission.NotFound',
    },
  ])('refuses $what', async ({ input, code }) => {
    const command = new sdk.UpdateSecurityGroupRuleDescriptionsIngressCommand({ GroupId: GROUP, ...input });
    expect(await errorOf(world().ec2.send(command))).toMatchObject({ name: code });
  });
});
