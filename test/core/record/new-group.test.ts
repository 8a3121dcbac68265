import { expect, test } from 'vitest';
import { readNewGroup, readNewVpc } from '../../../functions/core/record/new-group.ts';
import { GROUP, type Json } from '../../records/records.ts';
import { defaultVpcRecord, newGroupRecord, newVpcRecord, VPC } from '../../records/samples.ts';
import { onlyPart, PLACE } from './only-part.ts';

const created = { kind: 'created' };
const unclear = (reason: string) => ({ kind: 'unclear', reason });
const NO_ID = unclear('responseElements.groupId: undefined is no group id');

test.for<[name: string, record: Json, group: Json, effect: Json]>([
  ['its id and name', newGroupRecord(), { id: GROUP, name: 'web' }, created],
  [
    'its id when the request was cut',
    newGroupRecord({}, { requestParameters: { omitted: true } }),
    { id: GROUP },
    created,
  ],
  ['its id when the request is null', newGroupRecord({}, { requestParameters: null }), { id: GROUP }, created],
  [
    'its name in the default VPC',
    newGroupRecord({ vpcId: undefined }, { responseElements: null }),
    { name: 'web' },
    NO_ID,
  ],
  ['nothing of a group outside it', newGroupRecord({}, { responseElements: null }), {}, NO_ID],
  [
    'no id that is none',
    newGroupRecord({}, { responseElements: { groupId: 'sg-YOURS' } }),
    {},
    unclear('responseElements.groupId: "sg-YOURS" is no group id'),
  ],
])('readNewGroup() reads %s', ([, record, group, effect]) => {
  expect(onlyPart(readNewGroup(record, PLACE))).toEqual({ group, effect });
});

const NO_VPC = unclear('responseElements.vpc.vpcId: undefined is no VPC id');

test.for<[name: string, record: Json, group: Json, effect: Json]>([
  ['CreateVpc', newVpcRecord(), { defaultOf: VPC }, created],
  ['CreateDefaultVpc', defaultVpcRecord(), { defaultOf: VPC }, created],
  [
    'CreateDefaultVpc in the older dialect',
    defaultVpcRecord({ requestParameters: {}, responseElements: { vpc: { vpcId: VPC } } }),
    { defaultOf: VPC },
    created,
  ],
  ['a response that is null', newVpcRecord({ responseElements: null }), {}, NO_VPC],
  ['a response that was cut', newVpcRecord({ responseElements: { vpc: { omitted: true } } }), {}, NO_VPC],
  [
    'an id that is none',
    newVpcRecord({ responseElements: { vpc: { vpcId: 'vpc-YOURS' } } }),
    {},
    unclear('responseElements.vpc.vpcId: "vpc-YOURS" is no VPC id'),
  ],
])('readNewVpc() reads %s', ([, record, group, effect]) => {
  expect(onlyPart(readNewVpc(record, PLACE))).toEqual({ group, effect });
});
