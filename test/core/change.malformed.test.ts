import { expect, test } from 'vitest';
import { readRecord } from '../../functions/core/read-record.ts';
import { authorizeRecord, envelope, type Json } from '../records/records.ts';

const parts = (changed: Json): Json => authorizeRecord({ parts: changed });
const inherited = { __proto__: authorizeRecord() };
const underProto: unknown = JSON.parse(`{"__proto__":${JSON.stringify(authorizeRecord())}}`);
const NO_NAME = 'undefined is no event name';

const malformed: [name: string, input: unknown, path: string, reason: string][] = [
  ['nothing', undefined, 'record', 'undefined is no CloudTrail record'],
  ['null', null, 'record', 'null is no CloudTrail record'],
  ['a text', '{}', 'record', '"{}" is no CloudTrail record'],
  ['a list', [authorizeRecord()], 'record', 'a list is no CloudTrail record'],
  ['a file of records', { Records: [authorizeRecord()] }, 'eventName', NO_NAME],
  ['an envelope of nothing', envelope(null), 'detail', 'null is no CloudTrail record'],
  ['an envelope of a text', envelope('{}'), 'detail', '"{}" is no CloudTrail record'],
  ['an envelope of another event', envelope({ state: 'running' }), 'detail.eventName', NO_NAME],
  ['what a record inherits', inherited, 'eventName', NO_NAME],
  ['what a record has under __proto__', underProto, 'eventName', NO_NAME],
  ['a name that is a list', parts({ eventName: ['x'] }), 'eventName', 'a list is no event name'],
  ['a missing source', parts({ eventSource: undefined }), 'eventSource', 'undefined is no event source'],
  ['an empty id', parts({ eventID: '' }), 'eventID', '"" is no event id'],
  ['an id that could forge a key', envelope(parts({ eventID: 'a/sg-1' })), 'detail.eventID', '"a/sg-1" is no event id'],
  [
    'a time of no day',
    parts({ eventTime: '2026-02-30T12:00:00Z' }),
    'eventTime',
    '"2026-02-30T12:00:00Z" is no time like 2026-11-23T12:00:00Z',
  ],
  [
    'a missing account',
    parts({ recipientAccountId: 'x', userIdentity: {} }),
    'recipientAccountId',
    '"x" is no account number, and no other is in the record',
  ],
  ['a missing region', parts({ awsRegion: undefined }), 'awsRegion', 'undefined is no region'],
];

test.for(malformed)('readRecord() calls %s malformed', ([, input, path, reason]) => {
  expect(readRecord(input)).toEqual({ kind: 'malformed', path, reason });
});
