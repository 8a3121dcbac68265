import type { JudgedChange } from '../../functions/backtest/judged-change.ts';

/** How many changes of each verdict. */
export type Counts = Record<JudgedChange['verdict'], number>;

/** Changes counted as they come: all of them, and by policy, actor and group. */
export type Tally = {
  readonly add: (change: JudgedChange) => void;
  readonly all: Counts;
  readonly policies: ReadonlyMap<string, Counts>;
  readonly actors: ReadonlyMap<string, Counts>;
  readonly groups: ReadonlyMap<string, Counts>;
};

/** More actors or groups than that are counted as one, so that a log can't fill the memory with names. */
const MOST = 5000;
/** What those are counted under. */
export const OTHERS = 'all others';

const none = (): Counts => ({ violation: 0, undetermined: 0, exempt: 0, compliant: 0 });

/** A tally of nothing yet. By policy, actor and group only what is not compliant counts. */
export function createTally(): Tally {
  const all = none();
  const [policies, actors, groups] = [new Map<string, Counts>(), new Map<string, Counts>(), new Map<string, Counts>()];
  const count = (map: Map<string, Counts>, key: string, verdict: JudgedChange['verdict']) => {
    const at = map.has(key) || map.size < MOST ? key : OTHERS;
    const counts = map.get(at) ?? none();
    map.set(at, counts);
    counts[verdict]++;
  };
  return {
    all,
    policies,
    actors,
    groups,
    add: ({ verdict, policies: named, actorName, groupName, groupId }) => {
      all[verdict]++;
      if (verdict === 'compliant') return;
      for (const policy of named) count(policies, policy, verdict);
      count(actors, actorName, verdict);
      count(groups, groupLabel(groupName, groupId), verdict);
    },
  };
}

/** A group for people: its name and id, as far as they are known. */
export function groupLabel(name: string | null, id: string | null): string {
  if (name === null) return id ?? 'group not known';
  return id === null ? name : `${name} (${id})`;
}
