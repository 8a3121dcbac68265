import { expect, test } from 'vitest';
import { readRecord } from '../../functions/core/read-record.ts';
import { authorizeRecord, envelope, flatRecord, type Json } from '../records/records.ts';
import { arnOf, revokeRecord, samples, taggingRecord, tagsRecord } from '../records/samples.ts';

const PARTS = [
  { name: 'deep lists', value: JSON.parse(`${'['.repeat(200)}${']'.repeat(200)}`) },
  { name: 'deep objects', value: JSON.parse(`${'{"items":'.repeat(200)}1${'}'.repeat(200)}`) },
  { name: 'objects deeper than the stack', value: JSON.parse(`${'{"items":'.repeat(100_000)}1${'}'.repeat(100_000)}`) },
  { name: 'a huge text', value: 'x'.repeat(1_000_000) },
  { name: 'a huge text of dots', value: `${'1.'.repeat(500_000)}/8` },
  { name: 'a huge text of colons', value: `${'1:'.repeat(500_000)}/8` },
  { name: 'a huge list', value: Array.from({ length: 100_000 }, () => ({})) },
];

test.for(PARTS)('readRecord() never throws and adds no rule when a part is $name', ({ value }) => {
  const inputs = [
    value,
    envelope(value),
    authorizeRecord({ parts: { requestParameters: value, responseElements: value } }),
    authorizeRecord({ response: 'old', parts: { requestParameters: { groupName: 'web', ipPermissions: value } } }),
    flatRecord({
      response: 'old',
      parts: { requestParameters: { groupName: 'web', cidrIp: value, ipProtocol: value } },
    }),
    authorizeRecord({ parts: { responseElements: { securityGroupRuleSet: value }, requestParameters: null } }),
    authorizeRecord({ responseRule: { cidrIpv4: value } }),
  ];
  for (const input of inputs) expect(reasonOf(input)).toMatch(/^[\x20-\x7e]{1,300}$/);
});

test('readRecord() shortens and escapes what its reasons cite', () => {
  const nasty = `x"\n\u202e\u0000${'y'.repeat(1_000_000)}`;
  const tcp = { protocol: 'tcp', from: 22, to: 22 };
  const inputs = [
    authorizeRecord({ response: 'old', permissions: [{ ...tcp, ipv4: [nasty] }] }),
    authorizeRecord({ response: 'old', permissions: [{ ...tcp, protocol: nasty, ipv4: ['10.0.0.0/8'] }] }),
    authorizeRecord({
      response: 'old',
      parts: { requestParameters: { ipPermissions: [{ ipProtocol: '-1', [nasty]: [1] }] } },
    }),
    authorizeRecord({ response: 'old', parts: { requestParameters: nasty } }),
    authorizeRecord({ parts: { errorCode: nasty } }),
    authorizeRecord({ parts: { eventID: nasty } }),
    authorizeRecord({ parts: { eventName: nasty } }),
    envelope(authorizeRecord(), { source: nasty }),
  ];
  for (const input of inputs) {
    const reason = reasonOf(input);
    expect(reason).toMatch(/^[\x20-\x7e]{1,250}$/);
    expect(reason).toContain('x\\"\\n\\u202e\\u0000yyy');
  }
});

/** A record in which each member of the request and of the response, one or two levels deep, is replaced by a value in turn. */
function spoiled(record: Json, value: unknown): Json[] {
  return ['requestParameters', 'responseElements'].flatMap((part) => {
    const holder = record[part];
    if (typeof holder !== 'object' || holder === null) return [{ ...record, [part]: value }];
    const each = Object.entries(holder).flatMap(([key, inner]) => [
      { ...holder, [key]: value },
      ...Object.keys(typeof inner === 'object' && inner !== null ? inner : {}).map((below) => ({
        ...holder,
        [key]: { ...inner, [below]: value },
      })),
    ]);
    return [{ ...record, [part]: value }, ...each.map((made) => ({ ...record, [part]: made }))];
  });
}

test.for(PARTS)(
  'readRecord() never throws and tells in few words, for every event, when a part is $name',
  ({ value }) => {
    for (const [eventName, sample] of Object.entries(samples())) {
      for (const input of spoiled(sample, value)) {
        const reading = readRecord(input);
        expect(reading.kind, eventName).not.toBe('malformed');
        if (reading.kind !== 'changes') continue;
        for (const { effect } of reading.changes) {
          if (effect.kind === 'watched') expect(effect.detail).toMatch(/^[\x20-\x7e]{1,500}$/);
          if (effect.kind === 'unclear') expect(effect.reason).toMatch(/^[\x20-\x7e]{1,300}$/);
        }
      }
    }
  },
);

test.for(Object.entries(samples()))('readRecord() lets no text of %s forge a line', ([, sample]) => {
  const nasty = `x\n\u202e"${'y'.repeat(1_000)}`;
  for (const input of spoiled(sample, nasty)) {
    const reading = readRecord(input);
    for (const { effect } of reading.kind === 'changes' ? reading.changes : []) {
      if (effect.kind === 'watched') expect(effect.detail).toMatch(/^[\x20-\x7e]{1,500}$/);
      if (effect.kind === 'unclear') expect(effect.reason).toMatch(/^[\x20-\x7e]{1,300}$/);
    }
  }
});

const many = <T>(make: (index: string) => T): T[] =>
  Array.from({ length: 2_000 }, (_, index) => make(index.toString(16).padStart(17, '0')));

test.for<[name: string, record: Json]>([
  [
    'resources',
    tagsRecord(
      'CreateTags',
      many((index) => `sg-${index}`),
    ),
  ],
  [
    'tags',
    tagsRecord(
      'DeleteTags',
      undefined,
      many((key) => ({ key })),
    ),
  ],
  ['ARNs', taggingRecord('TagResources', { resourceARNList: many((index) => arnOf(`sg-${index}`)) })],
  ['keys', taggingRecord('UntagResources', { tagKeys: many((key) => key) })],
  ['ids', revokeRecord({ revoked: null, request: { securityGroupRuleIds: many((index) => `sgr-${index}`) } })],
])('readRecord() is unclear about more %s than a call can take', ([, record]) => {
  const reading = readRecord(record);
  expect(reading).toMatchObject({ changes: [{ effect: { kind: 'unclear' } }] });
  expect(reading.kind === 'changes' ? reading.changes.length : 0).toBe(1);
});

/** The reason for which nothing is added; undefined when something is. */
function reasonOf(input: unknown): string | undefined {
  const reading = readRecord(input);
  if (reading.kind !== 'changes') return reading.reason;
  const [{ effect }] = reading.changes;
  return effect.kind === 'unclear' ? effect.reason : undefined;
}
