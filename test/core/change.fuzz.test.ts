import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Change, readRecord } from '../../functions/core/change.ts';
import { hasPorts, isIcmp } from '../../functions/core/rule.ts';
import { parseCidr } from '../../functions/core/traffic/cidr.ts';
import { ACCOUNT, authorizeRecord, envelope, flatRecord, modifyRecord, sourceGroupRecord } from '../records/records.ts';

const anything = fc.anything({
  withNullPrototype: true,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSparseArray: true,
});

test('readRecord() never throws and adds no rule when the input is anything', () => {
  fc.assert(
    fc.property(anything, (input) => {
      for (const each of [
        input,
        envelope(input),
        { ...authorizeRecord(), requestParameters: input, responseElements: input },
      ]) {
        const reading = readRecord(each);
        expect(reading.kind === 'change' && reading.change.effect.kind === 'added').toBe(false);
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
  modifyRecord(),
].map((one) => envelope(one));

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

/** Every place below a value, as its holder and key. */
function placesIn(value: unknown): [holder: Record<string, unknown>, key: string][] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [[holder, key] as [typeof holder, string], ...placesIn(holder[key])]);
}

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

/** Texts and numbers anywhere in a value. */
const scalarsIn = (value: unknown): unknown[] => placesIn(value).map(([holder, key]) => holder[key]);

function expectSpelledOut({ group, effect }: Change, record: unknown): void {
  const scalars = scalarsIn(record);
  const texts = new Set(scalars.filter((scalar) => typeof scalar === 'string'));
  const numbers = new Set(scalars.filter((scalar) => scalar !== '' && !Number.isNaN(Number(scalar))).map(Number));
  const canonical = new Set([...texts].map((text) => parseCidr(text)?.cidr));
  if (group.id) expect(texts).toContain(group.id);
  if (effect.kind !== 'added') return;
  expect(effect.rules.length).toBeGreaterThan(0);
  expect(group.id ?? group.name).toBeDefined();
  for (const { id, protocol, from, to, source } of effect.rules) {
    if (id) expect(texts).toContain(id);
    // What the record may leave unsaid: all ports, any type and code, and the protocols of the source-group form.
    if (hasPorts(protocol) && !(from === 0 && to === 65535))
      expect([...numbers]).toEqual(expect.arrayContaining([from, to]));
    if (isIcmp(protocol) && from !== -1) expect(numbers).toContain(from);
    switch (source.kind) {
      case 'cidr':
        expect(canonical).toContain(source.cidr);
        break;
      case 'list':
      case 'group':
        expect(texts).toContain(source.id);
        break;
      case 'group-name':
        expect(texts).toContain(source.name);
        break;
      default:
        source satisfies never;
    }
  }
}

test('readRecord() never throws, and adds only rules that the record spells out, when a record was mutated', () => {
  const seen = { added: 0, unclear: 0, ignored: 0, malformed: 0 };
  fc.assert(
    fc.property(fc.constantFrom(...valid), fc.array(mutations, { minLength: 1, maxLength: 5 }), (original, changes) => {
      const input = structuredClone(original);
      for (const change of changes) mutate(input, change);
      const reading = readRecord(input);
      seen[reading.kind === 'change' ? reading.change.effect.kind : reading.kind]++;
      if (reading.kind === 'change') expectSpelledOut(reading.change, input);
    }),
    { numRuns: 2000, seed: 20261123 },
  );
  // The mutations must reach every kind of reading, or this test shows nothing.
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});
