import { expect, test } from 'vitest';
import {
  readBlockOptions,
  readDeletedExclusion,
  readModifiedExclusion,
  readNewExclusion,
} from '../../../functions/core/record/block-public-access.ts';
import type { ReadEvent } from '../../../functions/core/record/event-part.ts';
import type { Json } from '../../records/records.ts';
import { newerRecord, VPC } from '../../records/samples.ts';
import { onlyPart, PLACE } from './only-part.ts';

const OPTIONS = 'ModifyVpcBlockPublicAccessOptions';
const EXCLUSION = 'vpcbpa-exclude-0123456789abcdef0';
const mode = { InternetGatewayExclusionMode: 'allow-bidirectional' };

test.for<[read: ReadEvent, eventName: string, request: Json, detail: string]>([
  [
    readBlockOptions,
    OPTIONS,
    { InternetGatewayBlockMode: 'off' },
    'VPC block public access of the region was set to "off"',
  ],
  [readBlockOptions, OPTIONS, {}, 'VPC block public access of the region was set to undefined'],
  [
    readNewExclusion,
    'CreateVpcBlockPublicAccessExclusion',
    { VpcId: VPC, ...mode },
    `VPC ${VPC} was excluded from VPC block public access: "allow-bidirectional"`,
  ],
  [
    readNewExclusion,
    'CreateVpcBlockPublicAccessExclusion',
    { SubnetId: 'subnet-0123456789abcdef0', ...mode },
    'subnet subnet-0123456789abcdef0 was excluded from VPC block public access: "allow-bidirectional"',
  ],
  [
    readModifiedExclusion,
    'ModifyVpcBlockPublicAccessExclusion',
    { ExclusionId: EXCLUSION, ...mode },
    `exclusion ${EXCLUSION} from VPC block public access was set to "allow-bidirectional"`,
  ],
  [
    readDeletedExclusion,
    'DeleteVpcBlockPublicAccessExclusion',
    { ExclusionId: 'x\n' },
    'exclusion "x\\n" from VPC block public access was deleted',
  ],
])('block public access is read, row %#', ([read, eventName, request, detail]) => {
  const part = { group: {}, effect: { kind: 'watched', what: 'block-public-access', detail } };
  expect(onlyPart(read(newerRecord(eventName, request), PLACE))).toEqual(part);
});

test('readBlockOptions() reads a request without its wrapper', () => {
  const record = newerRecord(OPTIONS, {}, { requestParameters: { internetGatewayBlockMode: 'off' } });
  expect(onlyPart(readBlockOptions(record, PLACE))).toMatchObject({
    effect: { detail: expect.stringContaining('"off"') },
  });
});

test('readBlockOptions() is unclear when the request is null', () => {
  const reason = 'requestParameters: null says nothing of what was done';
  const part = { group: {}, effect: { kind: 'unclear', reason } };
  expect(onlyPart(readBlockOptions(newerRecord(OPTIONS, {}, { requestParameters: null }), PLACE))).toEqual(part);
});
