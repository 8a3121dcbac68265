import { expect, test } from 'vitest';
import type { Policy } from '../../functions/core/policy.ts';
import { problemText } from '../../functions/policy-file/problem.ts';
import { readDefaults } from '../../functions/policy-file/read-defaults.ts';
import { readPolicy } from '../../functions/policy-file/read-policy.ts';

const BARE = 'id: web\ntitle: T\n';
const HEAD = `${BARE}severity: low\nrunbook: R\n`;

function read(defaultsText: string, text: string) {
  const { defaults, problems } = readDefaults('defaults.yaml', defaultsText);
  expect(problems).toEqual([]);
  return readPolicy('policy.yaml', 'web', text, defaults);
}

const DENY = 'deny: [{ protocol: tcp, sources: any }]\n';
const REQUIRE = 'require: [{ protocol: tcp, sources: 10.0.0.0/8 }]\n';
const WATCH = 'watch: attachments\n';
const GROUPS = 'scope: { accounts: 1*, regions: eu-*, vpcs: vpc-*, groups: w*, tags: { a: b }, unless:';

test.for<[what: string, defaults: string, policy: string, expected: Partial<Policy>]>([
  [
    'every key',
    'severity: high\nmode: enforce\nremedy: narrow\npieces: 3\nrunbook: Ask\nscope: { regions: eu-* }',
    BARE + DENY,
    { severity: 'high', mode: 'enforce', remedy: 'narrow', pieces: 3, runbook: 'Ask', scope: { regions: ['eu-*'] } },
  ],
  [
    'no key that the policy has',
    'severity: high\nmode: enforce\nremedy: narrow\npieces: 3\nrunbook: Ask\nscope: { regions: eu-* }',
    `${HEAD}mode: off\nremedy: narrow\npieces: 4\nscope: { regions: us-* }\n${DENY}`,
    { severity: 'low', mode: 'off', remedy: 'narrow', pieces: 4, runbook: 'R', scope: { regions: ['us-*'] } },
  ],
  [
    'of a scope each key by itself',
    'scope: { accounts: 1*, tags: { a: b }, unless: { groups: x } }',
    `${HEAD}scope: { tags: { c: d }, vpcs: vpc-* }\n${DENY}`,
    { scope: { accounts: ['1*'], tags: { c: ['d'] }, vpcs: ['vpc-*'], unless: { groups: ['x'] } } },
  ],
  ['an empty scope too', 'scope: { accounts: 1* }', `${HEAD}scope: {}\n${DENY}`, { scope: { accounts: ['1*'] } }],
  ['pieces only where something is narrowed', 'remedy: narrow\npieces: 3', `${HEAD}remedy: revoke\n${DENY}`, {}],
  ['pieces for its own remedy', 'pieces: 3', `${HEAD}remedy: narrow\n${DENY}`, { remedy: 'narrow', pieces: 3 }],
  ['its remedy for its own pieces', 'remedy: narrow', `${HEAD}pieces: 3\n${DENY}`, { remedy: 'narrow', pieces: 3 }],
  ['a require with restore', 'remedy: restore', HEAD + REQUIRE, { remedy: 'restore' }],
  ['a freeze with revoke', 'remedy: revoke', `${HEAD}freeze: true\n`, { remedy: 'revoke' }],
  ['a require with notify', 'remedy: notify', HEAD + REQUIRE, { remedy: 'notify' }],
  [
    'a watch, which is never enforced',
    'mode: enforce\nremedy: revoke',
    HEAD + WATCH,
    { mode: 'audit', remedy: 'notify' },
  ],
  ['a watch that is off', 'mode: off', HEAD + WATCH, { mode: 'off', remedy: 'notify' }],
  [
    'a watch with the places it has',
    `${GROUPS} { accounts: 2* } }`,
    HEAD + WATCH,
    { scope: { accounts: ['1*'], regions: ['eu-*'], unless: { accounts: ['2*'] } } },
  ],
  [
    'a watch with the actors it excuses',
    'scope: { unless: { actors: "arn:aws:iam::*:role/network/*" } }',
    HEAD + WATCH,
    { scope: { unless: { actors: ['arn:aws:iam::*:role/network/*'] } } },
  ],
  [
    'a watch with no part of an exception',
    `${GROUPS} { accounts: 2*, tags: { a: b } } }`,
    HEAD + WATCH,
    { scope: { accounts: ['1*'], regions: ['eu-*'] } },
  ],
])('defaults give a policy %s', ([, defaults, text, expected]) => {
  const { policy, problems } = read(defaults, text);
  expect(problems).toEqual([]);
  expect(policy).toMatchObject(expected);
  if (expected.scope) expect(policy?.scope).toEqual(expected.scope);
  expect(policy?.pieces).toBe(expected.pieces);
  expect(JSON.parse(JSON.stringify(policy))).toEqual(policy);
});

const FREEZE_TOLD =
  'A freeze forbids the whole rule, so nothing of it is left to narrow it to; defaults.yaml gives remedy narrow; ' +
  'write remedy: revoke, restore or notify here';
const REQUIRE_TOLD =
  'revoke, the remedy of defaults.yaml, takes rules away, and a required one is missing; write remedy: restore to have ' +
  'the rule put back, or remedy: notify to be told';

test.for<[defaults: string, policy: string, expected: string[]]>([
  [
    'mode: audit',
    BARE + DENY,
    [
      '1:1 missing-key Key severity is missing; give it here, or for every policy in defaults.yaml',
      '1:1 missing-key Key runbook is missing; give it here, or for every policy in defaults.yaml',
    ],
  ],
  ['severity: low\nrunbook: R', `id: web\n${DENY}`, ['1:1 missing-key Key title is missing']],
  [
    'severity: low\nrunbook: R',
    `${BARE}severity:\n${DENY}`,
    ['3:10 wrong-type severity: nothing is given; one of low, medium, high, critical is needed'],
  ],
  ['remedy: narrow', `${HEAD}freeze: true\n`, [`5:9 conflict freeze: ${FREEZE_TOLD}`]],
  ['remedy: revoke', HEAD + REQUIRE, [`5:10 conflict require: ${REQUIRE_TOLD}`]],
  [
    'remedy: revoke',
    `${HEAD}pieces: 3\n${DENY}`,
    ['5:9 conflict pieces: pieces goes with remedy: narrow alone; leave it out'],
  ],
])('with defaults %j readPolicy() says what %j lacks', ([defaults, text, expected]) => {
  const { policy, problems } = read(defaults, text);
  expect(policy).toBeUndefined();
  expect(problems.map((problem) => problemText(problem).replace('policy.yaml:', ''))).toEqual(expected);
});

test.for<[text: string, expected: string[]]>([
  ['', ['1:1 file-empty The file holds nothing; YAML is needed']],
  ['{}', ['1:1 bad-count At least one of severity, mode, scope, remedy, pieces, runbook is needed']],
  ['- mode: audit', ['1:1 wrong-type a list is given; a map is needed']],
  [
    'title: T\nmode: on\nscope: { group: x }\nrunbook: ""\npieces: 0\nmode: audit',
    [
      '1:1 unknown-key Key "title" is none of severity, mode, scope, remedy, pieces, runbook',
      '2:7 unknown-word mode: "on" is none of off, audit, enforce',
      '3:10 unknown-key scope: Key "group" is none of accounts, regions, vpcs, groups, tags, unless; did you mean groups?',
      '4:10 bad-text runbook: The text is empty',
      '5:9 bad-number pieces: 0 is below 1',
      '6:1 duplicate-key Key "mode" is given twice',
    ],
  ],
])('readDefaults() says what is wrong with %j', ([text, expected]) => {
  const { defaults, problems } = readDefaults('defaults.yaml', text);
  expect(defaults).toBeUndefined();
  const told = problems.map((problem) => problemText(problem).replace('defaults.yaml:', ''));
  expect(told.toSorted()).toEqual(expected.toSorted());
});
