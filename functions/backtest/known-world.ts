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
  /** Takes what somebody knows of a group beforehand, by its id or name; `where` may leave out account and region. */
  readonly tell: (group: KnownGroup, where: Partial<Where>) => void;
  readonly tellList: (id: PrefixListId, list: KnownList) => void;
  readonly nextId: () => RuleId;
};

/** How many groups, rules and tags are kept. */
const MOST = 20_000;

type Place = {
  readonly groups: Map<string, KnownGroup>;
  /** The ids of the groups that bear a name. */
  readonly names: Map<string, Set<GroupId>>;
  readonly lists: Map<PrefixListId, KnownList>;
  readonly entries: Map<PrefixListId, readonly Cidr[]>;
};

/** A group that was told beforehand, until a record speaks of it. */
type Told = { readonly group: KnownGroup; readonly where: Partial<Where> };

const named = (name: string): string => `name:${name}`;
const weight = ({ rules, tags }: KnownGroup): number => 1 + rules.length + tags.size;

/** Whether what is told of some place is told of this one. */
const isAt = ({ account, region }: Partial<Where>, where: Where): boolean =>
  (account ?? where.account) === where.account && (region ?? where.region) === where.region;

/** A world of which nothing is known. */
export function createKnownWorld(most = MOST): KnownWorld {
  const places = new Map<string, Place>();
  /** Groups in the order in which they were spoken of last. */
  const touched = new Map<string, { readonly place: Place; readonly key: string }>();
  const told = new Map<string, Told>();
  const toldNames = new Map<string, Set<GroupId>>();
  const toldLists = new Map<PrefixListId, KnownList>();
  let [held, made] = [0, 0];

  const keyOf = ({ account, region }: Where): string => `${account}/${region}`;
  function placeOf(where: Where): Place {
    const known = places.get(keyOf(where));
    if (known) return known;
    const place: Place = { groups: new Map(), names: new Map(), lists: new Map(), entries: new Map() };
    for (const [id, list] of toldLists) putList(place, id, list);
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
    if (toldOf(where, key)) told.delete(key);
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
    if (toldOf(where, key)) told.delete(key);
    drop(placeOf(where), key);
    touched.delete(`${keyOf(where)}/${key}`);
  }

  function putList(place: Place, id: PrefixListId, list: KnownList): void {
    place.lists.set(id, list);
    if (list.entries) place.entries.set(id, list.entries);
    else place.entries.delete(id);
  }

  /** What was told of a group that no record has spoken of yet. */
  function toldOf(where: Where, key: string): KnownGroup | undefined {
    const entry = told.get(key);
    return entry && isAt(entry.where, where) ? entry.group : undefined;
  }

  function find(where: Where, { id, name }: ChangedGroup): KeptGroup {
    const place = placeOf(where);
    // A call by name means the default VPC: a group that was made in a VPC by its id need not be there.
    const isMeant = (each: GroupId) => place.groups.get(each)?.vpc === undefined;
    const isTold = (each: GroupId) => place.groups.has(each) || toldOf(where, each) !== undefined;
    const byName =
      id === undefined && name !== undefined
        ? [
            ...new Set([
              ...[...(place.names.get(name) ?? [])].filter(isMeant),
              ...[...(toldNames.get(name) ?? [])].filter(isTold),
            ]),
          ]
        : [];
    const [first, ...others] = id === undefined ? byName : [id];
    const key = first !== undefined && others.length === 0 ? first : name === undefined ? '' : named(name);
    const known = place.groups.get(key) ?? toldOf(where, key);
    if (known) return { key, group: { ...known, ...(name !== undefined && { name }) } };
    // A name that was spoken of before its id: this is what it was.
    const earlier = id !== undefined && name !== undefined ? place.groups.get(named(name)) : undefined;
    if (earlier) remove(where, named(name ?? ''));
    const group = { ...(earlier ?? UNKNOWN_GROUP), ...(id && { id }), ...(name !== undefined && { name }) };
    return { key, group };
  }

  const everyGroup = (where: Where): KeptGroup[] => [
    ...[...placeOf(where).groups].map(([key, group]) => ({ key, group })),
    ...[...told].filter(([, each]) => isAt(each.where, where)).map(([key, { group }]) => ({ key, group })),
  ];

  return {
    find,
    put,
    remove,
    using: (where, list) =>
      everyGroup(where)
        .filter(({ group: { rules } }) => rules.some(({ source }) => source.kind === 'list' && source.id === list))
        .sort((a, b) => (a.key < b.key ? -1 : 1)),
    defaultOf: (where, vpc) => everyGroup(where).find(({ group }) => group.name === 'default' && group.vpc === vpc),
    doubt: (where, less) => {
      for (const { key, group } of everyGroup(where)) put(where, key, less(group));
    },
    list: (where, id) => placeOf(where).lists.get(id) ?? UNKNOWN_LIST,
    putList: (where, id, list) => putList(placeOf(where), id, list),
    lists: (where) => placeOf(where).entries,
    tell: (group, where) => {
      const key = group.id ?? named(group.name ?? '');
      told.set(key, { group, where });
      if (!group.id || group.name === undefined) return;
      toldNames.set(group.name, (toldNames.get(group.name) ?? new Set()).add(group.id));
    },
    tellList: (id, list) => void toldLists.set(id, list),
    nextId: () => madeUpId(++made),
  };
}
