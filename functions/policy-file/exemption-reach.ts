import type { Exemption } from '../core/exemption.ts';
import { globsMeet, matchesGlob } from '../core/judge/glob.ts';
import type { Ban, Scope, SourceWord, Statement } from '../core/policy.ts';
import { PUBLIC_ADDRESSES } from '../core/traffic/public-addresses.ts';
import {
  ALL_ADDRESSES,
  addressSet,
  atomSet,
  NO_SOURCES,
  type SourceSet,
  uniteAll,
} from '../core/traffic/source-set.ts';
import { difference, intersection, type Traffic } from '../core/traffic/traffic.ts';
import { statementTraffic } from './statement-traffic.ts';

/** Stands for every group and list that no statement names. */
const OTHERS = 'others';

/** What words may name: `most` where a fact that is not known could make it more, `least` where it could make it less. */
type Bound = 'most' | 'least';

/**
 * Whether what an exemption excuses has anything in common with what its policy forbids, whatever the rule, the group's
 * other rules and the entries of prefix lists.
 */
export function excusesSomething(ban: Ban, { traffic: excused }: Exemption): boolean {
  const words = [...wordsOf(excused), ...('statements' in ban ? wordsOf(ban.statements) : [])];
  const most = trafficOf(excused, 'most', words);
  switch (ban.kind) {
    case 'watch':
      return false;
    case 'freeze':
      return true;
    case 'only':
      return difference(most, trafficOf(ban.statements, 'least', words)).length > 0;
    case 'deny':
    case 'require':
      return intersection(most, trafficOf(ban.statements, 'most', words)).length > 0;
    default:
      return ban satisfies never;
  }
}

/** Whether an exemption excuses, for everybody and in every group, all that its policy forbids. */
export function excusesAll(ban: Ban, scope: Scope, { traffic: excused, group, actors }: Exemption): boolean {
  if (actors || !coversScope(group, scope)) return false;
  const words = [...wordsOf(excused), ...('statements' in ban ? wordsOf(ban.statements) : [])];
  const least = trafficOf(excused, 'least', words);
  const everything = trafficOf([{ protocols: [-1], sources: [{ kind: 'any' }] }], 'most', words);
  const forbidden =
    ban.kind === 'deny' || ban.kind === 'require'
      ? trafficOf(ban.statements, 'most', words)
      : ban.kind === 'only'
        ? difference(everything, trafficOf(ban.statements, 'least', words))
        : everything;
  return difference(forbidden, least).length === 0;
}

const wordsOf = (statements: readonly Statement[]): SourceWord[] => statements.flatMap(({ sources }) => sources);

const trafficOf = (statements: readonly Statement[], bound: Bound, words: readonly SourceWord[]): Traffic =>
  statementTraffic(statements, (word) => sourcesOf(word, bound, words));

function sourcesOf(word: SourceWord, bound: Bound, words: readonly SourceWord[]): SourceSet {
  switch (word.kind) {
    case 'any':
      return uniteAll([ALL_ADDRESSES, atomSet(OTHERS), ...words.map(atomOf)]);
    // These two name a rule's source as it stands, with whatever it holds.
    case 'anywhere':
    case 'wider-than':
      return ALL_ADDRESSES;
    case 'public':
      return PUBLIC_ADDRESSES;
    case 'cidr':
      return addressSet([word.cidr]);
    // What a list holds is not known, nor which groups an account has.
    case 'list':
      return bound === 'least' ? atomOf(word) : uniteAll([ALL_ADDRESSES, atomOf(word)]);
    case 'account':
      return bound === 'least'
        ? atomOf(word)
        : uniteAll([atomOf(word), ...words.filter(({ kind }) => kind === 'group').map(atomOf)]);
    case 'group':
      return bound === 'least'
        ? atomOf(word)
        : uniteAll([atomOf(word), ...words.filter(({ kind }) => kind === 'account').map(atomOf)]);
    default:
      return word satisfies never;
  }
}

const atomOf = (word: SourceWord): SourceSet =>
  word.kind === 'list' || word.kind === 'group'
    ? atomSet(word.id)
    : word.kind === 'account'
      ? atomSet(`account:${word.id}`)
      : NO_SOURCES;

/** Whether no group can be both one that an exemption is for and one that a policy's scope covers. */
export function outOfScope({ groups, tags = {} }: Exemption['group'], scope: Scope): boolean {
  const left = scope.unless;
  const otherwise = left === undefined || Object.keys(left).some((key) => key !== 'groups');
  const leftOut = !otherwise && groups?.every((group) => left.groups?.some((pattern) => includes(pattern, group)));
  const apart =
    groups && scope.groups && groups.every((group) => scope.groups?.every((pattern) => areApart(group, pattern)));
  const untagged = Object.entries(scope.tags ?? {}).some(([key, values]) => {
    const own = Object.hasOwn(tags, key) ? tags[key] : undefined;
    return own?.every((value) => values.every((other) => !globsMeet(value, other)));
  });
  return leftOut === true || apart === true || untagged;
}

/** Ids and names say nothing of each other. */
const areApart = (a: string, b: string): boolean => isId(a) === isId(b) && !globsMeet(a, b);

const isId = (pattern: string): boolean => pattern.startsWith('sg-');

/** Whether a pattern surely matches all that another does. */
const includes = (pattern: string, other: string): boolean =>
  pattern === other || (isId(pattern) === isId(other) && !pattern.includes('?') && matchesGlob(pattern, other));

function coversScope({ groups, tags = {} }: Exemption['group'], scope: Scope): boolean {
  const named =
    groups === undefined || scope.groups?.every((other) => groups.some((pattern) => includes(pattern, other)));
  return (
    named === true &&
    Object.entries(tags).every(([key, values]) => {
      const others = Object.hasOwn(scope.tags ?? {}, key) ? scope.tags?.[key] : undefined;
      return others?.every((other) => values.some((value) => includes(value, other))) ?? false;
    })
  );
}
