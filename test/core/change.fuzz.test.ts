import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecord } from '../../functions/core/read-record.ts';
import { ACCOUNT, authorizeRecord, envelope, flatRecord, sourceGroupRecord } from '../records/records.ts';
import {
  arnOf,
  OTHER_GROUP,
  revokeByIdRecord,
  revokeRecord,
  samples,
  taggingRecord,
  tagsRecord,
} from '../records/samples.ts';
import { expectSpelledOut, placesIn } from './spelled-out.ts';

/** A record of every event but those of block public access, where any object names a change. */
const NAMING = Object.fromEntries(
  Object.entries(samples()).filter(([name]) => !/BlockPublicAccess|AclEntry/.test(name)),
);

const anything = fc.anything({
  withNullPrototype: true,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSparseArray: true,
});

test('readRecord() never throws and understands no change when the input is anything', () => {
  fc.assert(
    fc.property(anything, (input) => {
      for (const each of [
        input,
        envelope(input),
        ...Object.values(NAMING).map((sample) => ({ ...sample, requestParameters: input, responseElements: input })),
      ]) {
        const reading = readRecord(each);
        expect(reading.kind === 'changes' && reading.changes.some(({ effect }) => effect.kind !== 'unclear')).toBe(
          false,
        );
      }
    }),
    { numRuns: 300, seed: 20261123 },
  );
});

const valid = [
  authorizeRecord({
    groupName: 'web',
    permissions: [
      { protocol: 'tcp', from: 22, to: 22, ipv4: ['0.0.0.0/0', '10.0.0.0/8'], ipv6: ['::/0'], description: 'x' },
      {
        protocol: '-1',
        lists: ['pl-0123456789abcdef0'],
        groups: [{ groupId: 'sg-0fedcba9876543210' }, { groupName: 'b' }],
      },
    ],
  }),
  authorizeRecord({ response: 'old', permissions: [{ protocol: 'icmp', from: 8, to: -1, ipv4: ['192.0.2.0/24'] }] }),
  flatRecord(),
  flatRecord({ response: 'old' }),
  sourceGroupRecord(),
  revokeRecord({ revoked: null }),
  revokeByIdRecord(['sgr-0123456789abcdef0']),
  tagsRecord('DeleteTags', [OTHER_GROUP], []),
  tagsRecord('DeleteTags', [OTHER_GROUP, 'sg-0123456789abcdef0', 'i-0123456789abcdef0'], [{ key: 'tier' }]),
  taggingRecord('UntagResources', { resourceARNList: [arnOf(), arnOf(OTHER_GROUP)], tagKeys: ['a', 'b'] }),
  ...Object.values(samples()),
].map((one) => envelope(one, { source: one.eventSource === 'ec2.amazonaws.com' ? 'aws.ec2' : 'aws.tagging' }));

/** Values that are likely to hit a weak spot. */
const spanners = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    {},
    [],
    [[]],
    { items: {} },
    { items: [{}] },
    { omitted: true },
    true,
    'true',
    'Sanitized',
  ),
  fc.constantFrom<unknown>(
    -1,
    0,
    22.5,
    65536,
    Number.POSITIVE_INFINITY,
    '22',
    '-1',
    'tcp',
    '6',
    '::/0',
    '10.0.0.1/0',
    'sg-0fedcba9876543210',
    ACCOUNT,
  ),
  fc.jsonValue(),
);

type Mutation = {
  readonly pick: number;
  readonly act: 'delete' | 'replace' | 'wrap' | 'copy';
  readonly value: unknown;
};
const mutations: fc.Arbitrary<Mutation> = fc.record({
  pick: fc.nat(),
  act: fc.constantFrom('delete', 'replace', 'wrap', 'copy'),
  value: spanners,
});

function mutate(root: unknown, { pick, act, value }: Mutation): void {
  const places = placesIn(root);
  const place = places[pick % places.length];
  if (!place) return;
  const [holder, key] = place;
  if (act === 'delete') delete holder[key];
  else if (act === 'wrap') holder[key] = [holder[key]];
  else if (act === 'copy') holder[places[(pick * 7) % places.length]?.[1] ?? key] = structuredClone(holder[key]);
  else holder[key] = value;
}

test('readRecord() never throws, and tells only of what the record spells out, when a record was mutated', () => {
  const seen = new Map<string, number>();
  const count = (kind: string) => seen.set(kind, (seen.get(kind) ?? 0) + 1);
  fc.assert(
    fc.property(fc.constantFrom(...valid), fc.array(mutations, { minLength: 1, maxLength: 5 }), (original, changes) => {
      const input = structuredClone(original);
      for (const change of changes) mutate(input, change);
      const reading = readRecord(input);
      if (reading.kind !== 'changes') count(reading.kind);
      for (const change of reading.kind === 'changes' ? reading.changes : []) {
        count(change.effect.kind);
        expectSpelledOut(change, input);
      }
    }),
    { numRuns: 6000, seed: 20261123 },
  );
  // The mutations must reach every kind of reading, or this test shows nothing.
  const kinds = [
    'added',
    'modified',
    'removed',
    'created',
    'retagged',
    'untagged',
    'list-changed',
    'watched',
    'unclear',
  ];
  for (const kind of [...kinds, 'ignored', 'malformed']) expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(20);
});
