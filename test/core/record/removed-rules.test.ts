import { expect, test } from 'vitest';
import { readRemovedRules } from '../../../functions/core/record/removed-rules.ts';
import { ruleText } from '../../../functions/core/rule.ts';
import { GROUP, type Json, ruleIdOf } from '../../records/records.ts';
import { LIST, OTHER_GROUP, revokeByIdRecord, revokedRule, revokeRecord } from '../../records/samples.ts';
import { onlyPart, PLACE } from './only-part.ts';

const [FIRST, SECOND] = [ruleIdOf(1), ruleIdOf(2)];

function read(record: Json) {
  const { group, effect } = onlyPart(readRemovedRules(record, PLACE));
  if (effect.kind === 'unclear') return { group, told: effect.reason };
  if (effect.kind !== 'removed') throw new TypeError(`${effect.kind} is not removed`);
  return { group, told: [...effect.rules.map((rule) => `${rule.id ?? 'no id'}: ${ruleText(rule)}`), ...effect.ids] };
}

const source = (parts: Json, id = FIRST) => revokedRule({ cidrIpv4: undefined, securityGroupRuleId: id, ...parts });
const answered = (...revoked: Json[]) => revokeRecord({ revoked });
const asked = (request: Json, response?: Json) =>
  revokeRecord({ revoked: null, request, ...(response && { response }) });
const flat = { ipPermissions: {}, ipProtocol: 'tcp', fromPort: 22, toPort: 22, cidrIp: '10.0.0.0/8' };
const permission = (cidrIp: string) => ({
  ipProtocol: 'tcp',
  fromPort: 22,
  toPort: 22,
  ipRanges: { items: [{ cidrIp }] },
});
const unknown = (...cidrs: string[]) => ({ unknownIpPermissionSet: { items: cidrs.map(permission) } });
const two = { ipPermissions: { items: [permission('10.0.0.0/8'), permission('192.0.2.0/24')] } };

test.for<[name: string, record: Json, told: string[]]>([
  ['the response', revokeRecord(), [`${FIRST}: tcp 22 from 0.0.0.0/0`]],
  [
    'the response when the request says something else',
    revokeRecord({ request: flat }),
    [`${FIRST}: tcp 22 from 0.0.0.0/0`],
  ],
  [
    'the response when the request is null',
    revokeRecord({ parts: { requestParameters: null } }),
    [`${FIRST}: tcp 22 from 0.0.0.0/0`],
  ],
  [
    'every kind of source in the response',
    answered(
      source({ cidrIpv6: '::/0' }),
      source({ prefixListId: LIST }, SECOND),
      source({ referencedGroupId: OTHER_GROUP, ipProtocol: '-1', fromPort: -1, toPort: -1 }, ruleIdOf(3)),
    ),
    [`${FIRST}: tcp 22 from ::/0`, `${SECOND}: tcp 22 from ${LIST}`, `${ruleIdOf(3)}: all traffic from ${OTHER_GROUP}`],
  ],
  [
    'the response, less its egress rules',
    answered(revokedRule({ isEgress: true }), source({ cidrIpv6: '::/0' }, SECOND)),
    [`${SECOND}: tcp 22 from ::/0`],
  ],
  [
    'the id of a rule of which the response says no more',
    answered(revokedRule(), { securityGroupRuleId: SECOND }),
    [`${FIRST}: tcp 22 from 0.0.0.0/0`, SECOND],
  ],
  ['the id of a rule with an unknown kind of source', answered(source({ somethingNew: 'x' })), [FIRST]],
  [
    'a rule of the response without id',
    answered(revokedRule({ securityGroupRuleId: undefined })),
    ['no id: tcp 22 from 0.0.0.0/0'],
  ],
  [
    'the response when the request names ids',
    revokeByIdRecord([FIRST], { revoked: [revokedRule()] }),
    [`${FIRST}: tcp 22 from 0.0.0.0/0`],
  ],
  ['the permissions of the request', asked({}), ['no id: tcp 22 from 0.0.0.0/0']],
  ['the flat form of the request', asked(flat), ['no id: tcp 22 from 10.0.0.0/8']],
  ['the request, less what was not there', asked(two, unknown('192.0.2.0/24')), ['no id: tcp 22 from 10.0.0.0/8']],
  ['ids in a list', revokeByIdRecord([FIRST, SECOND]), [FIRST, SECOND]],
  ['ids in items', revokeByIdRecord({ items: [FIRST, SECOND] }), [FIRST, SECOND]],
  ['ids in objects', revokeByIdRecord({ items: [{ securityGroupRuleId: FIRST }] }), [FIRST]],
  ['a lone id', revokeByIdRecord(FIRST), [FIRST]],
  ['an id that is named twice', revokeByIdRecord([FIRST, FIRST]), [FIRST]],
])('readRemovedRules() takes %s', ([, record, told]) => {
  expect(read(record).told).toEqual(told);
});

test.for<[name: string, record: Json, group: Json]>([
  ['by its id', revokeRecord(), { id: GROUP }],
  ['by its name', revokeRecord({ revoked: null, request: { groupId: undefined, groupName: 'web' } }), { name: 'web' }],
  [
    'by its name, and its id in the response',
    revokeRecord({ request: { groupId: undefined, groupName: 'web' } }),
    { id: GROUP, name: 'web' },
  ],
  ['by its id in the response alone', revokeRecord({ parts: { requestParameters: null } }), { id: GROUP }],
])('readRemovedRules() finds the group %s', ([, record, group]) => {
  expect(read(record).group).toEqual(group);
});

test('readRemovedRules() ignores a revocation of which nothing was there', () => {
  const ignored = 'it took no rule away: none of them was there';
  expect(readRemovedRules(asked(two, unknown('10.0.0.0/8', '192.0.2.0/24')), PLACE)).toEqual({ ignored });
});

const R = 'responseElements.revokedSecurityGroupRuleSet';
const CUT = 'CloudTrail left out a part of it, as the record was too large';

test.for<[name: string, record: Json, group: Json, reason: string]>([
  [
    'only egress rules are named',
    answered(revokedRule({ isEgress: 'true' })),
    { id: GROUP },
    `${R}: it names egress rules only`,
  ],
  [
    'a direction is odd',
    answered(revokedRule({ isEgress: 'x' })),
    { id: GROUP },
    `${R}.items[0].isEgress: "x" is neither true nor false`,
  ],
  ['a rule is named twice', answered(revokedRule(), revokedRule()), { id: GROUP }, `${R}: ${FIRST} is named twice`],
  [
    'a rule has neither content nor id',
    answered({ groupId: GROUP }),
    { id: GROUP },
    `${R}.items[0].ipProtocol: undefined is no protocol`,
  ],
  [
    'two groups are named',
    answered(revokedRule({ groupId: OTHER_GROUP })),
    { id: GROUP },
    `${R}: the record names more than one group: ${GROUP}, ${OTHER_GROUP}`,
  ],
  [
    'no group is named',
    revokeRecord({ revoked: null, request: { groupId: undefined } }),
    {},
    'requestParameters: it names no group, and neither does the response',
  ],
  [
    'neither tells',
    revokeRecord({ parts: { requestParameters: null, responseElements: null } }),
    {},
    'requestParameters: null says nothing of the rules',
  ],
  ['the request was cut', asked({ ipPermissions: { omitted: true } }), { id: GROUP }, `requestParameters: ${CUT}`],
  ['ids were cut', revokeByIdRecord([FIRST, { omitted: true }]), { id: GROUP }, `requestParameters: ${CUT}`],
  [
    'the response was cut, so that the rules may not have been there',
    asked({}, { omitted: true }),
    { id: GROUP },
    `responseElements: ${CUT}`,
  ],
  [
    'an id is none',
    revokeByIdRecord(['sgr-x']),
    { id: GROUP },
    'requestParameters.securityGroupRuleIds: "sgr-x" is no rule id',
  ],
  [
    'what was not there was not asked for',
    asked(two, unknown('198.51.100.0/24')),
    { id: GROUP },
    'responseElements.unknownIpPermissionSet: which of the rules were not there is not certain',
  ],
  [
    'what was not there is odd',
    asked(two, unknown('x')),
    { id: GROUP },
    'responseElements.unknownIpPermissionSet: which of the rules were not there is not certain',
  ],
  [
    'there are too many rules',
    answered(...Array.from({ length: 1001 }, (_, index) => revokedRule({ securityGroupRuleId: ruleIdOf(index) }))),
    { id: GROUP },
    `${R}: 1001 rules are more than the limit of 1000`,
  ],
])('readRemovedRules() is unclear when %s', ([, record, group, reason]) => {
  expect(read(record)).toEqual({ group, told: reason });
});
