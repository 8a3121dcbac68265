import type { SourceWord, Statement } from '../../core/policy.ts';
import type { Interval } from '../../core/traffic/interval.ts';
import { PUBLIC_ADDRESSES } from '../../core/traffic/public-addresses.ts';
import { ALL_ADDRESSES, addressSet, atomSet, holds, type SourceSet, unite } from '../../core/traffic/source-set.ts';
import { type Box, EVERYTHING, isWithin, type Traffic, traffic } from '../../core/traffic/traffic.ts';
import { statementTraffic } from '../statement-traffic.ts';

/**
 * What statements name, of every rule that there may be, as one set: addresses that words name by themselves are addresses,
 * and what depends on the rule (the width of its CIDR, its company) or is no address is an atom of its own. A set within
 * another then means that the other names as much of every rule.
 */
export type NamedSet = Traffic;

const ANY = 'any source';
const ANYWHERE = 'a source that reaches half of the addresses';
const LISTS = 'every list';
const WIDE = [4, 6].flatMap((family) =>
  Array.from({ length: family === 4 ? 32 : 128 }, (_, prefix) => wide(family, prefix)),
);

/** A CIDR of one prefix length that holds a public address. */
function wide(family: number, prefix: number): string {
  return `a /${prefix} of IPv${family}`;
}

/** What the statements of a `deny` name. */
export const deniedBy = (statements: readonly Statement[]): NamedSet => statementTraffic(statements, deniedSources);

/** What the statements of an `only` name, or those of a `require`, which knows fewer words. */
export const listedBy = (statements: readonly Statement[]): NamedSet => statementTraffic(statements, listedSources);

/** All that rules can let in. */
export const WHOLE: NamedSet = traffic([{ region: EVERYTHING, sources: unite(ALL_ADDRESSES, atomSet(ANY)) }]);

/** Whether `outer` surely names all that `inner` names, of every rule. */
export function namesAll(outer: NamedSet, inner: NamedSet): boolean {
  // A corner that is left out says no at once; the whole comparison is dear.
  if (!inner.slice(0, 8).every((box) => outer.some((other) => mayHoldCorner(other, box)))) return false;
  const atoms = [...new Set(inner.flatMap(({ sources }) => sources.atoms))].sort();
  return isWithin(
    inner,
    outer.map(({ region, sources }): Box => ({ region, sources: withImplied(sources, atoms) })),
  );
}

/** Whether a box may hold the first region and the first addresses of another. */
const mayHoldCorner = (outer: Box, { region, sources }: Box): boolean =>
  outer.region.every((interval, at) => holdsNumber([interval], region[at as 0 | 1 | 2][0])) &&
  (['ipv4', 'ipv6'] as const).every((family) =>
    sources[family].slice(0, 8).every(([first]) => holdsNumber(outer.sources[family], first)),
  );

const holdsNumber = (intervals: readonly Interval[], number: bigint): boolean =>
  intervals.some(([first, last]) => first <= number && number <= last);

/** A set of sources with those of the given atoms that go without saying. */
function withImplied(sources: SourceSet, atoms: readonly string[]): SourceSet {
  const every = sources.atoms.includes(ANY);
  const addresses = holds(sources, ALL_ADDRESSES);
  const implied = atoms.filter(
    (atom) =>
      every ||
      (addresses && (atom === ANYWHERE || WIDE.includes(atom))) ||
      (atom.startsWith('pl-') && sources.atoms.includes(LISTS)),
  );
  return implied.length === 0 ? sources : unite(sources, { ipv4: [], ipv6: [], atoms: implied });
}

/** The sources that a word names in a `deny`; atoms stand for those that a rule alone does not tell. */
export function deniedSources(word: SourceWord): SourceSet {
  switch (word.kind) {
    case 'any':
      return { ...ALL_ADDRESSES, atoms: [ANY] };
    case 'anywhere':
      return atomSet(ANYWHERE);
    case 'public':
      return PUBLIC_ADDRESSES;
    case 'cidr':
      return addressSet([word.cidr]);
    case 'list':
    case 'group':
      return atomSet(word.id);
    case 'account':
      return atomSet(`account ${word.id}`);
    case 'wider-than': {
      const below = (family: number, limit = 0) => Array.from({ length: limit }, (_, prefix) => wide(family, prefix));
      return { ipv4: [], ipv6: [], atoms: [...below(4, word.ipv4), ...below(6, word.ipv6)].sort() };
    }
    default:
      return word satisfies never;
  }
}

/** In a list of what may stay, `anywhere` is every address, and so every list. */
const listedSources = (word: SourceWord): SourceSet =>
  word.kind === 'anywhere' ? { ...ALL_ADDRESSES, atoms: [LISTS] } : deniedSources(word);
