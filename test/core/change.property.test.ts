import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readRecord } from '../../functions/core/change.ts';
import { groupId, prefixListId, ruleId } from '../../functions/core/ids.ts';
import { ALL_PROTOCOLS, PROTOCOL_NAMES, type Rule, type Source } from '../../functions/core/rule.ts';
import { type Cidr, parseCidr } from '../../functions/core/traffic/cidr.ts';
import { authorizeRecord, envelope, type GroupReference, type Permission } from '../records/records.ts';

const hex = (prefix: string) => fc.stringMatching(/^[0-9a-f]{17}$/).map((digits) => `${prefix}-${digits}`);
const branded = <Id>(text: string, read: (text: unknown) => Id | undefined): Id => {
  const id = read(text);
  if (id === undefined) throw new TypeError(`${text} is no id`);
  return id;
};

const ipv4 = fc.tuple(fc.ipV4(), fc.nat(32)).map(([address, prefix]) => `${address}/${prefix}`);
const ipv6 = fc.tuple(fc.ipV6(), fc.nat(128)).map(([address, prefix]) => `${address}/${prefix}`);
const cidrs = fc.oneof(ipv4, ipv6).map((text) => branded<Cidr>(text, (value) => parseCidr(String(value))?.cidr));
const sources: fc.Arbitrary<Source> = fc.oneof(
  cidrs.map((cidr) => ({ kind: 'cidr' as const, cidr })),
  hex('pl').map((id) => ({ kind: 'list' as const, id: branded(id, prefixListId) })),
  hex('sg').map((id) => ({ kind: 'group' as const, id: branded(id, groupId) })),
  fc.stringMatching(/^[\w .-]{1,20}$/).map((name) => ({ kind: 'group-name' as const, name })),
);
const rising = (most: number) =>
  fc.tuple(fc.nat(most), fc.nat(most)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
const traffics = fc.oneof(
  fc.constantFrom(6, 17).chain((protocol) => rising(65535).map(([from, to]) => ({ protocol, from, to }))),
  fc.record({ protocol: fc.constantFrom(1, 58), from: fc.nat(255), to: fc.integer({ min: -1, max: 255 }) }),
  fc.constantFrom(ALL_PROTOCOLS, 0, 47, 50, 255).map((protocol) => ({ protocol, from: -1, to: -1 })),
);
const rules: fc.Arbitrary<Rule> = fc
  .tuple(
    traffics,
    sources,
    fc.option(fc.string({ minLength: 1, maxLength: 255, unit: 'grapheme-ascii' }), { nil: undefined }),
  )
  .map(([traffic, source, description]) => ({ ...traffic, source, ...(description && { description }) }));

function permissionOf({ protocol, from, to, source, description }: Rule): Permission {
  const traffic = {
    protocol: PROTOCOL_NAMES[protocol] ?? String(protocol),
    from,
    to,
    ...(description && { description }),
  };
  switch (source.kind) {
    case 'cidr':
      return { ...traffic, ...(source.cidr.includes(':') ? { ipv6: [source.cidr] } : { ipv4: [source.cidr] }) };
    case 'list':
      return { ...traffic, lists: [source.id] };
    case 'group':
      return { ...traffic, groups: [{ groupId: source.id } satisfies GroupReference] };
    case 'group-name':
      return { ...traffic, groups: [{ groupName: source.name } satisfies GroupReference] };
    default:
      return source satisfies never;
  }
}

test('readRecord() gives back the rules from which a record was built', () => {
  const numbered = fc.uniqueArray(fc.tuple(hex('sgr'), rules), { minLength: 1, maxLength: 12, selector: ([id]) => id });
  fc.assert(
    fc.property(numbered, fc.boolean(), fc.boolean(), (all, old, wrapped) => {
      const built = authorizeRecord({
        permissions: all.map(([, rule]) => permissionOf(rule)),
        ruleIds: all.map(([id]) => id),
        response: old ? 'old' : 'rules',
      });
      const expected = all.map(([id, rule]) => (old ? rule : { id: branded(id, ruleId), ...rule }));
      const reading = readRecord(wrapped ? envelope(built) : built);
      expect(reading.kind === 'change' && reading.change.effect).toEqual({ kind: 'added', rules: expected });
    }),
    { seed: 20261123 },
  );
});
