import { expect, test } from 'vitest';
import { readCreatedTags, readDeletedTags } from '../../../functions/core/record/ec2-tags.ts';
import { GROUP, type Json } from '../../records/records.ts';
import { OTHER_GROUP, tagsRecord } from '../../records/samples.ts';
import { onlyPart, PLACE } from './only-part.ts';

const create = (tags?: Json[], parts?: Json) => tagsRecord('CreateTags', [GROUP], tags, parts);
const remove = (tags?: Json[], parts?: Json) => tagsRecord('DeleteTags', [GROUP], tags, parts);
const retagged = (...before: [string, string | undefined][]) => ({ kind: 'retagged', before: new Map(before) });
const longKey = 'k'.repeat(129);

test.for<[name: string, record: Json, effect: unknown]>([
  ['a tag, of which the old value is not known', create(), retagged(['tier', undefined])],
  [
    'several tags',
    create([
      { key: 'a', value: '1' },
      { key: 'b', value: '' },
      { key: 'aws:c', value: '3' },
    ]),
    retagged(['a', undefined], ['b', undefined], ['aws:c', undefined]),
  ],
  [
    'a tag called __proto__',
    create([JSON.parse('{"key":"__proto__","value":"x"}')]),
    retagged(['__proto__', undefined]),
  ],
])('readCreatedTags() reads %s', ([, record, effect]) => {
  expect(onlyPart(readCreatedTags(record, PLACE))).toEqual({ group: { id: GROUP }, effect });
});

test.for<[name: string, record: Json, effect: unknown]>([
  ['a tag with its value', remove(), retagged(['tier', 'web'])],
  ['a key alone', remove([{ key: 'tier' }]), retagged(['tier', undefined])],
  ['an empty value', remove([{ key: 'tier', value: '' }]), retagged(['tier', undefined])],
  ['a value that is no text', remove([{ key: 'tier', value: { omit: 1 } }]), retagged(['tier', undefined])],
  [
    'a key under two values',
    remove([
      { key: 'tier', value: 'a' },
      { key: 'tier', value: 'b' },
    ]),
    retagged(['tier', undefined]),
  ],
  [
    'a tag that is named twice',
    remove([
      { key: 'tier', value: 'a' },
      { key: 'tier', value: 'a' },
    ]),
    retagged(['tier', 'a']),
  ],
  ['no tag at all, which means every one', remove([]), { kind: 'untagged' }],
])('readDeletedTags() reads %s', ([, record, effect]) => {
  expect(onlyPart(readDeletedTags(record, PLACE))).toEqual({ group: { id: GROUP }, effect });
});

test.for<[name: string, resourcesSet: unknown, groups: string[]]>([
  [
    'each once, in order',
    { items: [{ resourceId: GROUP }, { resourceId: OTHER_GROUP }, { resourceId: GROUP }] },
    [GROUP, OTHER_GROUP],
  ],
  [
    'between other resources',
    { items: [{ resourceId: 'sgr-0123456789abcdef0' }, { resourceId: GROUP }, { resourceId: 'vpc-01234567' }] },
    [GROUP],
  ],
  ['in a plain list', [GROUP], [GROUP]],
])('readCreatedTags() finds groups %s', ([, resourcesSet, groups]) => {
  const parts = readCreatedTags(
    create([], { requestParameters: { resourcesSet, tagSet: { items: [{ key: 'a', value: 'b' }] } } }),
    PLACE,
  );
  expect('ignored' in parts ? [] : parts.map(({ group }) => group.id)).toEqual([...groups].sort());
});

test.for(['i-0123456789abcdef0', 'sgr-0123456789abcdef0', 'vpc-0123456789abcdef0'])(
  'readCreatedTags() ignores the tags of %s, whatever they are',
  (resource) => {
    const ignored = 'it tags no security group';
    expect(readCreatedTags(tagsRecord('CreateTags', [resource], [{}]), PLACE)).toEqual({ ignored });
  },
);

const CUT = 'requestParameters: CloudTrail left out a part of it, as the record was too large';
const resources = { resourcesSet: { items: [{ resourceId: GROUP }] } };

test.for<[name: string, record: Json, group: Json, reason: string]>([
  [
    'the request is null',
    create([], { requestParameters: null }),
    {},
    'requestParameters: null says nothing of what was done',
  ],
  [
    'the tags were cut',
    create([], { requestParameters: { ...resources, tagSet: { omitted: true } } }),
    { id: GROUP },
    CUT,
  ],
  ['the resources were cut', create([], { requestParameters: { resourcesSet: { omitted: true } } }), {}, CUT],
  ['no resource is named', tagsRecord('CreateTags', []), {}, 'requestParameters.resourcesSet: it names no resource'],
  [
    'a group id is none',
    tagsRecord('CreateTags', ['sg-x']),
    {},
    'requestParameters.resourcesSet: "sg-x" is no group id',
  ],
  ['no tag is named', create([]), { id: GROUP }, 'requestParameters.tagSet: it names no tag'],
  [
    'a key is missing',
    create([{ value: 'x' }]),
    { id: GROUP },
    'requestParameters.tagSet.items[0].key: undefined is no tag key',
  ],
  [
    'a key is too long',
    create([{ key: longKey }]),
    { id: GROUP },
    `requestParameters.tagSet.items[0].key: "${'k'.repeat(77)}..." is no tag key`,
  ],
  [
    'the tags are a text',
    create([], { requestParameters: { ...resources, tagSet: 'x' } }),
    { id: GROUP },
    'requestParameters.tagSet: "x" is no list',
  ],
])('readCreatedTags() is unclear when %s', ([, record, group, reason]) => {
  expect(onlyPart(readCreatedTags(record, PLACE))).toEqual({ group, effect: { kind: 'unclear', reason } });
});
