import { type Cidr, cidrsCovering, type Family, parseCidr } from './cidr.ts';
import { type Interval, intersect, normalise, subtract } from './interval.ts';

/**
 * A set of sources: IPv4 addresses, IPv6 addresses, and atoms. An atom is a source that has no addresses of its own:
 * a referenced group, or a prefix list. Always normalised, so equal sets have equal members.
 */
export type SourceSet = {
  readonly ipv4: readonly Interval[];
  readonly ipv6: readonly Interval[];
  /** Ids, sorted, each once. */
  readonly atoms: readonly string[];
};

/** No source at all. */
export const NO_SOURCES: SourceSet = { ipv4: [], ipv6: [], atoms: [] };

/** Every address of both families. */
export const ALL_ADDRESSES: SourceSet = { ipv4: [[0n, (1n << 32n) - 1n]], ipv6: [[0n, (1n << 128n) - 1n]], atoms: [] };

/** The addresses of CIDRs; throws TypeError when a text is no CIDR. */
export function addressSet(cidrs: readonly (Cidr | string)[]): SourceSet {
  const parsed = cidrs.map((cidr) => {
    const block = parseCidr(cidr);
    if (!block) throw new TypeError(`${cidr} is no CIDR`);
    return block;
  });
  const family = (wanted: Family) =>
    normalise(parsed.filter(({ family }) => family === wanted).map(({ addresses }) => addresses));
  return { ipv4: family(4), ipv6: family(6), atoms: [] };
}

/** The set of one atom. */
export const atomSet = (id: string): SourceSet => ({ ...NO_SOURCES, atoms: [id] });

/** A binary operation on sets of sources. */
export type SourceOperation = (a: SourceSet, b: SourceSet) => SourceSet;

/** Sources in any of the sets. */
export const uniteAll = (sets: readonly SourceSet[]): SourceSet => ({
  ipv4: normalise(sets.flatMap(({ ipv4 }) => ipv4)),
  ipv6: normalise(sets.flatMap(({ ipv6 }) => ipv6)),
  atoms: [...new Set(sets.flatMap(({ atoms }) => atoms))].sort(),
});

/** Sources in a or b. */
export const unite: SourceOperation = (a, b) => uniteAll([a, b]);

/** Sources in a and b. */
export const meet: SourceOperation = (a, b) => ({
  ipv4: intersect(a.ipv4, b.ipv4),
  ipv6: intersect(a.ipv6, b.ipv6),
  atoms: a.atoms.filter((atom) => b.atoms.includes(atom)),
});

/** Sources in a and not in b. */
export const without: SourceOperation = (a, b) => ({
  ipv4: subtract(a.ipv4, b.ipv4),
  ipv6: subtract(a.ipv6, b.ipv6),
  atoms: a.atoms.filter((atom) => !b.atoms.includes(atom)),
});

/** Whether a set holds nothing. */
export const isNoSource = ({ ipv4, ipv6, atoms }: SourceSet): boolean =>
  ipv4.length === 0 && ipv6.length === 0 && atoms.length === 0;

/** Whether every source of `inner` is in `outer`. */
export const holds = (outer: SourceSet, inner: SourceSet): boolean => isNoSource(without(inner, outer));

/** Whether two sets hold the same sources. */
export const sameSources = (a: SourceSet, b: SourceSet): boolean =>
  sameIntervals(a.ipv4, b.ipv4) && sameIntervals(a.ipv6, b.ipv6) && a.atoms.join() === b.atoms.join();

const sameIntervals = (a: readonly Interval[], b: readonly Interval[]): boolean =>
  a.length === b.length && a.every(([first, last], index) => first === b[index]?.[0] && last === b[index]?.[1]);

/** The texts of the sources: the fewest CIDRs, IPv4 first, then the atoms. */
export const sourceTexts = ({ ipv4, ipv6, atoms }: SourceSet): string[] => [
  ...ipv4.flatMap((addresses) => cidrsCovering(4, addresses)),
  ...ipv6.flatMap((addresses) => cidrsCovering(6, addresses)),
  ...atoms,
];
