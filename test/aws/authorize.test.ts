import { AuthorizeSecurityGroupIngressCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { authorize } from '../../functions/aws/authorize.ts';
import type { Rule, Tags } from '../../functions/core/rule.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { cidr, GROUP, LIST, OTHER_GROUP } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const add = authorize(new EC2Client({ region: 'eu-west-1' }));

const rule = (port: number, more: Partial<Rule> = {}): Rule => ({
  protocol: 6,
  from: port,
  to: port,
  source: { kind: 'cidr', cidr: cidr('10.0.0.0/8') },
  ...more,
});
const tagged = (port: number, tags: Tags): Rule => rule(port, { tags });
const permission = (port: number, range = {}) => ({
  IpProtocol: 'tcp',
  FromPort: port,
  ToPort: port,
  IpRanges: [{ CidrIp: '10.0.0.0/8', ...range }],
});
const inputs = () => ec2.calls().map(({ args: [command] }) => [command.constructor.name, command.input]);
const fail = (error: Error) => ec2.on(AuthorizeSecurityGroupIngressCommand).rejects(error);

beforeEach(() => {
  ec2.reset();
  ec2.on(AuthorizeSecurityGroupIngressCommand).resolves({ Return: true });
});

describe('authorize() asks', () => {
  test('authorize() adds every rule in one call, with its description, and without its id', async () => {
    const rules = [rule(22, { description: 'office' }), { ...rule(443), id: 'sgr-00000000000000001' as Rule['id'] }];
    await expect(add(GROUP, rules as Rule[])).resolves.toEqual({ kind: 'authorized' });
    expect(inputs()).toEqual([
      [
        'AuthorizeSecurityGroupIngressCommand',
        { GroupId: GROUP, IpPermissions: [permission(22, { Description: 'office' }), permission(443)] },
      ],
    ]);
  });

  test('authorize() tags the rules with the tags that they share, in whatever order', async () => {
    const rules = [tagged(22, { a: '1', b: '' }), tagged(443, { b: '', a: '1' })];
    await expect(add(GROUP, rules)).resolves.toEqual({ kind: 'authorized' });
    expect(ec2.calls()[0]?.args[0].input).toMatchObject({
      TagSpecifications: [
        {
          ResourceType: 'security-group-rule',
          Tags: [
            { Key: 'a', Value: '1' },
            { Key: 'b', Value: '' },
          ],
        },
      ],
    });
  });

  test('authorize() tags with a key __proto__', async () => {
    const tags: unknown = JSON.parse('{"__proto__":"x"}');
    await add(GROUP, [tagged(22, tags as Tags)]);
    expect(ec2.calls()[0]?.args[0].input).toMatchObject({
      TagSpecifications: [{ Tags: [{ Key: '__proto__', Value: 'x' }] }],
    });
  });

  test.for<{ name: string; rules: Rule[] }>([
    { name: 'no tags', rules: [rule(22), tagged(443, {})] },
    { name: "AWS's own tags alone", rules: [tagged(22, { 'aws:cloudformation:stack-name': 'x', 'AWS:y': 'z' })] },
    { name: "none beside AWS's own", rules: [tagged(22, { 'aws:a': '1' }), tagged(443, { 'aws:a': '2' })] },
  ])('authorize() tags nothing when the rules have $name', async ({ rules }) => {
    await expect(add(GROUP, rules)).resolves.toEqual({ kind: 'authorized' });
    expect(ec2.calls()[0]?.args[0].input).not.toHaveProperty('TagSpecifications');
  });

  test.for<{ name: string; tags: Tags | undefined }>([
    { name: 'another value', tags: { a: '2' } },
    { name: 'another key', tags: { b: '1' } },
    { name: 'one tag more', tags: { a: '1', b: '2' } },
    { name: 'no tags', tags: {} },
    { name: 'unknown tags', tags: undefined },
  ])('authorize() throws TypeError and calls nobody when a rule has $name', async ({ tags }) => {
    const message = "One call can't tag tcp 443 from 10.0.0.0/8 otherwise than tcp 22 from 10.0.0.0/8";
    const other = tags ? tagged(443, tags) : rule(443);
    await expect(add(GROUP, [tagged(22, { a: '1' }), other])).rejects.toThrow(new TypeError(message));
    expect(ec2.calls()).toHaveLength(0);
  });

  test('authorize() throws TypeError and calls nobody when no rule is named', async () => {
    await expect(add(GROUP, [])).rejects.toThrow(new TypeError('No rule to add was named'));
    expect(ec2.calls()).toHaveLength(0);
  });
});

describe('authorize() answers', () => {
  test.for([
    { code: 'InvalidPermission.Duplicate', kind: 'exists' },
    { code: 'RulesPerSecurityGroupLimitExceeded', kind: 'full' },
    { code: 'InvalidGroup.NotFound', kind: 'gone' },
    { code: 'InvalidGroupId.Malformed', kind: 'gone' },
  ])('authorize() says $kind when EC2 says $code', async ({ code, kind }) => {
    fail(sdkError(code));
    await expect(add(GROUP, [rule(22)])).resolves.toEqual({ kind });
  });

  test.for<{ name: string; source: Rule['source']; message: string; kind: string }>([
    {
      name: 'the group',
      source: { kind: 'group', id: OTHER_GROUP },
      message: `The security group '${GROUP}' does not exist`,
      kind: 'gone',
    },
    {
      name: 'the source',
      source: { kind: 'group', id: OTHER_GROUP },
      message: `The security group '${OTHER_GROUP}' does not exist`,
      kind: 'refused',
    },
    {
      name: 'neither',
      source: { kind: 'group', id: OTHER_GROUP },
      message: 'You have specified two resources that belong to different networks.',
      kind: 'refused',
    },
    {
      name: 'the name of the source',
      source: { kind: 'group-name', name: 'web' },
      message: `The security group 'web' does not exist in default VPC 'vpc-1'`,
      kind: 'refused',
    },
    { name: 'neither', source: { kind: 'group', id: GROUP }, message: 'No such group', kind: 'gone' },
  ])('authorize() says $kind when EC2 finds no group, with $source as a source, and names $name', async (row) => {
    fail(sdkError('InvalidGroup.NotFound', { message: row.message }));
    await expect(add(GROUP, [rule(22), rule(443, { source: row.source })])).resolves.toMatchObject({ kind: row.kind });
  });

  test.for([
    'UnauthorizedOperation',
    'OperationNotPermitted',
    'AccessDenied',
    'AuthFailure',
    'InvalidParameterValue',
    'TagLimitExceeded',
    'InvalidPrefixListID.NotFound',
    'VPCIdNotSpecified',
    'Unheard',
  ])('authorize() says refused and why when EC2 says %s', async (name) => {
    fail(sdkError(name));
    await expect(add(GROUP, [rule(22, { source: { kind: 'list', id: LIST } })])).resolves.toEqual({
      kind: 'refused',
      reason: `EC2 refused to add rules to ${GROUP}: ${name}, ${name} it is`,
    });
  });

  test('authorize() says refused when EC2 answers Return: false', async () => {
    ec2.on(AuthorizeSecurityGroupIngressCommand).resolves({ Return: false });
    const reason = `EC2 did not add rules to ${GROUP}, and gave no reason`;
    await expect(add(GROUP, [rule(22)])).resolves.toEqual({ kind: 'refused', reason });
  });

  test.for(['RequestLimitExceeded', 'Unavailable', 'TimeoutError', 'ExpiredToken', 'ConcurrentTagAccess'])(
    'authorize() throws RetryableError when EC2 says %s',
    async (name) => {
      const cause = sdkError(name);
      fail(cause);
      const thrown = await add(GROUP, [rule(22)]).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(RetryableError);
      expect(thrown).toMatchObject({ cause, message: expect.stringContaining('AuthorizeSecurityGroupIngress') });
    },
  );

  test('authorize() throws what did not come from EC2 as it is', async () => {
    const error = Object.assign(new Error('No credentials'), { name: 'CredentialsProviderError' });
    fail(error);
    await expect(add(GROUP, [rule(22)])).rejects.toBe(error);
  });
});
