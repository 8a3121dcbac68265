import { expect, test } from 'vitest';
import { readAddedRules } from '../../../functions/core/record/added-rules.ts';
import { ruleText } from '../../../functions/core/rule.ts';
import { type Authorize, authorizeRecord, GROUP, type Json, ruleIdOf } from '../../records/records.ts';
import { onlyPart, PLACE } from './only-part.ts';

const OTHER_GROUP = 'sg-0fedcba9876543210';
const FIRST = ruleIdOf(1);
const R = 'responseElements.securityGroupRuleSet';

function read(record: Json) {
  const { group, effect } = onlyPart(readAddedRules(record, PLACE));
  if (effect.kind === 'unclear') return { group, told: effect.reason };
  if (effect.kind !== 'added') throw new TypeError(`${effect.kind} is not added`);
  return { group, told: effect.rules.map((rule) => `${rule.id ?? 'no id'}: ${ruleText(rule)}`) };
}

const edited = (requestParameters: unknown, options: Authorize = {}): Json =>
  authorizeRecord({ ...options, parts: { requestParameters } });
const answered = (responseElements: unknown, options: Authorize = {}): Json =>
  authorizeRecord({ ...options, parts: { responseElements } });
const old = (options: Authorize): Json => authorizeRecord({ response: 'old', ...options });
const twoRules = { permissions: [{ protocol: '-1', ipv4: ['10.0.0.0/8', '192.0.2.0/24'] }] };

const withId = [`${FIRST}: tcp 22 from 0.0.0.0/0`];
const withoutId = ['no id: tcp 22 from 0.0.0.0/0'];
const both = ['no id: all traffic from 10.0.0.0/8', 'no id: all traffic from 192.0.2.0/24'];

const sources: [name: string, record: Json, told: string[]][] = [
  ['the response when both are there', authorizeRecord(), withId],
  ['the response when the request is null', edited(null), withId],
  ['the response when the request was cut', edited({ omitted: true }), withId],
  ['the response when the request was edited', edited('Sanitized'), withId],
  ['the response when the request is odd', edited({ groupId: GROUP, ipPermissions: ['?'] }), withId],
  [
    'the response when the request differs',
    authorizeRecord({ responseRule: { cidrIpv4: '10.0.0.0/8', fromPort: 80, toPort: 80 } }),
    [`${FIRST}: tcp 80 from 10.0.0.0/8`],
  ],
  ['the request of an old record', old({}), withoutId],
  ['the request when the response is null', answered(null), withoutId],
  ['the request when the response was cut', answered({ omitted: true }), withoutId],
  ['the request when the response was edited', answered('Sanitized'), withoutId],
  ['the request when the response says "True"', answered({ _return: 'True' }), withoutId],
  [
    'the request, and the id of its only rule',
    answered({ securityGroupRuleSet: [{ securityGroupRuleId: FIRST }] }),
    withId,
  ],
  [
    'the request when the response names groups only',
    answered({ securityGroupRuleSet: [{ groupId: GROUP }] }, twoRules),
    both,
  ],
];

test.for(sources)('readAddedRules() takes the rules from %s', ([, record, told]) => {
  expect(read(record).told).toEqual(told);
});

const groups: [name: string, record: Json, group: Json][] = [
  ['its id', authorizeRecord(), { id: GROUP }],
  ['an id of the old length', authorizeRecord({ groupId: 'sg-01234567' }), { id: 'sg-01234567' }],
  ['its name only', old({ groupId: null, groupName: 'web' }), { name: 'web' }],
  [
    'its name, and its id in the response',
    authorizeRecord({ groupId: null, groupName: 'web' }),
    { id: GROUP, name: 'web' },
  ],
  ['its id in the response alone', authorizeRecord({ groupId: null }), { id: GROUP }],
  ['its id in the response when the request is null', edited(null), { id: GROUP }],
  ['its id in the response when that of the request was edited', edited({ groupId: 'Sanitized' }), { id: GROUP }],
  [
    'its id in a request of which a part was cut',
    edited({ groupId: GROUP, ipPermissions: { omitted: true } }),
    { id: GROUP },
  ],
];

test.for(groups)('readAddedRules() finds the group by %s', ([, record, group]) => {
  expect(read(record).group).toEqual(group);
});

const NULL = 'requestParameters: null says nothing of the rules';
const CUT = 'requestParameters: CloudTrail left out a part of it, as the record was too large';
const NO_GROUP = 'requestParameters: it names no group, and neither does the response';
const TWO_GROUPS = `${R}: the record names more than one group: ${GROUP}, ${OTHER_GROUP}`;
const twoIds = { securityGroupRuleSet: [{ securityGroupRuleId: FIRST }, { securityGroupRuleId: ruleIdOf(2) }] };

const unclear: [name: string, record: Json, group: Json, reason: string][] = [
  ['the request is null', edited(null, { response: 'old' }), {}, NULL],
  ['the request was cut', edited({ omitted: true }, { response: 'old' }), {}, CUT],
  [
    'only the group was left',
    edited({ groupId: GROUP, x: { omitted: true } }, { response: 'old' }),
    { id: GROUP },
    CUT,
  ],
  ['no group is named', old({ groupId: null }), {}, NO_GROUP],
  ['the group id is none', old({ groupId: 'sg-1' }), {}, NO_GROUP],
  [
    'request and response name two groups',
    authorizeRecord({ responseRule: { groupId: OTHER_GROUP } }),
    { id: GROUP },
    TWO_GROUPS,
  ],
  [
    'ids could belong to either rule',
    answered(twoIds, twoRules),
    { id: GROUP },
    `${R}: it has ids without the rules they name`,
  ],
  [
    'a rule of the response is odd',
    authorizeRecord({ responseRule: { cidrIpv4: 'x' } }),
    { id: GROUP },
    `${R}.items[0].cidrIpv4: "x" is no CIDR`,
  ],
];

test.for(unclear)('readAddedRules() is unclear when %s', ([, record, group, reason]) => {
  expect(read(record)).toEqual({ group, told: reason });
});
