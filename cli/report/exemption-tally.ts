import type { ExemptionFacts } from './page-data.ts';
import { nameOf } from './safe-text.ts';

/** How often exemptions were used, and when last. */
export type ExemptionTally = {
  /** `time` is in epoch seconds. */
  readonly add: (ids: readonly string[], time: number) => void;
  readonly facts: () => readonly ExemptionFacts[];
};

/** Exemptions that are told apart; a policies folder has no more. */
const MOST = 2_000;

/** Nothing counted yet. */
export function exemptionTally(): ExemptionTally {
  const known = new Map<string, { count: number; last: number }>();
  return {
    add(ids, time) {
      for (const id of ids) {
        const used = known.get(id);
        if (used) Object.assign(used, { count: used.count + 1, last: Math.max(used.last, time) });
        else if (known.size < MOST) known.set(id, { count: 1, last: time });
      }
    },
    facts: () => [...known].map(([id, used]) => ({ id: nameOf(id), ...used })),
  };
}
