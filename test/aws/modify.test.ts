import { EC2Client, ModifySecurityGroupRulesCommand } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { modify } from '../../functions/aws/modify.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { cidr, GROUP, LIST, OTHER_GROUP, RULE } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const change = modify(new EC2Client({ region: 'eu-west-1' }));

const BEFORE: Rule = { protocol: 6, from: 443, to: 443, source: { kind: 'cidr', cidr: cidr('10.0.0.0/8') } };
const CONTENT = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIpv4: '10.0.0.0/8' };
const asked = (SecurityGroupRule: object) => [
  'ModifySecurityGroupRulesCommand',
  { GroupId: GROUP, SecurityGroupRules: [{ SecurityGroupRuleId: RULE, SecurityGroupRule }] },
];
const inputs = () => ec2.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);
const fail = (error: Error) => ec2.on(ModifySecurityGroupRulesCommand).rejects(error);

beforeEach(() => {
  ec2.reset();
  ec2.on(ModifySecurityGroupRulesCommand).resolves({ Return: true });
});

describe('modify()', () => {
  test.for<{ name: string; to: Rule; Description: string }>([
    { name: 'its description', to: { ...BEFORE, description: 'office' }, Description: 'office' },
    { name: 'an empty description when it had none', to: BEFORE, Description: '' },
    { name: 'no tags, which stay', to: { ...BEFORE, tags: { a: '1' } }, Description: '' },
  ])('modify() gives the rule its content and $name in one call', async ({ to, Description }) => {
    await expect(change(GROUP, RULE, to)).resolves.toEqual({ kind: 'modified' });
    expect(inputs()).toEqual([asked({ ...CONTENT, Description })]);
  });

  test('modify() leaves the description as it is when EC2 refuses an empty one', async () => {
    const message = 'Invalid rule description. Valid descriptions are strings less than 256 characters';
    ec2
      .on(ModifySecurityGroupRulesCommand)
      .rejectsOnce(sdkError('InvalidParameterValue', { message }))
      .resolves({ Return: true });
    await expect(change(GROUP, RULE, BEFORE)).resolves.toEqual({ kind: 'modified' });
    expect(inputs()).toEqual([asked({ ...CONTENT, Description: '' }), asked(CONTENT)]);
  });

  test.for<{ name: string; to: Rule; message: string }>([
    { name: 'the description is not empty', to: { ...BEFORE, description: 'é' }, message: 'Invalid rule description' },
    { name: 'the fault is another', to: BEFORE, message: 'Invalid rule type' },
  ])('modify() asks once when $name', async ({ to, message }) => {
    fail(sdkError('InvalidParameterValue', { message }));
    const reason = `EC2 refused to modify ${RULE} of ${GROUP}: InvalidParameterValue, ${message}`;
    await expect(change(GROUP, RULE, to)).resolves.toEqual({ kind: 'refused', reason });
    expect(ec2.calls()).toHaveLength(1);
  });

  test('modify() says refused and calls nobody when the source is a group known by its name', async () => {
    const to: Rule = { ...BEFORE, source: { kind: 'group-name', name: 'web', account: 'amazon-elb' } };
    await expect(change(GROUP, RULE, to)).resolves.toEqual({
      kind: 'refused',
      reason: 'EC2 modifies a rule to a group by its id only, and all that is known is group amazon-elb/web',
    });
    expect(ec2.calls()).toHaveLength(0);
  });

  test.for([
    { code: 'InvalidPermission.Duplicate', kind: 'exists' },
    { code: 'InvalidSecurityGroupRuleId.NotFound', kind: 'gone' },
    { code: 'InvalidSecurityGroupRuleId.Malformed', kind: 'gone' },
    { code: 'InvalidPermission.NotFound', kind: 'gone' },
    { code: 'InvalidGroup.NotFound', kind: 'gone' },
    { code: 'InvalidGroupId.Malformed', kind: 'gone' },
  ])('modify() says $kind when EC2 says $code', async ({ code, kind }) => {
    fail(sdkError(code));
    await expect(change(GROUP, RULE, BEFORE)).resolves.toEqual({ kind });
  });

  test.for([
    { name: 'the group', missing: GROUP, kind: 'gone' },
    { name: 'the source', missing: OTHER_GROUP, kind: 'refused' },
  ])('modify() says $kind when EC2 does not find $name', async ({ missing, kind }) => {
    fail(sdkError('InvalidGroup.NotFound', { message: `The security group '${missing}' does not exist` }));
    const to: Rule = { ...BEFORE, source: { kind: 'group', id: OTHER_GROUP } };
    await expect(change(GROUP, RULE, to)).resolves.toMatchObject({ kind });
  });

  test.for([
    'UnauthorizedOperation',
    'InvalidParameterValue',
    'InvalidParameterCombination',
    'InvalidPrefixListID.NotFound',
    'RulesPerSecurityGroupLimitExceeded',
  ])('modify() says refused and why when EC2 says %s', async (name) => {
    fail(sdkError(name));
    await expect(change(GROUP, RULE, { ...BEFORE, source: { kind: 'list', id: LIST } })).resolves.toEqual({
      kind: 'refused',
      reason: `EC2 refused to modify ${RULE} of ${GROUP}: ${name}, ${name} it is`,
    });
  });

  test.for(['RequestLimitExceeded', 'InternalError', 'TimeoutError'])(
    'modify() throws RetryableError when EC2 says %s',
    async (name) => {
      const cause = sdkError(name);
      fail(cause);
      const thrown = await change(GROUP, RULE, BEFORE).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(RetryableError);
      expect(thrown).toMatchObject({ cause, message: expect.stringContaining('ModifySecurityGroupRules') });
    },
  );

  test('modify() throws what did not come from EC2 as it is', async () => {
    const error = new RangeError('ours');
    fail(error);
    await expect(change(GROUP, RULE, BEFORE)).rejects.toBe(error);
  });
});
