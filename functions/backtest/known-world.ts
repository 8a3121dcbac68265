import type { ChangedGroup } from '../core/change.ts';
import type { GroupId, PrefixListId, RuleId } from '../core/ids.ts';
import type { Cidr } from '../core/traffic/cidr.ts';
import type { Lists } from '../core/traffic/rule-traffic.ts';
import { type KnownGroup, madeUpId, UNKNOWN_GROUP } from './known-group.ts';
import { type KnownList, UNKNOWN_LIST } from './known-lists.ts';

/** An account and a region. */
export type Where = { readonly account: string; readonly region: string };

/** A group as it is known, and what it is kept under. */
export type KeptGroup = { readonly key: string; readonly group: KnownGroup };

/**
 * Groups and prefix lists as a log has shown them so far. Holds no more than fits: what was not spoken of for longest is
 * forgotten, and then counts as never seen, which makes verdicts undetermined and never wrong.
 */
export type KnownWorld = {
  /** The group that a record names, by its id or, where only one bears it, by its name. */
  readonly find: (where: Where, named: ChangedGroup) => KeptGroup;
  readonly put: (where: Where, key: string, group: KnownGroup) => void;
  readonly remove: (where: Where, key: string) => void;
  /** The groups that are known to use a prefix list, in the order of their ids. */
  readonly using: (where: Where, list: PrefixListId) => readonly KeptGroup[];
  readonly defaultOf: (where: Where, vpc: string) => KeptGroup | undefined;
  /** Makes less known of every group in a place: what a record did there can't be told. */
  readonly doubt: (where: Where, less: (group: KnownGroup) => KnownGroup) => void;
  readonly list: (where: Where, id: PrefixListId) => KnownList;
  readonly putList: (where: Where, id: PrefixListId, list: KnownList) => void;
  /** The prefix lists whose entries are known. */
  readonly lists: (where: Where) => Lists;
  /** Whether all groups of a place were told beforehand. */
  readonly isWhole: (where: Where) => boolean;
  readonly setWhole: (where: Where) => void;
  readonly nextId: () => RuleId;
};

/** How many groups, rules and tags are kept. */
const MOST = 100_000;

type Place = {
  readonly groups: Map<string, KnownGroup>;
  /** The ids of the groups that bear a name. */
  readonly names: Map<string, Set<GroupId>>;
  readonly lists: Map<PrefixListId, KnownList>;
  readonly entries: Map<PrefixListId, readonly Cidr[]>;
  whole: boolean;
};

const named = (name: string): string => `name:${name}`;
const weight = ({ rules, tags }: KnownGroup): number => 1 + rules.length + tags.size;

/** A world of which nothing is known. */
export function createKnownWorld(most = MOST): KnownWorld {
  const places = new Map<string, Place>();
  /** Groups in the order in which they were spoken of last. */
  const touched = new Map<string, { readonly place: Place; readonly key: string }>();
  let [held, made] = [0, 0];

  const keyOf = ({ account, region }: Where): string => `${account}/${region}`;
  function placeOf(where: Where): Place {
    const known = places.get(keyOf(where));
    if (known) return known;
    const place: Place = { groups: new Map(), names: new Map(), lists: new Map(), entries: new Map(), whole: false };
    places.set(keyOf(where), place);
    return place;
  }

  function drop(place: Place, key: string): void {
    const group = place.groups.get(key);
    if (!group) return;
    held -= weight(group);
    place.groups.delete(key);
    if (group.name === undefined || !group.id) return;
    place.names.get(group.name)?.delete(group.id);
    if (place.names.get(group.name)?.size === 0) place.names.delete(group.name);
  }

  function put(where: Where, key: string, group: KnownGroup): void {
    const place = placeOf(where);
    drop(place, key);
    place.groups.set(key, group);
    held += weight(group);
    if (group.name !== undefined && group.id) {
      const ids = place.names.get(group.name) ?? new Set();
      place.names.set(group.name, ids.add(group.id));
    }
    const at = `${keyOf(where)}/${key}`;
    touched.delete(at);
    touched.set(at, { place, key });
    for (const [oldest, entry] of touched) {
      if (held <= most || oldest === at) break;
      drop(entry.place, entry.key);
      touched.delete(oldest);
    }
  }

  function remove(where: Where, key: string): void {
    drop(placeOf(where), key);
    touched.delete(`${keyOf(where)}/${key}`);
  }

  function find(where: Where, { id, name }: ChangedGroup): KeptGroup {
    const place = placeOf(where);
    // A call by name means the default VPC: a group that was made in a VPC by its id need not be there.
    const isMeant = (each: GroupId) => place.whole || place.groups.get(each)?.vpc === undefined;
    const byName = id === undefined && name !== undefined ? [...(place.names.get(name) ?? [])].filter(isMeant) : [];
    const [first, ...others] = id === undefined ? byName : [id];
    const key = first !== undefined && others.length === 0 ? first : name === undefined ? '' : named(name);
    const known = place.groups.get(key);
    if (known) return { key, group: { ...known, ...(name !== undefined && { name }) } };
    // A name that was spoken of before its id: this is what it was.
    const earlier = id !== undefined && name !== undefined ? place.groups.get(named(name)) : undefined;
    if (earlier) remove(where, named(name ?? ''));
    const group = { ...(earlier ?? UNKNOWN_GROUP), ...(id && { id }), ...(name !== undefined && { name }) };
    return { key, group };
  }

  return {
    find,
    put,
    remove,
    using: (where, list) =>
      [...placeOf(where).groups]
        .filter(([, { rules }]) => rules.some(({ source }) => source.kind === 'list' && source.id === list))
        .map(([key, group]) => ({ key, group }))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    defaultOf: (where, vpc) => {
      for (const [key, group] of placeOf(where).groups)
        if (group.name === 'default' && group.vpc === vpc) return { key, group };
      return undefined;
    },
    doubt: (where, less) => {
      for (const [key, group] of [...placeOf(where).groups]) put(where, key, less(group));
    },
    list: (where, id) => placeOf(where).lists.get(id) ?? UNKNOWN_LIST,
    putList: (where, id, list) => {
      const place = placeOf(where);
      place.lists.set(id, list);
      if (list.entries) place.entries.set(id, list.entries);
      else place.entries.delete(id);
    },
    lists: (where) => placeOf(where).entries,
    isWhole: (where) => placeOf(where).whole,
    setWhole: (where) => {
      placeOf(where).whole = true;
    },
    nextId: () => madeUpId(++made),
  };
}
