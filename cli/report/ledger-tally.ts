import type { LedgerFacts, Percentiles } from './page-data.ts';
import type { ReportedChange } from './reported-change.ts';
import type { Result } from './result.ts';
import { nameOf } from './safe-text.ts';

/** What only the live ledger knows, counted. */
export type LedgerTally = {
  /** `policies` are indices, `time` is in epoch seconds. */
  readonly add: (change: ReportedChange, result: Result, policies: readonly number[], time: number) => void;
  readonly facts: () => LedgerFacts;
};

/** Exemptions that are told apart. */
const MOST_EXEMPTIONS = 1_000;

/** What must reach a person. */
const TOLD: ReadonlySet<Result> = new Set(['open', 'would-revert', 'closed', 'told', 'gone', 'undetermined']);

/** Nothing counted yet. */
export function ledgerTally(): LedgerTally {
  const all: number[] = [];
  const byPolicy = new Map<number, number[]>();
  const told = { both: 0, mailOnly: 0, eventOnly: 0, none: 0 };
  const exemptions = new Map<string, { count: number; last: number }>();
  return {
    add({ exposure, told: sent, exemptions: used = [] }, result, policies, time) {
      if (exposure !== undefined) {
        all.push(exposure);
        for (const policy of policies) {
          const known = byPolicy.get(policy);
          if (known) known.push(exposure);
          else byPolicy.set(policy, [exposure]);
        }
      }
      if (sent && TOLD.has(result)) {
        if (sent.mail) told[sent.event ? 'both' : 'mailOnly']++;
        else told[sent.event ? 'eventOnly' : 'none']++;
      }
      for (const id of used) {
        const known = exemptions.get(id);
        if (known) Object.assign(known, { count: known.count + 1, last: Math.max(known.last, time) });
        else if (exemptions.size < MOST_EXEMPTIONS) exemptions.set(id, { count: 1, last: time });
      }
    },
    facts: () => {
      const exposure = percentiles(all);
      return {
        ...(exposure && { exposure }),
        byPolicy: [...byPolicy].flatMap(([policy, seconds]) => {
          const facts = percentiles(seconds);
          return facts ? [{ policy, ...facts }] : [];
        }),
        told,
        exemptions: [...exemptions].map(([id, facts]) => ({ id: nameOf(id), ...facts })),
      };
    },
  };
}

/**
 * The nearest-rank percentiles of some numbers, so that each is a number that was measured; undefined when there is none.
 */
export function percentiles(numbers: readonly number[]): Percentiles | undefined {
  const sorted = [...numbers].sort((a, b) => a - b);
  const max = sorted.at(-1);
  if (max === undefined) return undefined;
  const at = (percent: number) => sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? max;
  return { count: sorted.length, p50: at(50), p90: at(90), p99: at(99), max };
}
