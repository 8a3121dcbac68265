import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { actorOfArn, readActor } from '../../../functions/core/actor.ts';
import { globsMeet, matchesGlob } from '../../../functions/core/judge/glob.ts';
import { namesActor } from '../../../functions/core/judge/who.ts';

const ROLE = 'arn:aws:iam::123456789012:role/engineers/deploy';
const ELB =
  'arn:aws:iam::123456789012:role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing';
const SSO =
  'arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef';

/** A role's session as CloudTrail records it; without `issuer` the path of the role is not to be had. */
const session = (role: string, name: string, issuer?: string) => ({
  userIdentity: {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${name}`,
    arn: `arn:aws:sts::123456789012:assumed-role/${role}/${name}`,
    accountId: '123456789012',
    ...(issuer !== undefined && { sessionContext: { sessionIssuer: { type: 'Role', arn: issuer, userName: role } } }),
  },
});
const user = (arn: string, more: object = {}) => ({
  userIdentity: { type: 'IAMUser', arn, accountId: '123456789012', userName: 'anna', ...more },
});

describe('namesActor()', () => {
  test.for<[string, string[], object, 'covered' | 'outside' | 'unknown']>([
    ['the role behind a session', [ROLE], session('deploy', 'anna', ROLE), 'covered'],
    ['a path', ['arn:aws:iam::123456789012:role/engineers/*'], session('deploy', 'anna', ROLE), 'covered'],
    ['one character', ['arn:aws:iam::12345678901?:role/engineers/deplo?'], session('deploy', 'anna', ROLE), 'covered'],
    ['every account', ['arn:aws:iam::*:role/engineers/deploy'], session('deploy', 'anna', ROLE), 'covered'],
    ['one of several', ['arn:aws:iam::1:role/x', ROLE], session('deploy', 'anna', ROLE), 'covered'],
    ['no pattern', [], session('deploy', 'anna', ROLE), 'outside'],
    ['an empty pattern', [''], session('deploy', 'anna', ROLE), 'outside'],
    [
      'a part of an ARN',
      ['deploy', 'role/engineers/deploy', 'arn:aws:iam::123456789012:role/engineers/'],
      session('deploy', 'anna', ROLE),
      'outside',
    ],
    ['another case of letters', [ROLE.toUpperCase()], session('deploy', 'anna', ROLE), 'outside'],
    [
      'the same name at another path',
      [ROLE],
      session('deploy', 'anna', 'arn:aws:iam::123456789012:role/deploy'),
      'outside',
    ],
    ['another account', [ROLE], session('deploy', 'anna', ROLE.replace('123456789012', '210987654321')), 'outside'],
    [
      'a user',
      ['arn:aws:iam::123456789012:user/team/anna'],
      user('arn:aws:iam::123456789012:user/team/anna'),
      'covered',
    ],
    [
      'a user that calls itself as a role does',
      ['arn:aws:iam::123456789012:role/deploy'],
      user('arn:aws:iam::123456789012:user/role/deploy'),
      'outside',
    ],
    // What the caller chooses.
    [
      'a session that bears the name of a role',
      [ROLE],
      session('other', 'deploy', 'arn:aws:iam::123456789012:role/other'),
      'outside',
    ],
    ['a session that bears an ARN', [ROLE], session('other', ROLE, 'arn:aws:iam::123456789012:role/other'), 'outside'],
    [
      'a pattern of sessions',
      ['arn:aws:sts::123456789012:assumed-role/deploy/*'],
      session('deploy', 'anna', ROLE),
      'outside',
    ],
    [
      'an address and a tool',
      [ROLE],
      { ...session('other', 'x', 'arn:aws:iam::123456789012:role/other'), sourceIPAddress: ROLE, userAgent: ROLE },
      'outside',
    ],
    ['a user name', [ROLE], user('arn:aws:iam::123456789012:user/anna', { userName: ROLE }), 'outside'],
    [
      'an identity with the ARN of a role in that of a session',
      ['*'],
      user('arn:aws:sts::123456789012:assumed-role/x/:user/anna'),
      'outside',
    ],
    // Roles that AWS makes.
    ['a service-linked role', [ELB], session('AWSServiceRoleForElasticLoadBalancing', 'x', ELB), 'covered'],
    [
      'its look-alike',
      [ELB],
      session(
        'AWSServiceRoleForElasticLoadBalancing',
        'x',
        'arn:aws:iam::123456789012:role/AWSServiceRoleForElasticLoadBalancing',
      ),
      'outside',
    ],
    [
      'a permission set',
      ['arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*'],
      session('AWSReservedSSO_Admin_0123456789abcdef', 'anna', SSO),
      'covered',
    ],
    [
      'its look-alike at another path',
      ['arn:aws:iam::123456789012:role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Admin_*'],
      session(
        'AWSReservedSSO_Admin_0123456789abcdef',
        'anna',
        'arn:aws:iam::123456789012:role/AWSReservedSSO_Admin_0123456789abcdef',
      ),
      'outside',
    ],
    // Never, whatever the pattern.
    [
      'root',
      ['*', 'arn:aws:iam::123456789012:root'],
      { userIdentity: { type: 'Root', arn: 'arn:aws:iam::123456789012:root', accountId: '123456789012' } },
      'outside',
    ],
    [
      'a service',
      ['*'],
      { userIdentity: { type: 'AWSService', invokedBy: 'elasticloadbalancing.amazonaws.com' } },
      'outside',
    ],
    [
      'a federated user',
      ['*'],
      {
        userIdentity: {
          type: 'FederatedUser',
          arn: 'arn:aws:sts::123456789012:federated-user/deploy',
          accountId: '123456789012',
        },
      },
      'outside',
    ],
    ['nobody', ['*'], {}, 'outside'],
    ['an edited identity', ['*'], { userIdentity: { type: 'IAMUser', arn: 7 } }, 'outside'],
    // A role without its path.
    ['a session without its issuer', [ROLE], session('deploy', 'anna'), 'unknown'],
    ['such a session of another role', [ROLE], session('other', 'anna'), 'outside'],
    [
      'such a session of another account',
      [ROLE.replace('123456789012', '210987654321')],
      session('deploy', 'anna'),
      'outside',
    ],
    ['such a session of a name that no role has', ['arn:aws:iam::*:role/*'], session('de*ploy', 'anna'), 'outside'],
  ])('%s', ([, patterns, record, kind]) => {
    expect(namesActor(patterns, readActor(record)).kind).toBe(kind);
  });

  test('does not know who made a change that no call is known of', () => {
    expect(namesActor([ROLE], undefined)).toEqual({ kind: 'unknown', missing: 'who made the change' });
  });
});

test.for([
  [ROLE, { kind: 'role', arn: ROLE, name: 'deploy' }],
  [
    'arn:aws:iam::123456789012:user/team/anna',
    { kind: 'user', arn: 'arn:aws:iam::123456789012:user/team/anna', name: 'anna' },
  ],
  ['arn:aws:sts::123456789012:assumed-role/deploy/anna', { kind: 'role', name: 'deploy', session: 'anna' }],
  ['arn:aws:iam::123456789012:root', { kind: 'root', name: 'root' }],
  [ELB, { kind: 'service-linked-role', arn: ELB }],
  ['', { kind: 'unknown' }],
] as const)('actorOfArn() makes of %s what a record would', ([arn, actor]) => {
  expect(actorOfArn(arn)).toMatchObject(actor);
});

test('globsMeet() is true exactly when some text matches both', () => {
  const pattern = fc.stringMatching(/^[ab*?]{0,3}$/);
  const texts = ['', ...'ab', ...[...'ab'].flatMap((a) => [...'ab'].map((b) => a + b))];
  const longer = texts.flatMap((a) => texts.flatMap((b) => texts.map((c) => a + b + c)));
  fc.assert(
    fc.property(pattern, pattern, (a, b) => {
      const met = longer.some((text) => matchesGlob(a, text) && matchesGlob(b, text));
      // Patterns of three characters that meet at all do so in a text of six.
      expect([a, b, globsMeet(a, b)]).toEqual([a, b, met]);
    }),
    { numRuns: 2000 },
  );
});
