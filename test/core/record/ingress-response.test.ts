import { expect, test } from 'vitest';
import { accountId } from '../../../functions/core/ids.ts';
import { readResponseRules } from '../../../functions/core/record/ingress-response.ts';
import { ruleText } from '../../../functions/core/rule.ts';
import { ACCOUNT, authorizeRecord, GROUP, type Json, ruleIdOf } from '../../records/records.ts';

const SG = 'sg-0fedcba9876543210';
const LIST = 'pl-0123456789abcdef0';
const [FIRST, SECOND] = [ruleIdOf(1), ruleIdOf(2)];

function read(response: unknown): unknown {
  const account = accountId(ACCOUNT);
  const found = account ? readResponseRules(response, account) : undefined;
  if (!found || 'problem' in found) return found?.problem;
  return found.kind === 'rules' ? found.rules.map((rule) => `${rule.id ?? 'no id'}: ${ruleText(rule)}`) : found;
}

const known = { groupId: GROUP, securityGroupRuleId: FIRST, ipProtocol: 'tcp', fromPort: 22, toPort: 22 };
const ten = { ...known, cidrIpv4: '10.0.0.0/8' };
const second = { ...ten, securityGroupRuleId: SECOND };
const set = (...items: unknown[]): Json => ({ securityGroupRuleSet: { items } });
const built = authorizeRecord({
  permissions: [{ protocol: '-1', ipv4: ['203.0.113.7/0'], ipv6: ['::/0'], lists: [LIST], groups: [{ groupId: SG }] }],
}).responseElements;

const responses: [name: string, response: unknown, found: unknown][] = [
  [
    'every kind of source, with its id',
    built,
    [
      `${FIRST}: all traffic from ${SG}`,
      `${SECOND}: all traffic from 0.0.0.0/0`,
      `${ruleIdOf(3)}: all traffic from ::/0`,
      `${ruleIdOf(4)}: all traffic from ${LIST}`,
    ],
  ],
  ['a list without `items`', { securityGroupRuleSet: [ten] }, [`${FIRST}: tcp 22 from 10.0.0.0/8`]],
  ['a single rule without list', { securityGroupRuleSet: ten }, [`${FIRST}: tcp 22 from 10.0.0.0/8`]],
  [
    'ports and protocol as texts',
    set({ ...ten, ipProtocol: '6', toPort: '25' }),
    [`${FIRST}: tcp 22-25 from 10.0.0.0/8`],
  ],
  [
    'ingress rules and leaves egress rules out',
    set({ ...ten, isEgress: true }, second),
    [`${SECOND}: tcp 22 from 10.0.0.0/8`],
  ],
  [
    'directions as texts',
    set({ ...ten, isEgress: 'True' }, { ...second, isEgress: 'False' }),
    [`${SECOND}: tcp 22 from 10.0.0.0/8`],
  ],
  ['a rule without id', set({ ...ten, securityGroupRuleId: null }), ['no id: tcp 22 from 10.0.0.0/8']],
  ['a rule whose id was edited', set({ ...ten, securityGroupRuleId: 'sgr-xxxx' }), ['no id: tcp 22 from 10.0.0.0/8']],
  ['ids without rules', set({ groupId: GROUP, securityGroupRuleId: FIRST }), { kind: 'bare', ids: [FIRST] }],
  ['groups without rules', set({ groupId: GROUP }, { groupId: GROUP }), { kind: 'bare', ids: [undefined, undefined] }],
  ['nothing from an old record', { _return: true }, { kind: 'none' }],
  ['nothing from an empty set', { securityGroupRuleSet: {} }, { kind: 'none' }],
  ['nothing from null', null, { kind: 'none' }],
  ['nothing from an edited response', 'Sanitized', { kind: 'none' }],
  ['nothing from a response that was cut', { omitted: true }, { kind: 'none' }],
  ['nothing from a set that was cut', set(ten, { omitted: true }), { kind: 'none' }],
  ['nothing from what is inherited', JSON.parse(`{"__proto__":${JSON.stringify(set(ten))}}`), { kind: 'none' }],
];

test.for(responses)('readResponseRules() reads %s', ([, response, found]) => {
  expect(read(response)).toEqual(found);
});

const R = 'responseElements.securityGroupRuleSet';

const problems: [name: string, response: unknown, problem: string][] = [
  ['a rule has no source', set(known), `${R}.items[0]: the rule has no source`],
  [
    'a rule has two sources',
    set({ ...ten, cidrIpv6: '::/0' }),
    `${R}.items[0]: the rule has more than one source: cidrIpv4, cidrIpv6`,
  ],
  ['a CIDR is none', set({ ...known, cidrIpv4: 'x' }), `${R}.items[0].cidrIpv4: "x" is no CIDR`],
  ['the ports run backwards', set({ ...ten, fromPort: 23 }), `${R}.items[0]: ports 23-22 run backwards`],
  [
    'a group is none',
    set({ ...known, referencedGroupInfo: { groupId: 7 } }),
    `${R}.items[0].referencedGroupInfo.groupId: 7 is no group id`,
  ],
  [
    'one rule of two has no content',
    set(ten, { securityGroupRuleId: SECOND }),
    `${R}.items[1].ipProtocol: undefined is no protocol`,
  ],
  ['an id is named twice', set(ten, { ...ten, cidrIpv4: '192.0.2.0/24' }), `${R}: ${FIRST} is named twice`],
  ['all rules are egress', set({ ...ten, isEgress: true }), `${R}: it names egress rules only`],
  [
    'a direction is neither',
    set({ ...ten, isEgress: 'perhaps' }),
    `${R}.items[0].isEgress: "perhaps" is neither true nor false`,
  ],
  [
    'a direction is an object',
    set({ ...ten, isEgress: { a: 1 } }),
    `${R}.items[0].isEgress: an object is neither true nor false`,
  ],
  ['a rule is a text', set('x'), `${R}.items[0]: "x" is no object`],
  ['the set is a text', { securityGroupRuleSet: 'x' }, `${R}: "x" is no list`],
  [
    'there are too many rules',
    set(...Array(1001).fill({ groupId: GROUP })),
    `${R}: 1001 rules are more than the limit of 1000`,
  ],
];

test.for(problems)('readResponseRules() says what is wrong when %s', ([, response, problem]) => {
  expect(read(response)).toBe(problem);
});
