import type { LedgerFacts, Percentiles } from './page-data.ts';
import type { ReportedChange } from './reported-change.ts';
import type { Result } from './result.ts';

/** What only the live ledger knows, counted. */
export type LedgerTally = {
  /** `policies` are indices. */
  readonly add: (change: ReportedChange, result: Result, policies: readonly number[]) => void;
  readonly facts: () => LedgerFacts;
};

/** What must reach a person. */
const TOLD: ReadonlySet<Result> = new Set(['open', 'would-revert', 'closed', 'told', 'gone', 'undetermined']);

/** Nothing counted yet. */
export function ledgerTally(): LedgerTally {
  const all: number[] = [];
  const byPolicy = new Map<number, number[]>();
  const told = { both: 0, mailOnly: 0, eventOnly: 0, none: 0 };
  return {
    add({ exposure, told: sent }, result, policies) {
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
