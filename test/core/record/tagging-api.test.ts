import { expect, test } from 'vitest';
import { readTaggedResources, readUntaggedResources } from '../../../functions/core/record/tagging-api.ts';
import { GROUP, type Json } from '../../records/records.ts';
import { arnOf, OTHER_GROUP, taggingRecord } from '../../records/samples.ts';
import { onlyPart, PLACE } from './only-part.ts';

const tag = (request?: Json, parts?: Json) => taggingRecord('TagResources', request, parts);
const untag = (request?: Json) => taggingRecord('UntagResources', request);
const retagged = (...keys: string[]) => ({ kind: 'retagged', before: new Map(keys.map((key) => [key, undefined])) });

test.for<[name: string, record: Json, effect: unknown]>([
  ['one tag', tag(), retagged('tier')],
  ['several tags', tag({ tags: { a: '1', b: '2' } }), retagged('a', 'b')],
  [
    'tags that are called like parts of a record',
    tag({ tags: JSON.parse('{"__proto__":"x","content":"y","omitted":"true","items":"z"}') }),
    retagged('__proto__', 'content', 'omitted', 'items'),
  ],
])('readTaggedResources() reads %s', ([, record, effect]) => {
  expect(onlyPart(readTaggedResources(record, PLACE))).toEqual({ group: { id: GROUP }, effect });
});

test('readUntaggedResources() reads the keys', () => {
  const { group, effect } = onlyPart(readUntaggedResources(untag({ tagKeys: ['tier', 'owner'] }), PLACE));
  expect({ group, effect }).toEqual({ group: { id: GROUP }, effect: retagged('tier', 'owner') });
});

test('readTaggedResources() gives each group a part, in order', () => {
  const resourceARNList = [arnOf(OTHER_GROUP), 'arn:aws:s3:::bucket', arnOf(), arnOf()];
  const parts = readTaggedResources(tag({ resourceARNList }), PLACE);
  expect('ignored' in parts ? [] : parts.map(({ group }) => group.id)).toEqual([GROUP, OTHER_GROUP]);
});

const failed = { failedResourcesMap: { [arnOf()]: { statusCode: 400, errorCode: 'InvalidParameterException' } } };

test.for<[name: string, record: Json]>([
  ['another resource', tag({ resourceARNList: ['arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0'] })],
  ['a group of another region', tag({ resourceARNList: [arnOf(GROUP, 'us-east-1')] })],
  ['a group of another account', tag({ resourceARNList: [arnOf(GROUP, 'eu-west-1', '123456789012')] })],
  ['a group of another service', tag({ resourceARNList: [arnOf().replace(':ec2:', ':rds:')] })],
  ['an ARN with more parts', tag({ resourceARNList: [`${arnOf()}:x`] })],
  ['a text that is no ARN', tag({ resourceARNList: [GROUP] })],
  ['a group of which the tagging failed', tag({}, { responseElements: failed })],
])('readTaggedResources() ignores %s', ([, record]) => {
  expect(readTaggedResources(record, PLACE)).toEqual({ ignored: 'it tags no security group' });
});

const CUT = 'requestParameters: CloudTrail left out a part of it, as the record was too large';

test.for<[name: string, record: Json, group: Json, reason: string]>([
  [
    'the request is null',
    tag({}, { requestParameters: null }),
    {},
    'requestParameters.resourceARNList: it names no resource',
  ],
  ['the resources were cut', tag({ resourceARNList: [arnOf(), { omitted: true }] }), {}, CUT],
  ['the tags were cut', tag({ tags: { omitted: true } }), { id: GROUP }, CUT],
  ['the tags were hidden', tag({ tags: 'HIDDEN' }), { id: GROUP }, 'requestParameters.tags: "HIDDEN" names no tag'],
  ['no tag is named', tag({ tags: {} }), { id: GROUP }, 'requestParameters: 0 tag keys are not between 1 and 1000'],
  [
    'a key is too long',
    tag({ tags: { ['k'.repeat(300)]: 'x' } }),
    { id: GROUP },
    `requestParameters: "${'k'.repeat(77)}..." is no tag key`,
  ],
  [
    'a group id is none',
    tag({ resourceARNList: [arnOf('sg-x')] }),
    {},
    `requestParameters.resourceARNList: "${arnOf('sg-x')}" names no security group`,
  ],
])('readTaggedResources() is unclear when %s', ([, record, group, reason]) => {
  expect(onlyPart(readTaggedResources(record, PLACE))).toEqual({ group, effect: { kind: 'unclear', reason } });
});

test.for<[name: string, tagKeys: unknown, reason: string]>([
  ['no key is named', [], 'requestParameters: 0 tag keys are not between 1 and 1000'],
  ['the keys were cut', { omitted: true }, CUT],
  ['a key is no text', [7], 'requestParameters.tagKeys[0]: 7 is no text'],
])('readUntaggedResources() is unclear when %s', ([, tagKeys, reason]) => {
  expect(onlyPart(readUntaggedResources(untag({ tagKeys }), PLACE))).toEqual({
    group: { id: GROUP },
    effect: { kind: 'unclear', reason },
  });
});
