import { expect, test } from 'vitest';
import { scopeLines } from '../../../cli/explain/scope-lines.ts';
import type { Scope } from '../../../functions/core/policy.ts';
import { ANYWHERE } from '../../core/verdict-on.ts';

const GLOBS = '(* stands for any text, ? for any one character.)';
const ROLE = 'arn:aws:iam::123456789012:role/deploy';

test.for<[Scope, string[]]>([
  [{}, ['Every security group.']],
  [{ accounts: ['123456789012', '111122223333'] }, ['Security groups in account 123456789012 or 111122223333.']],
  [{ groups: ['web-*', 'sg-00000001'] }, ['Security groups named web-* or with the id sg-00000001.', GLOBS]],
  [
    { vpcs: ['vpc-00000001'], regions: ['eu-west-1'] },
    ['Security groups in region eu-west-1 and in VPC vpc-00000001.'],
  ],
  [
    { tags: { tier: ['web', 'edge'], 'cost centre': ['47 11'] } },
    ['Security groups with the tag tier = web or edge and the tag "cost centre" = "47 11".'],
  ],
  [
    { unless: { tags: { role: ['bastion'] } } },
    ['Every security group.', 'Left out are groups with the tag role = bastion.'],
  ],
  [
    { unless: { actors: [ROLE] } },
    ['Every security group.', `Left out are changes made by ${ROLE} (a user, or the role behind a session).`],
  ],
  [
    { groups: ['web'], unless: { groups: ['web-?'], actors: [ROLE] } },
    [
      'Security groups named web.',
      `Left out are changes made by ${ROLE} (a user, or the role behind a session) to groups named web-?.`,
      GLOBS,
    ],
  ],
])('scopeLines(%j) says which groups are covered', ([scope, lines]) => {
  expect(scopeLines({ scope, ban: ANYWHERE })).toEqual(lines);
});

test('scopeLines() speaks of calls where a policy watches them', () => {
  const ban = { kind: 'watch', events: ['network-acls'] } as const;
  expect(scopeLines({ scope: {}, ban })).toEqual(['Every account and region.']);
  expect(scopeLines({ scope: { regions: ['eu-west-1'] }, ban })).toEqual(['Calls in region eu-west-1.']);
});
