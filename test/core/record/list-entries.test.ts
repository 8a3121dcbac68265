import { expect, test } from 'vitest';
import { readModifiedList, readRestoredList } from '../../../functions/core/record/list-entries.ts';
import type { Json } from '../../records/records.ts';
import { LIST, listRecord } from '../../records/samples.ts';
import { onlyPart, PLACE } from './only-part.ts';

const M = 'ModifyManagedPrefixList';
const R = 'requestParameters.ModifyManagedPrefixListRequest';
const modify = (request?: Json, parts?: Json) => listRecord(M, request, parts);
const add = { AddEntry: { cidr: '0.0.0.0/1', tag: 1 } };
const changed = (from?: number) => ({ kind: 'list-changed', list: LIST, ...(from !== undefined && { from }) });

test.for<[name: string, record: Json, from: number | undefined]>([
  ['an entry that was added', modify(), 3],
  [
    'several entries',
    modify({
      AddEntry: [
        { cidr: '0.0.0.0/1', tag: 1 },
        { cidr: '128.0.0.0/1', tag: 2 },
      ],
    }),
    3,
  ],
  ['an entry that was removed', modify({ RemoveEntry: { cidr: '0.0.0.0/1', tag: 1 } }), 3],
  ['entries and a new name', modify({ ...add, PrefixListName: 'x' }), 3],
  ['no version', modify({ ...add, CurrentVersion: undefined }), undefined],
  ['a version in another case', modify({ ...add, CurrentVersion: undefined, currentVersion: 4 }), 4],
  ['a version as text', modify({ ...add, CurrentVersion: '5' }), 5],
  ['a version with a counter', modify({ ...add, CurrentVersion: { content: 6, tag: 1 } }), 6],
  ['a version that is none', modify({ ...add, CurrentVersion: 0 }), undefined],
  ['a version that is no number', modify({ ...add, CurrentVersion: 'x' }), undefined],
  ['a request that tells nothing else', modify({ CurrentVersion: undefined }), undefined],
  ['entries that were cut', modify({ AddEntry: { omitted: true } }), 3],
  ['a name beside a part that was cut', modify({ PrefixListName: 'x', more: { omitted: true } }), 3],
  ['a request that is null', modify({}, { requestParameters: null }), undefined],
])('readModifiedList() reads %s', ([, record, from]) => {
  expect(onlyPart(readModifiedList(record, PLACE))).toEqual({ group: { using: LIST }, effect: changed(from) });
});

test.for<[name: string, request: Json]>([
  ['name', { PrefixListName: 'x' }],
  ['size', { MaxEntries: 20 }],
  ['name beside empty entries', { PrefixListName: 'x', AddEntry: {}, RemoveEntry: [] }],
])('readModifiedList() ignores a new %s', ([, request]) => {
  expect(readModifiedList(modify(request), PLACE)).toEqual({ ignored: 'it changes no entry of the prefix list' });
});

test('readRestoredList() reads the list and the version before', () => {
  const record = listRecord('RestoreManagedPrefixListVersion');
  expect(onlyPart(readRestoredList(record, PLACE))).toEqual({ group: { using: LIST }, effect: changed(3) });
});

test.for<[name: string, record: Json, reason: string]>([
  [
    'no list is named',
    modify({ ...add, PrefixListId: undefined }, { responseElements: null }),
    `${R}.PrefixListId: undefined is no prefix list id`,
  ],
  [
    'the id is none',
    modify({ ...add, PrefixListId: 'x' }, { responseElements: null }),
    `${R}.PrefixListId: "x" is no prefix list id`,
  ],
  [
    'neither tells',
    modify({}, { requestParameters: null, responseElements: null }),
    'requestParameters: null says nothing of what was done',
  ],
])('readModifiedList() is unclear when %s', ([, record, reason]) => {
  expect(onlyPart(readModifiedList(record, PLACE))).toEqual({ group: {}, effect: { kind: 'unclear', reason } });
});
