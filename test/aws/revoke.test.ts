import {
  EC2Client,
  RevokeSecurityGroupIngressCommand,
  type RevokeSecurityGroupIngressResult,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { revoke } from '../../functions/aws/revoke.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { GROUP, OTHER_RULE, RULE } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const remove = revoke(new EC2Client({ region: 'eu-west-1' }));

beforeEach(() => {
  ec2.reset();
  ec2.on(RevokeSecurityGroupIngressCommand).resolves({ Return: true });
});

describe('revoke()', () => {
  test('revoke() names the group and the rules by id in one call', async () => {
    await expect(remove(GROUP, [RULE, OTHER_RULE])).resolves.toEqual({ kind: 'revoked' });
    expect(ec2.calls().map(({ args: [command] }) => [command.constructor.name, command.input])).toEqual([
      ['RevokeSecurityGroupIngressCommand', { GroupId: GROUP, SecurityGroupRuleIds: [RULE, OTHER_RULE] }],
    ]);
  });

  test('revoke() throws TypeError and calls nobody when no rule is named', async () => {
    await expect(remove(GROUP, [])).rejects.toThrow(new TypeError(`No rule of ${GROUP} was named`));
    expect(ec2.calls()).toHaveLength(0);
  });

  test.for<{ name: string; answer: RevokeSecurityGroupIngressResult; kind: string }>([
    { name: 'nothing', answer: {}, kind: 'revoked' },
    { name: 'no removed rules', answer: { Return: true, RevokedSecurityGroupRules: [] }, kind: 'revoked' },
    {
      name: 'both rules as removed',
      answer: { RevokedSecurityGroupRules: [{ SecurityGroupRuleId: OTHER_RULE }, { SecurityGroupRuleId: RULE }] },
      kind: 'revoked',
    },
    {
      name: 'one rule as removed',
      answer: { RevokedSecurityGroupRules: [{ SecurityGroupRuleId: RULE }] },
      kind: 'gone',
    },
    { name: 'Return: false', answer: { Return: false }, kind: 'gone' },
    {
      name: 'UnknownIpPermissions',
      answer: { Return: true, UnknownIpPermissions: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22 }] },
      kind: 'gone',
    },
  ])('revoke() says $kind when EC2 answers $name', async ({ answer, kind }) => {
    ec2.on(RevokeSecurityGroupIngressCommand).resolves(answer);
    await expect(remove(GROUP, [RULE, OTHER_RULE])).resolves.toEqual({ kind });
  });

  test.for([
    'InvalidSecurityGroupRuleId.NotFound',
    'InvalidSecurityGroupRuleId.Malformed',
    'InvalidPermission.NotFound',
    'InvalidGroup.NotFound',
  ])('revoke() says gone when EC2 says %s at the first request', async (name) => {
    ec2.on(RevokeSecurityGroupIngressCommand).rejects(sdkError(name, { $metadata: { attempts: 1 } }));
    await expect(remove(GROUP, [RULE])).resolves.toEqual({ kind: 'gone' });
  });

  test('revoke() says revoked when the rule is gone at the second request, after the first was lost', async () => {
    const error = sdkError('InvalidSecurityGroupRuleId.NotFound', { $metadata: { attempts: 2 } });
    ec2.on(RevokeSecurityGroupIngressCommand).rejects(error);
    await expect(remove(GROUP, [RULE])).resolves.toEqual({ kind: 'revoked' });
  });

  test.for(['UnauthorizedOperation', 'OperationNotPermitted', 'AccessDenied', 'AuthFailure'])(
    'revoke() says refused and why when EC2 says %s',
    async (name) => {
      ec2.on(RevokeSecurityGroupIngressCommand).rejects(sdkError(name));
      await expect(remove(GROUP, [RULE])).resolves.toEqual({
        kind: 'refused',
        reason: `EC2 refused to remove rules from ${GROUP}: ${name}, ${name} it is`,
      });
    },
  );

  test.for([
    {
      name: 'leaves out what only AWS can decode',
      message: `You are not authorized. Encoded authorization failure message: ${'x'.repeat(4000)}`,
      words: 'You are not authorized',
    },
    { name: 'shortens a long message', message: 'x'.repeat(4000), words: 'x'.repeat(300) },
  ])('revoke() $name when it is refused', async ({ message, words }) => {
    ec2.on(RevokeSecurityGroupIngressCommand).rejects(sdkError('UnauthorizedOperation', { message }));
    await expect(remove(GROUP, [RULE])).resolves.toEqual({
      kind: 'refused',
      reason: `EC2 refused to remove rules from ${GROUP}: UnauthorizedOperation, ${words}`,
    });
  });

  test.for(['RequestLimitExceeded', 'Unavailable', 'TimeoutError', 'ExpiredToken'])(
    'revoke() throws RetryableError when EC2 says %s',
    async (name) => {
      const cause = sdkError(name);
      ec2.on(RevokeSecurityGroupIngressCommand).rejects(cause);
      const thrown = await remove(GROUP, [RULE]).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(RetryableError);
      expect(thrown).toMatchObject({ cause });
    },
  );

  test.for(['InvalidParameterValue', 'ConditionalCheckFailedException'])(
    'revoke() throws %s as it is',
    async (name) => {
      const error = sdkError(name);
      ec2.on(RevokeSecurityGroupIngressCommand).rejects(error);
      await expect(remove(GROUP, [RULE])).rejects.toBe(error);
    },
  );
});
