import { expect, test } from 'vitest';
import type { Policy } from '../../functions/core/policy.ts';
import { openingRights } from '../../infra/opening-rights.ts';

const ARNS = { groups: 'groups/*', rules: 'rules/*', ownLists: 'own-lists/*', lists: 'lists/*' };

type Tags = NonNullable<Policy['scope']['tags']>;

const enforcing = (remedy: Policy['remedy'], ban: Policy['ban']['kind'], tags?: Tags): Policy => ({
  id: 'p',
  title: 'T',
  severity: 'low',
  mode: 'enforce',
  scope: tags ? { tags } : {},
  ban: ban === 'freeze' ? { kind: ban } : ban === 'watch' ? { kind: ban, events: [] } : { kind: ban, statements: [] },
  remedy,
  runbook: 'R',
});
const narrowing = (tags?: Tags) => enforcing('narrow', 'deny', tags);

/** Each statement as `sid: action on resources if key values`. */
const rights = (...policies: Policy[]): string[] =>
  openingRights(policies, ARNS).map((statement) => {
    const { Sid, Action, Resource, Condition } = statement.toStatementJson();
    const conditions = Object.entries<Record<string, string | string[]>>(Condition ?? {}).flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => ` if ${operator} ${key} ${[values].flat().join(',')}`),
    );
    return `${Sid}: ${Action} on ${[Resource].flat().join(',')}${conditions.join('')}`;
  });

const ADD_RULE = [
  'AddTheRule: ec2:AuthorizeSecurityGroupIngress on rules/*',
  'TagAddedRules: ec2:CreateTags on rules/* if StringEquals ec2:CreateAction AuthorizeSecurityGroupIngress',
];
const add = (condition = '', sid = 'AddRules') =>
  `${sid}: ec2:AuthorizeSecurityGroupIngress on groups/*${condition && ` if StringEquals aws:ResourceTag/${condition}`}`;
const modify = (condition = '') =>
  `ModifyRules: ec2:ModifySecurityGroupRules on groups/*${condition && ` if StringEquals aws:ResourceTag/${condition}`}`;
const RESTORE_LISTS = 'RestoreLists: ec2:RestoreManagedPrefixListVersion on own-lists/*';
const MODIFY_RULE = 'ModifyTheRule: ec2:ModifySecurityGroupRules on rules/*,lists/*';

test.for<[string, Policy[], string[]]>([
  ['there are none', [], []],
  [
    'they revoke and tell',
    [enforcing('revoke', 'freeze'), enforcing('notify', 'deny'), enforcing('notify', 'watch')],
    [],
  ],
  ['one would restore in enforce mode', [{ ...enforcing('restore', 'freeze'), mode: 'audit' }], []],
  ['one narrows', [narrowing()], [add(), ...ADD_RULE]],
  ['one requires rules', [enforcing('restore', 'require')], [add(), ...ADD_RULE, modify(), MODIFY_RULE]],
  [
    'one restores a frozen group',
    [enforcing('restore', 'freeze')],
    [add(), ...ADD_RULE, modify(), MODIFY_RULE, RESTORE_LISTS],
  ],
  ['one restores what is denied', [enforcing('restore', 'deny')], [modify(), MODIFY_RULE, RESTORE_LISTS]],
])('openingRights() gives policies what they need when %s', ([, policies, expected]) => {
  expect(rights(...policies)).toEqual(expected);
});

test.for<[string, Policy[], string[]]>([
  ['one tag of some values', [narrowing({ tier: ['web', 'edge'] })], [add('tier web,edge'), ...ADD_RULE]],
  [
    'two tags',
    [narrowing({ tier: ['web'], 'a.b:c/d': [''] })],
    [`${add('tier web')} if StringEquals aws:ResourceTag/a.b:c/d `, ...ADD_RULE],
  ],
  [
    'one tag or another, once each',
    [narrowing({ tier: ['web'] }), narrowing({ tier: ['edge'] }), narrowing({ tier: ['web'] })],
    [add('tier web'), add('tier edge', 'AddRules2'), ...ADD_RULE],
  ],
  [
    'one tag, and some other policy revokes',
    [narrowing({ tier: ['web'] }), enforcing('revoke', 'deny')],
    [add('tier web'), ...ADD_RULE],
  ],
  [
    'one tag for an act and another for the next',
    [narrowing({ tier: ['web'] }), enforcing('restore', 'deny', { tier: ['edge'] })],
    [add('tier web'), ...ADD_RULE, modify('tier edge'), MODIFY_RULE, RESTORE_LISTS],
  ],
])('openingRights() holds the acts to tagged groups when policies ask for %s', ([, policies, expected]) => {
  expect(rights(...policies)).toEqual(expected);
});

test.for<[string, Tags | undefined]>([
  ['no tags', undefined],
  ['no tags at all', {}],
  ['a pattern', { tier: ['web', 'edge-*'] }],
  ['a single open character', { tier: ['web?'] }],
  // Not a template: IAM would take it for a variable.
  ['a variable of IAM', { tier: [['$', '{aws:username}'].join('')] }],
  ['letters that a policy document cannot hold', { tier: ['\u4e16\u754c'] }],
  ['a key that a condition key may not hold', { 'cost center': ['web'] }],
  ['keys that differ in capitals alone', { tier: ['web'], Tier: ['web'] }],
])('openingRights() leaves it to the policy when its scope has %s', ([, tags]) => {
  expect(rights(narrowing(tags))).toEqual([add(), ...ADD_RULE]);
  expect(rights(narrowing(tags), narrowing({ tier: ['web'] }))).toEqual([add(), ...ADD_RULE]);
});
