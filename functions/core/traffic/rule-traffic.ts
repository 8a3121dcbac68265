import type { PrefixListId } from '../ids.ts';
import { ALL_PROTOCOLS, hasPorts, isIcmp, type Rule, type Source, sourceText } from '../rule.ts';
import type { Cidr } from './cidr.ts';
import type { Interval } from './interval.ts';
import { addressSet, atomSet, holds, NO_SOURCES, type SourceSet, unite } from './source-set.ts';
import { EVERY_CODE, EVERY_PORT, EVERY_PROTOCOL, type Region, type Traffic, trafficTexts } from './traffic.ts';

/** The entries of the prefix lists that could be read. */
export type Lists = ReadonlyMap<PrefixListId, readonly Cidr[]>;

/** Where a rule's traffic lies beside its source. */
export function regionOf({ protocol, from, to }: Pick<Rule, 'protocol' | 'from' | 'to'>): Region {
  const only = (number: number): Interval => [BigInt(number), BigInt(number)];
  if (protocol === ALL_PROTOCOLS) return [EVERY_PROTOCOL, EVERY_PORT, EVERY_CODE];
  if (hasPorts(protocol)) return [only(protocol), [BigInt(from), BigInt(to)], EVERY_CODE];
  if (isIcmp(protocol))
    return [only(protocol), from === -1 ? EVERY_PORT : only(from), to === -1 ? EVERY_CODE : only(to)];
  return [only(protocol), EVERY_PORT, EVERY_CODE];
}

/**
 * The sources that a rule is open to, as it stands. A prefix list that could be read is its entries and, so that the
 * whole of it can be told from the sum of its parts, the atom of its id; one that could not be read is the atom alone.
 */
export function sourcesOf(source: Source, lists: Lists): SourceSet {
  switch (source.kind) {
    case 'cidr':
      return addressSet([source.cidr]);
    case 'list': {
      const entries = lists.get(source.id);
      if (entries === undefined) return atomSet(source.id);
      return entries.length === 0 ? NO_SOURCES : unite(addressSet(entries), atomSet(source.id));
    }
    case 'group':
    case 'group-name':
      return atomSet(sourceText(source));
    default:
      return source satisfies never;
  }
}

/** The set of traffic that a rule lets in. */
export const trafficOf = (rule: Rule, lists: Lists): Traffic => {
  const sources = sourcesOf(rule.source, lists);
  return sources === NO_SOURCES ? [] : [{ region: regionOf(rule), sources }];
};

/**
 * A part of one rule's traffic with a readable prefix list settled: the list's atom stays only where all its entries
 * stay, and where it does the entries go without saying.
 */
export function settle(part: Traffic, source: Source, lists: Lists): { whole: Traffic; shown: Traffic } {
  const entries = source.kind === 'list' ? lists.get(source.id) : undefined;
  if (entries === undefined) return { whole: part, shown: part };
  const all = addressSet(entries);
  const pieces = part.flatMap((box) => {
    const complete = box.sources.atoms.length > 0 && holds(box.sources, all);
    const sources = complete ? box.sources : { ...box.sources, atoms: [] };
    if (sources.ipv4.length + sources.ipv6.length === 0) return [];
    return [{ box: { ...box, sources }, complete }];
  });
  return {
    whole: pieces.map(({ box }) => box),
    shown: pieces.map(({ box, complete }) =>
      complete ? { ...box, sources: { ...NO_SOURCES, atoms: box.sources.atoms } } : box,
    ),
  };
}

/** The texts of a part of one rule's traffic. A whole prefix list is named by its id, a part of one by its addresses. */
export const partTexts = (part: Traffic, source: Source, lists: Lists): string[] =>
  trafficTexts(settle(part, source, lists).shown);
