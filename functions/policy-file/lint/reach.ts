import type { SourceWord, Statement } from '../../core/policy.ts';
import {
  ALL_ADDRESSES,
  atomSet,
  isNoSource,
  meet,
  NO_SOURCES,
  type SourceSet,
  unite,
} from '../../core/traffic/source-set.ts';
import {
  type Box,
  difference,
  EVERYTHING,
  intersection,
  sharedRegion,
  type Traffic,
} from '../../core/traffic/traffic.ts';
import { statementTraffic } from '../statement-traffic.ts';
import { deniedSources } from './named.ts';

/** Groups and lists, whichever they are. */
const REFERENCES = 'every reference';

/** Traffic that statements name of some rule: what is in it, one rule or another shows. */
export const namedOfSome = (statements: readonly Statement[]): Traffic => statementTraffic(statements, ofSome);

/** Traffic that statements may name of any rule: what is not in it, they never name. */
export const namedOfAny = (statements: readonly Statement[]): Traffic => statementTraffic(statements, ofAny);

/** Whether two sets of traffic may have something in common, at a quick look. */
export const touch = (a: Traffic, b: Traffic): boolean =>
  a.some((box) =>
    b.some(
      (other) =>
        sharedRegion(box.region, other.region) !== undefined &&
        ((box.sources.atoms.length > 0 && other.sources.atoms.length > 0) ||
          !isNoSource(meet(box.sources, other.sources))),
    ),
  );

/** Traffic in both. */
export function common(a: Traffic, b: Traffic): Traffic {
  if (!touch(a, b)) return [];
  const atoms = atomsOf([...a, ...b]);
  return intersection(withReferences(a, atoms), withReferences(b, atoms));
}

/** Traffic that an `only` with these statements surely forbids; of references, those that are given. */
export function outside(statements: readonly Statement[], references: Traffic): Traffic {
  const whole = [{ region: EVERYTHING, sources: { ...ALL_ADDRESSES, atoms: [REFERENCES] } }];
  return beyond(withReferences(whole, atomsOf(references)), statements);
}

/** The part of traffic that an `only` with these statements surely forbids. */
export function beyond(given: Traffic, statements: readonly Statement[]): Traffic {
  const atoms = atomsOf(given);
  const lists = atoms.filter((atom) => atom.startsWith('pl-'));
  const allowed = withReferences(namedOfAny(statements), atoms).map(
    ({ region, sources }): Box => ({
      region,
      // A list may hold nothing but addresses that may stay.
      sources: sources.ipv4.length + sources.ipv6.length > 0 ? unite(sources, atomsSet(lists)) : sources,
    }),
  );
  return difference(given, allowed);
}

const atomsOf = (boxes: readonly Box[]): string[] => [...new Set(boxes.flatMap(({ sources }) => sources.atoms))].sort();

const atomsSet = (atoms: readonly string[]): SourceSet => ({ ...NO_SOURCES, atoms });

const withReferences = (boxes: readonly Box[], atoms: readonly string[]): Traffic =>
  boxes.map(({ region, sources }) => ({
    region,
    sources: sources.atoms.includes(REFERENCES) ? unite(sources, atomsSet(atoms)) : sources,
  }));

/** `0.0.0.0/0` and `::/0` are as wide as any word asks, so what these words name of some rule is every address. */
function ofSome(word: SourceWord): SourceSet {
  switch (word.kind) {
    case 'any':
      return { ...ALL_ADDRESSES, atoms: [REFERENCES] };
    case 'anywhere':
      return ALL_ADDRESSES;
    case 'wider-than':
      return {
        ipv4: word.ipv4 === undefined ? [] : ALL_ADDRESSES.ipv4,
        ipv6: word.ipv6 === undefined ? [] : ALL_ADDRESSES.ipv6,
        atoms: [],
      };
    default:
      return deniedSources(word);
  }
}

/** A list may hold any addresses, and an account any group. */
function ofAny(word: SourceWord): SourceSet {
  if (word.kind === 'list') return unite(ALL_ADDRESSES, atomSet(word.id));
  if (word.kind === 'wider-than') return ALL_ADDRESSES;
  return word.kind === 'account' ? atomSet(REFERENCES) : ofSome(word);
}
