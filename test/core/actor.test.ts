import { expect, test } from 'vitest';
import { readActor } from '../../functions/core/actor.ts';
import { ACCOUNT, assumedRole, iamUser, type Json, record } from '../records/records.ts';

const IAM = `arn:aws:iam::${ACCOUNT}`;
const SERVICE_ROLE = 'aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing';
const SSO = 'aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Network_Admin_0123456789abcdef';

const identities: { name: string; identity: unknown; expected: Json }[] = [
  {
    name: 'a root user',
    identity: { type: 'Root', arn: `${IAM}:root`, accountId: ACCOUNT },
    expected: { kind: 'root', name: 'root', arn: `${IAM}:root`, account: ACCOUNT },
  },
  {
    name: 'an IAM user',
    identity: iamUser('ada'),
    expected: { kind: 'user', name: 'ada', arn: `${IAM}:user/ada`, account: ACCOUNT },
  },
  {
    name: 'an IAM user whose name is only in the ARN',
    identity: iamUser('ada', { arn: `${IAM}:user/team/ada`, userName: undefined }),
    expected: { kind: 'user', name: 'ada', arn: `${IAM}:user/team/ada`, account: ACCOUNT },
  },
  {
    name: 'an IAM user without ARN',
    identity: iamUser('ada', { arn: undefined }),
    expected: { kind: 'user', name: 'ada', account: ACCOUNT },
  },
  {
    name: 'a role session',
    identity: assumedRole('team/deploy', 'build-7'),
    expected: { kind: 'role', name: 'deploy', arn: `${IAM}:role/team/deploy`, session: 'build-7', account: ACCOUNT },
  },
  {
    name: 'a role in China',
    identity: { type: 'Role', arn: `arn:aws-cn:iam::${ACCOUNT}:role/deploy`, accountId: ACCOUNT },
    expected: { kind: 'role', name: 'deploy', arn: `arn:aws-cn:iam::${ACCOUNT}:role/deploy`, account: ACCOUNT },
  },
  {
    name: 'a role session whose ARN was left out',
    identity: assumedRole('deploy', 'ada', { arn: undefined }),
    expected: { kind: 'role', name: 'deploy', arn: `${IAM}:role/deploy`, session: 'ada', account: ACCOUNT },
  },
  {
    name: 'a role session without issuer: its ARN is not known',
    identity: assumedRole('deploy', 'ada', { sessionContext: {} }),
    expected: { kind: 'role', name: 'deploy', session: 'ada', account: ACCOUNT },
  },
  {
    name: 'a service-linked role',
    identity: assumedRole(SERVICE_ROLE, 'ELB'),
    expected: {
      kind: 'service-linked-role',
      name: 'AWSServiceRoleForElasticLoadBalancing',
      arn: `${IAM}:role/${SERVICE_ROLE}`,
      session: 'ELB',
      account: ACCOUNT,
    },
  },
  {
    name: 'a look-alike of a service-linked role',
    identity: assumedRole('AWSServiceRoleForElasticLoadBalancing', 'ELB'),
    expected: {
      kind: 'role',
      name: 'AWSServiceRoleForElasticLoadBalancing',
      arn: `${IAM}:role/AWSServiceRoleForElasticLoadBalancing`,
      session: 'ELB',
      account: ACCOUNT,
    },
  },
  {
    name: 'a look-alike with the path further in',
    identity: assumedRole('x/aws-service-role/y/AWSServiceRoleForSupport', 's'),
    expected: {
      kind: 'role',
      name: 'AWSServiceRoleForSupport',
      arn: `${IAM}:role/x/aws-service-role/y/AWSServiceRoleForSupport`,
      session: 's',
      account: ACCOUNT,
    },
  },
  {
    name: 'a person of Identity Center',
    identity: assumedRole(SSO, 'ada@example.com'),
    expected: {
      kind: 'identity-center',
      name: 'Network_Admin',
      arn: `${IAM}:role/${SSO}`,
      session: 'ada@example.com',
      account: ACCOUNT,
    },
  },
  {
    name: 'a look-alike of an Identity Center role',
    identity: assumedRole('AWSReservedSSO_Admin_0123456789abcdef', 'ada@example.com'),
    expected: {
      kind: 'role',
      name: 'AWSReservedSSO_Admin_0123456789abcdef',
      arn: `${IAM}:role/AWSReservedSSO_Admin_0123456789abcdef`,
      session: 'ada@example.com',
      account: ACCOUNT,
    },
  },
  {
    name: 'a service',
    identity: { type: 'AWSService', invokedBy: 'autoscaling.amazonaws.com' },
    expected: { kind: 'service', name: 'autoscaling.amazonaws.com', tool: 'autoscaling.amazonaws.com' },
  },
  {
    name: 'a service without type',
    identity: { accountId: ACCOUNT, invokedBy: 'rds.amazonaws.com' },
    expected: { kind: 'service', name: 'rds.amazonaws.com', account: ACCOUNT, tool: 'rds.amazonaws.com' },
  },
  {
    name: 'a federated user',
    identity: { type: 'FederatedUser', arn: `arn:aws:sts::${ACCOUNT}:federated-user/ada`, accountId: ACCOUNT },
    expected: { kind: 'federated', name: 'ada', arn: `arn:aws:sts::${ACCOUNT}:federated-user/ada`, account: ACCOUNT },
  },
  {
    name: 'a web identity',
    identity: { type: 'WebIdentityUser', principalId: 'accounts.example.com:app:ada', userName: 'ada' },
    expected: { kind: 'federated', name: 'ada' },
  },
  {
    name: 'a SAML identity known by its principal alone',
    identity: { type: 'SAMLUser', principalId: 'SAMLEXAMPLE:ada@example.com' },
    expected: { kind: 'federated', name: 'ada@example.com' },
  },
  {
    name: 'another account',
    identity: { type: 'AWSAccount', accountId: '123456789012', principalId: 'AROAEXAMPLE:x' },
    expected: { kind: 'unknown', name: 'account 123456789012', account: '123456789012' },
  },
];

test.for(identities)('readActor() recognises $name', ({ identity, expected }) => {
  const parts = { userIdentity: identity, userAgent: undefined, sourceIPAddress: undefined };
  expect(readActor(record('AnyEvent', parts))).toEqual(expected);
});

const edited: { name: string; identity: unknown }[] = [
  { name: 'no identity', identity: undefined },
  { name: 'null', identity: null },
  { name: 'a text', identity: 'Sanitized' },
  { name: 'a list', identity: [iamUser()] },
  { name: 'a type of the wrong kind', identity: { type: ['Root'] } },
  { name: 'a type that no release knew', identity: { type: 'Robot', invokedBy: 'x', userName: 'ada' } },
  { name: 'a user without name and ARN', identity: { type: 'IAMUser', principalId: 'AIDAEXAMPLE' } },
  { name: 'a role session without role', identity: { type: 'AssumedRole', sessionContext: { sessionIssuer: 7 } } },
  { name: 'a role whose ARN ends early', identity: { type: 'Role', arn: `${IAM}:role/` } },
  { name: 'a federated user with nothing else', identity: { type: 'FederatedUser' } },
  { name: 'an account without number', identity: { type: 'AWSAccount', accountId: 'elsewhere' } },
  { name: 'a service without name', identity: { type: 'AWSService' } },
  { name: 'a service with an ARN', identity: { invokedBy: 'rds.amazonaws.com', arn: `${IAM}:user/ada` } },
  { name: 'a type inherited from __proto__', identity: JSON.parse('{"__proto__":{"type":"Root"}}') },
];

test.for(edited)('readActor() is unknown when the identity is $name', ({ identity }) => {
  expect(readActor(record('AnyEvent', { userIdentity: identity }))).toMatchObject({ kind: 'unknown', name: 'unknown' });
});

test('readActor() keeps address and agent as they are, but cuts long texts', () => {
  const long = 'x'.repeat(1_000_000);
  const actor = readActor(
    record('AnyEvent', { userIdentity: assumedRole('deploy', long), sourceIPAddress: 'AWS Internal', userAgent: long }),
  );
  expect(actor.address).toBe('AWS Internal');
  expect(actor.userAgent).toBe('x'.repeat(512));
  expect(actor.session).toBe('x'.repeat(256));
  expect(readActor(record('AnyEvent', { sourceIPAddress: long })).address).toBe('x'.repeat(256));
});

test('readActor() drops an ARN that is too long rather than cut it into another one', () => {
  const actor = readActor(
    record('AnyEvent', { userIdentity: iamUser('ada', { arn: `${IAM}:user/${'x'.repeat(3000)}` }) }),
  );
  expect(actor).toMatchObject({ kind: 'user', name: 'ada' });
  expect(actor).not.toHaveProperty('arn');
});
