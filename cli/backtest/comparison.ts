import { type Difference, type DifferenceKind, policiesOf } from './difference.ts';
import { groupLabel, OTHERS } from './tally.ts';

/** How many differences of each kind. */
export type DifferenceCounts = Record<DifferenceKind, number>;

/** Differences counted as they come, and the first of each kind. */
export type Comparison = {
  readonly add: (difference: Difference) => void;
  readonly all: DifferenceCounts;
  readonly by: Readonly<Record<'policy' | 'actor' | 'group', ReadonlyMap<string, DifferenceCounts>>>;
  readonly first: Readonly<Record<DifferenceKind, readonly Difference[]>>;
};

/** How many differences of each kind are shown one by one. */
const SHOWN = 50;
const MOST = 5000;

const none = (): DifferenceCounts => ({ newly: 0, 'no-longer': 0, otherwise: 0 });

/** A comparison of nothing yet. */
export function createComparison(): Comparison {
  const all = none();
  const maps = () => new Map<string, DifferenceCounts>();
  const by = { policy: maps(), actor: maps(), group: maps() };
  const first: Record<DifferenceKind, Difference[]> = { newly: [], 'no-longer': [], otherwise: [] };
  const count = (map: Map<string, DifferenceCounts>, name: string, kind: DifferenceKind) => {
    const key = map.has(name) || map.size < MOST ? name : OTHERS;
    const counts = map.get(key) ?? none();
    map.set(key, counts);
    counts[kind]++;
  };
  return {
    all,
    by,
    first,
    add: (difference) => {
      const { kind, now } = difference;
      all[kind]++;
      for (const policy of policiesOf(difference)) count(by.policy, policy, kind);
      count(by.actor, now.actorName, kind);
      count(by.group, groupLabel(now.groupName, now.groupId), kind);
      // Their records would be kept with them.
      const { record: _, ...shown } = now;
      const { record: __, ...before } = difference.before;
      if (first[kind].length < SHOWN) first[kind].push({ kind, now: shown, before });
    },
  };
}

/** How many differences there are. */
export const differences = ({ all }: Comparison): number => all.newly + all['no-longer'] + all.otherwise;
