import { globsMeet } from '../../core/judge/glob.ts';
import type { Scope } from '../../core/policy.ts';
import { globCovers } from './globs.ts';

/** What a scope, or its exception, asks of a group. Keys that are not known here are never taken to hold. */
type Places = Omit<Scope, 'unless'>;
type Patterns = readonly string[];

/** Patterns that every group fits: every group has an account, a region, a VPC, a name and an id. */
const UNIVERSAL: Readonly<Record<string, RegExp>> = {
  accounts: /^\*+$/,
  regions: /^\*+$/,
  vpcs: /^(vpc-)?\*+$/,
  groups: /^(sg-)?\*+$/,
};

/** Whether every group that `inner` covers is surely covered by `outer` too. */
export function scopeCovers(outer: Scope, inner: Scope): boolean {
  if (!placesCover(placesOf(outer), placesOf(inner))) return false;
  if (!outer.unless || placesApart(outer.unless, placesOf(inner))) return true;
  return inner.unless !== undefined && placesCover(inner.unless, outer.unless);
}

/** Whether a scope's exception surely takes away all that the scope covers. */
export const coversNothing = (scope: Scope): boolean =>
  scope.unless !== undefined && placesCover(scope.unless, placesOf(scope));

/**
 * Whether some groups are in both scopes, as far as scopes can tell: what one asks for, the other must ask for too, or
 * leave open. Two scopes that each ask for something else (a name here, a tag there) may well have no group in common.
 */
export function scopesMeet(a: Scope, b: Scope): boolean {
  if (placesApart(placesOf(a), placesOf(b)) || crossing(placesOf(a), placesOf(b))) return false;
  return leavesSome(a.unless, b) && leavesSome(b.unless, a);
}

function placesOf({ unless: _, ...places }: Scope): Places {
  return places;
}

function placesCover(outer: Places, inner: Places): boolean {
  const { tags = {}, ...lists } = outer;
  return (
    Object.entries(tags).every(([key, values]) => {
      const given = inner.tags && Object.hasOwn(inner.tags, key) ? inner.tags[key] : undefined;
      return given?.every((value) => values.some((pattern) => globCovers(pattern, value))) ?? false;
    }) &&
    Object.entries(lists).every(([key, patterns]) => {
      if (patterns.some((pattern) => UNIVERSAL[key]?.test(pattern))) return true;
      const given = inner[key as keyof typeof lists];
      return given?.every((one) => patterns.some((pattern) => alike(key, pattern, one) && globCovers(pattern, one)));
    })
  );
}

/** Whether no group can fit both: some key has patterns on both sides that have no text in common. */
function placesApart(a: Places, b: Places): boolean {
  const apart = (key: string, ours: Patterns | undefined, theirs: Patterns | undefined) =>
    ours?.every((one) => theirs?.every((other) => alike(key, one, other) && !globsMeet(one, other)));
  const { tags: tagsOfA = {}, ...listsOfA } = a;
  return (
    Object.entries(tagsOfA).some(([key, values]) => apart('tags', values, ownOf(b.tags, key))) ||
    Object.entries(listsOfA).some(([key, patterns]) => apart(key, patterns, b[key as keyof typeof listsOfA]))
  );
}

const ownOf = (tags: Places['tags'], key: string): Patterns | undefined =>
  tags && Object.hasOwn(tags, key) ? tags[key] : undefined;

/** A pattern of ids and one of names speak of different things, so neither says anything about the other. */
const alike = (key: string, a: string, b: string): boolean =>
  key !== 'groups' || a.startsWith('sg-') === b.startsWith('sg-');

/** Whether each asks for something that the other does not speak of. Accounts and regions go with anything. */
function crossing(a: Places, b: Places): boolean {
  const [ours, theirs] = [asked(a), asked(b)];
  const more = (some: readonly string[], than: readonly string[]) => some.some((key) => !than.includes(key));
  return more(ours, theirs) && more(theirs, ours);
}

function asked({ tags = {}, ...lists }: Places): string[] {
  const keys = Object.entries(lists).flatMap(([key, patterns]) => {
    if (key === 'accounts' || key === 'regions' || patterns.some((pattern) => UNIVERSAL[key]?.test(pattern))) return [];
    if (key !== 'groups') return [key];
    return patterns.map((pattern) => (pattern.startsWith('sg-') ? 'ids' : 'names'));
  });
  return [...keys, ...Object.keys(tags).map((key) => `tag ${key}`)];
}

/**
 * Whether an exception surely leaves groups of another scope in. Where one goes by names and the other by tags, they may
 * well mean the same groups.
 */
function leavesSome(unless: Scope['unless'], other: Scope): boolean {
  const places = placesOf(other);
  // An exception for some actors leaves every group in, for all others.
  if (!unless || unless.actors || placesApart(unless, places)) return true;
  return !placesCover(unless, places) && !crossing(withOneTag(unless), withOneTag(places));
}

const withOneTag = ({ tags, ...lists }: Places): Places => (tags ? { ...lists, tags: { any: [] } } : lists);
