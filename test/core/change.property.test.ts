import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupId, prefixListId, ruleId } from '../../functions/core/ids.ts';
import { readRecord } from '../../functions/core/read-record.ts';
import { ALL_PROTOCOLS, PROTOCOL_NAMES, type Rule, type Source } from '../../functions/core/rule.ts';
import { type Cidr, parseCidr } from '../../functions/core/traffic/cidr.ts';
import {
  authorizeRecord,
  envelope,
  GROUP,
  type GroupReference,
  type Json,
  type Permission,
} from '../records/records.ts';
import { newerRecord, revokeRecord } from '../records/samples.ts';

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

const numbered = fc.uniqueArray(fc.tuple(hex('sgr'), rules), { minLength: 1, maxLength: 12, selector: ([id]) => id });

test('readRecord() gives back the rules from which a record was built', () => {
  fc.assert(
    fc.property(numbered, fc.boolean(), fc.boolean(), (all, old, wrapped) => {
      const built = authorizeRecord({
        permissions: all.map(([, rule]) => permissionOf(rule)),
        ruleIds: all.map(([id]) => id),
        response: old ? 'old' : 'rules',
      });
      const expected = all.map(([id, rule]) => (old ? rule : { id: branded(id, ruleId), ...rule }));
      const reading = readRecord(wrapped ? envelope(built) : built);
      expect(reading).toMatchObject({ changes: [{ effect: { kind: 'added', rules: expected } }] });
    }),
    { seed: 20261123 },
  );
});

/** A rule as one object, as a response names a removed one; a group is named by its id only. */
function inFull({ protocol, from, to, source, description }: Rule): Json {
  const traffic = { ipProtocol: PROTOCOL_NAMES[protocol] ?? String(protocol), fromPort: from, toPort: to };
  const described = { ...traffic, ...(description && { description }) };
  if (source.kind === 'cidr')
    return { ...described, [source.cidr.includes(':') ? 'cidrIpv6' : 'cidrIpv4']: source.cidr };
  if (source.kind === 'list') return { ...described, prefixListId: source.id };
  return { ...described, referencedGroupId: source.kind === 'group' ? source.id : source.name };
}

/** The same as the newer calls write it: `-1` comes as a number there. */
const inPascalCase = (rule: Json): Json =>
  Object.fromEntries(
    Object.entries(rule).map(([key, value]) => [
      key.replace(/^./, (first) => first.toUpperCase()),
      value === '-1' ? -1 : value,
    ]),
  );

const byId = numbered
  .map((all) => all.filter(([, { source }]) => source.kind !== 'group-name'))
  .filter((all) => all.length > 0);

test('readRecord() gives back the removed rules from which a record was built', () => {
  fc.assert(
    fc.property(byId, (all) => {
      const revoked = all.map(([id, rule]) => ({ groupId: GROUP, securityGroupRuleId: id, ...inFull(rule) }));
      const expected = all.map(([id, rule]) => ({ id: branded(id, ruleId), ...rule }));
      const reading = readRecord(revokeRecord({ revoked }));
      expect(reading).toMatchObject({ changes: [{ effect: { kind: 'removed', rules: expected, ids: [] } }] });
    }),
    { seed: 20261123 },
  );
});

test('readRecord() gives back the ids and the content that a modification asked for', () => {
  fc.assert(
    fc.property(byId, (all) => {
      const each = all.map(([SecurityGroupRuleId, rule], index) => ({
        SecurityGroupRuleId,
        SecurityGroupRule: inPascalCase(inFull(rule)),
        tag: index + 1,
      }));
      const SecurityGroupRule = each.length === 1 ? each[0] : each;
      const expected = all.map(([id, to]) => ({ id: branded(id, ruleId), to }));
      const reading = readRecord(newerRecord('ModifySecurityGroupRules', { GroupId: GROUP, SecurityGroupRule }));
      expect(reading).toMatchObject({ changes: [{ effect: { kind: 'modified', rules: expected } }] });
    }),
    { seed: 20261123 },
  );
});
