import { expect, test } from 'vitest';
import {
  readInstanceGroups,
  readInterfaceGroups,
  readVpcAssociation,
} from '../../../functions/core/record/attachments.ts';
import { GROUP, type Json } from '../../records/records.ts';
import { attachRecord, INTERFACE, newerRecord, OTHER_GROUP, VPC } from '../../records/samples.ts';
import { onlyPart, PLACE } from './only-part.ts';

const onInterface = (requestParameters: unknown) =>
  attachRecord('ModifyNetworkInterfaceAttribute', [], { requestParameters });
const watched = (detail: string) => ({ kind: 'watched', what: 'attachments', detail });

test('readInterfaceGroups() gives each group of the new set a part', () => {
  const record = attachRecord('ModifyNetworkInterfaceAttribute', [OTHER_GROUP, GROUP, GROUP]);
  const effect = watched(
    `the groups of network interface ${INTERFACE} were replaced, it has these now: ${GROUP}, ${OTHER_GROUP}`,
  );
  expect(readInterfaceGroups(record, PLACE)).toEqual([
    { group: { id: GROUP }, effect },
    { group: { id: OTHER_GROUP }, effect },
  ]);
});

test('readInstanceGroups() names the instance', () => {
  const detail = `the groups of instance i-0123456789abcdef0 were replaced, it has these now: ${GROUP}`;
  expect(onlyPart(readInstanceGroups(attachRecord('ModifyInstanceAttribute'), PLACE))).toEqual({
    group: { id: GROUP },
    effect: watched(detail),
  });
});

test('readInterfaceGroups() shows no more groups than an interface can have, and quotes an odd interface', () => {
  const groups = Array.from({ length: 20 }, (_, index) => `sg-${index.toString(16).padStart(17, '0')}`);
  const parts = readInterfaceGroups(onInterface({ networkInterfaceId: 'eni-1\nForged: x', groupSet: groups }), PLACE);
  const [part] = 'ignored' in parts ? [] : parts;
  const detail = part?.effect.kind === 'watched' ? part.effect.detail : '';
  expect(detail).toMatch(/^the groups of network interface "eni-1\\nForged: x" were replaced, .*, 4 more$/);
});

test.for<[name: string, read: typeof readInstanceGroups, record: Json, kind: string]>([
  [
    'an interface',
    readInterfaceGroups,
    onInterface({ networkInterfaceId: INTERFACE, sourceDestCheck: { value: false } }),
    'network interface',
  ],
  [
    'an instance',
    readInstanceGroups,
    attachRecord('ModifyInstanceAttribute', [], { requestParameters: { instanceId: 'i-01234567', userData: 'x' } }),
    'instance',
  ],
])('the groups of %s are of no interest when another attribute was changed', ([, read, record, kind]) => {
  expect(read(record, PLACE)).toEqual({ ignored: `it changes no security group of the ${kind}` });
});

const CUT = 'requestParameters: CloudTrail left out a part of it, as the record was too large';

test.for<[name: string, request: unknown, group: Json, reason: string]>([
  ['the request is null', null, {}, 'requestParameters: null says nothing of what was done'],
  ['the groups were cut', { groupSet: { omitted: true } }, {}, CUT],
  ['another part was cut', { groupSet: [GROUP], x: { omitted: true } }, { id: GROUP }, CUT],
  ['a group id is none', { groupSet: [GROUP, 'sg-x'] }, {}, 'requestParameters.groupSet: "sg-x" is no group id'],
  [
    'a group is no text',
    { groupSet: { items: [{ groupName: 'x' }] } },
    {},
    'requestParameters.groupSet[0]: undefined is no text',
  ],
])('readInterfaceGroups() is unclear when %s', ([, request, group, reason]) => {
  expect(onlyPart(readInterfaceGroups(onInterface(request), PLACE))).toEqual({
    group,
    effect: { kind: 'unclear', reason },
  });
});

const associate = (request: Json, parts?: Json) => newerRecord('AssociateSecurityGroupVpc', request, parts);
const associated = watched(`the group was associated with VPC ${VPC}, where interfaces can use it now`);

test.for<[name: string, record: Json, group: Json, effect: unknown]>([
  ['the newer dialect', associate({ GroupId: GROUP, VpcId: VPC }), { id: GROUP }, associated],
  [
    'the older dialect',
    associate({}, { requestParameters: { groupId: GROUP, vpcId: VPC } }),
    { id: GROUP },
    associated,
  ],
  [
    'no group',
    associate({ VpcId: VPC }),
    {},
    { kind: 'unclear', reason: 'requestParameters.AssociateSecurityGroupVpcRequest.GroupId: undefined is no group id' },
  ],
  [
    'a request that is null',
    associate({}, { requestParameters: null }),
    {},
    { kind: 'unclear', reason: 'requestParameters: null says nothing of what was done' },
  ],
])('readVpcAssociation() reads %s', ([, record, group, effect]) => {
  expect(onlyPart(readVpcAssociation(record, PLACE))).toEqual({ group, effect });
});
