import { expect, test } from 'vitest';
import { readModifiedRules } from '../../../functions/core/record/modified-rules.ts';
import { ruleText } from '../../../functions/core/rule.ts';
import { GROUP, type Json, modifyRecord, ruleIdOf } from '../../records/records.ts';
import { LIST, newerRecord, OTHER_GROUP } from '../../records/samples.ts';
import { onlyPart, PLACE } from './only-part.ts';

const [FIRST, SECOND] = [ruleIdOf(1), ruleIdOf(2)];

function read(record: Json) {
  const { group, effect } = onlyPart(readModifiedRules(record, PLACE));
  if (effect.kind === 'unclear') return { group, told: effect.reason };
  if (effect.kind !== 'modified') throw new TypeError(`${effect.kind} is not modified`);
  return { group, told: effect.rules.map(({ id, to }) => `${id}: ${to ? ruleText(to) : '?'}`) };
}

const modify = (request: Json): Json => newerRecord('ModifySecurityGroupRules', { GroupId: GROUP, ...request });
const rule = (id: unknown, inner: unknown): Json => ({
  SecurityGroupRuleId: id,
  SecurityGroupRule: inner,
  tag: 1,
});
const world = { CidrIpv4: '0.0.0.0/0', FromPort: 22, ToPort: 22, IpProtocol: 'tcp' };

test.for<[name: string, record: Json, told: string[]]>([
  ['one rule, which is an object', modifyRecord(), [`${FIRST}: tcp 22 from 0.0.0.0/0`]],
  [
    'several rules, which are a list',
    modify({ SecurityGroupRule: [rule(FIRST, world), rule(SECOND, { ...world, FromPort: 80, ToPort: 443 })] }),
    [`${FIRST}: tcp 22 from 0.0.0.0/0`, `${SECOND}: tcp 80-443 from 0.0.0.0/0`],
  ],
  [
    'several rules as the older calls write lists',
    modify({ SecurityGroupRule: { items: [rule(FIRST, world)] } }),
    [`${FIRST}: tcp 22 from 0.0.0.0/0`],
  ],
  [
    'a request without its wrapper',
    modifyRecord({}, { requestParameters: { groupId: GROUP, securityGroupRule: rule(FIRST, world) } }),
    [`${FIRST}: tcp 22 from 0.0.0.0/0`],
  ],
  [
    'values that are wrapped with a counter',
    modify({
      GroupId: { content: GROUP, tag: 1 },
      SecurityGroupRule: rule({ content: FIRST, tag: 1 }, { ...world, CidrIpv4: { content: '10.0.0.1/8', tag: 1 } }),
    }),
    [`${FIRST}: tcp 22 from 10.0.0.0/8`],
  ],
  [
    'a protocol that came as a number, without ports',
    modifyRecord({ IpProtocol: -1, FromPort: undefined, ToPort: undefined }),
    [`${FIRST}: all traffic from 0.0.0.0/0`],
  ],
  [
    'IPv6',
    modify({ SecurityGroupRule: rule(FIRST, { IpProtocol: '-1', CidrIpv6: '::/0' }) }),
    [`${FIRST}: all traffic from ::/0`],
  ],
  [
    'a prefix list',
    modify({ SecurityGroupRule: rule(FIRST, { IpProtocol: -1, PrefixListId: LIST }) }),
    [`${FIRST}: all traffic from ${LIST}`],
  ],
  [
    'a group',
    modify({ SecurityGroupRule: rule(FIRST, { IpProtocol: -1, ReferencedGroupId: OTHER_GROUP }) }),
    [`${FIRST}: all traffic from ${OTHER_GROUP}`],
  ],
  [
    'a rule of which only the id is said',
    modify({ SecurityGroupRule: { SecurityGroupRuleId: FIRST } }),
    [`${FIRST}: ?`],
  ],
  ['a description alone', modify({ SecurityGroupRule: rule(FIRST, { Description: 'x' }) }), [`${FIRST}: ?`]],
  ['a CIDR that is none', modifyRecord({ CidrIpv4: '300.0.0.0/8' }), [`${FIRST}: ?`]],
  ['two sources', modifyRecord({ CidrIpv6: '::/0' }), [`${FIRST}: ?`]],
  ['content that is no object', modify({ SecurityGroupRule: rule(FIRST, 'Sanitized') }), [`${FIRST}: ?`]],
])('readModifiedRules() reads %s', ([, record, told]) => {
  expect(read(record)).toEqual({ group: { id: GROUP }, told });
});

test('readModifiedRules() keeps the description that was asked for', () => {
  const { effect } = onlyPart(readModifiedRules(modifyRecord({ Description: 'web' }), PLACE));
  expect(effect).toMatchObject({ rules: [{ to: { description: 'web' } }] });
});

const R = 'requestParameters.ModifySecurityGroupRulesRequest';

test.for<[name: string, record: Json, group: Json, reason: string]>([
  [
    'the group is not named',
    modify({ GroupId: undefined, SecurityGroupRule: rule(FIRST, world) }),
    {},
    `${R}.GroupId: undefined is no group id`,
  ],
  [
    'the group id is none',
    modify({ GroupId: 'web', SecurityGroupRule: rule(FIRST, world) }),
    {},
    `${R}.GroupId: "web" is no group id`,
  ],
  ['no rule is named', modify({}), { id: GROUP }, `${R}.SecurityGroupRule: it names no rule`],
  [
    'a rule id is none',
    modify({ SecurityGroupRule: rule('sgr-x', world) }),
    { id: GROUP },
    `${R}.SecurityGroupRule.SecurityGroupRuleId: "sgr-x" is no rule id`,
  ],
  [
    'one of several rule ids is missing',
    modify({ SecurityGroupRule: [rule(FIRST, world), { SecurityGroupRule: world }] }),
    { id: GROUP },
    `${R}.SecurityGroupRule[1].SecurityGroupRuleId: undefined is no rule id`,
  ],
  [
    'a rule is named twice',
    modify({ SecurityGroupRule: [rule(FIRST, world), rule(FIRST, {})] }),
    { id: GROUP },
    `${R}.SecurityGroupRule: ${FIRST} is named twice`,
  ],
  ['the rules are a text', modify({ SecurityGroupRule: 'x' }), { id: GROUP }, `${R}.SecurityGroupRule: "x" is no list`],
  [
    'there are more rules than a group can hold',
    modify({ SecurityGroupRule: Array.from({ length: 1001 }, (_, index) => rule(ruleIdOf(index), world)) }),
    { id: GROUP },
    `${R}.SecurityGroupRule: 1001 rules are more than the limit of 1000`,
  ],
  [
    'the request was cut',
    modify({ SecurityGroupRule: { omitted: true } }),
    { id: GROUP },
    `${R}: CloudTrail left out a part of it, as the record was too large`,
  ],
  [
    'the request is null',
    modifyRecord({}, { requestParameters: null }),
    {},
    'requestParameters: null says nothing of what was done',
  ],
])('readModifiedRules() is unclear when %s', ([, record, group, reason]) => {
  expect(read(record)).toEqual({ group, told: reason });
});
