import type { Change } from '../core/change.ts';
import type { Fields } from '../core/record/record-fields.ts';
import { born } from './born.ts';
import { broughtAfter, withModified, withoutRules, withRules } from './changed-rules.ts';
import { type KnownGroup, UNKNOWN_GROUP } from './known-group.ts';
import { changedList } from './known-lists.ts';
import type { KeptGroup, KnownWorld } from './known-world.ts';
import { tagged } from './tagged.ts';

/** One change to one group in the light of what the log has shown: the group as it was known before, and as it is after. */
export type Step = {
  readonly change: Change;
  readonly before: KnownGroup;
  readonly after: KnownGroup;
  /** Which group it is can't be known, and why. */
  readonly unknown?: string;
};

/** Takes one change of a record into what is known, and gives a step for each group that it concerns. */
export function follow(world: KnownWorld, change: Change, record: Fields): Step[] {
  const { group, effect } = change;
  if (effect.kind === 'watched')
    return [{ change, before: world.find(change, group).group, after: world.find(change, group).group }];
  if (effect.kind === 'list-changed') return followList(world, change, record);
  if (group.defaultOf !== undefined) return followVpc(world, change, group.defaultOf);
  if (effect.kind === 'unclear' && group.id === undefined && group.name === undefined) {
    world.doubt(change, (each) => afterUnclear(each, change.eventName));
    return [{ change, before: UNKNOWN_GROUP, after: UNKNOWN_GROUP }];
  }
  // Whoever bore the name of a new group before is gone.
  if (effect.kind === 'created' && group.name !== undefined) world.remove(change, `name:${group.name}`);
  const kept = world.find(change, group);
  const next = groupAfter(world, kept.group, change, record);
  const after = { ...next, brought: broughtAfter(kept.group, next.rules, change) };
  world.put(change, kept.key, after);
  return [stepOf(change, kept, after)];
}

const stepOf = (change: Change, { group: before }: KeptGroup, after: KnownGroup): Step => ({ change, before, after });

function groupAfter(world: KnownWorld, before: KnownGroup, change: Change, record: Fields): KnownGroup {
  const { effect, eventName } = change;
  switch (effect.kind) {
    case 'added':
      return { ...before, ...withRules(before, effect.rules, world.nextId) };
    case 'modified':
      return { ...before, ...withModified(before, effect) };
    case 'removed':
      return { ...before, ...withoutRules(before, effect) };
    case 'created':
      return born(before, record);
    case 'retagged':
    case 'untagged':
      return { ...before, ...tagged(before, change, record) };
    case 'unclear':
      return afterUnclear(before, eventName);
    case 'list-changed':
    case 'watched':
    case 'swept':
      return before;
    default:
      return effect satisfies never;
  }
}

/** A group after a call that can't be understood: whatever such a call can change is not certain any more. */
function afterUnclear(group: KnownGroup, eventName: string): KnownGroup {
  if (/Tag|Untag/.test(eventName)) return { ...group, tags: new Map(), allTags: false };
  if (eventName === 'CreateSecurityGroup') return group;
  const rules = eventName === 'AuthorizeSecurityGroupIngress' ? group.rules : [];
  return { ...group, rules, allRules: false };
}

function followList(world: KnownWorld, change: Change, record: Fields): Step[] {
  const { effect } = change;
  if (effect.kind !== 'list-changed') return [];
  world.putList(change, effect.list, changedList(world.list(change, effect.list), change.eventName, record));
  const steps = world.using(change, effect.list).map((kept) => {
    const { id, name } = kept.group;
    const named = { ...change, group: { ...(id && { id }), ...(name !== undefined && { name }) } };
    return stepOf(named, kept, kept.group);
  });
  const unknown = `which ${steps.length > 0 ? 'other ' : ''}groups use ${effect.list} would have to be known`;
  return [...steps, { change, before: UNKNOWN_GROUP, after: UNKNOWN_GROUP, unknown }];
}

/** The default group of a new VPC has an id that no record tells. */
function followVpc(world: KnownWorld, change: Change, vpc: string): Step[] {
  const known = world.defaultOf(change, vpc);
  if (known?.group.id)
    return [stepOf({ ...change, group: { id: known.group.id, name: 'default' } }, known, known.group)];
  const group: KnownGroup = { ...UNKNOWN_GROUP, name: 'default', vpc, allTags: true };
  return [{ change: { ...change, group: { name: 'default' } }, before: group, after: group }];
}
