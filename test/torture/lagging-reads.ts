import type { Account } from '../../cli/local-account/account.ts';
import type { CallOutput } from '../../cli/local-account/ec2-client.ts';
import { OPERATIONS } from '../../cli/local-account/operations.ts';
import type { Dice } from './dice.ts';
import type { Scheduler } from './scheduler.ts';

/** Reads that show an older state for a while after a write, as EC2's do. */
export type LaggingReads = {
  /** To be told just before a write. */
  readonly write: () => void;
  /** The answer that an older state gives to a read, and the moment of that state; undefined when the read is fresh. */
  readonly read: (
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ) => { readonly answer: () => CallOutput; readonly at: number } | undefined;
};

/** Within this, in milliseconds, every read shows a write: less than the pipeline goes on looking. */
export const MOST_LAG = 4000;

/** Lagging reads of an account; `often` is the probability that a write lags. */
export function createLaggingReads(state: Account, scheduler: Scheduler, dice: Dice, often: number): LaggingReads {
  let lags: { readonly old: Account; readonly at: number; readonly until: number }[] = [];
  return {
    write: () => {
      if (!dice.chance(often)) return;
      const { vpcs, groups, lists } = state;
      const now = scheduler.now();
      const old = { ...state, ...structuredClone({ vpcs, groups, lists }) };
      lags.push({ old, at: now, until: now + dice.number(100, MOST_LAG) });
    },
    read: (operation, input) => {
      lags = lags.filter(({ until }) => until > scheduler.now());
      const lag = lags[0];
      // Of groups, some of EC2's readers are up to date while others are not; a list's version and entries go together.
      if (!lag || (!/PrefixList/.test(operation) && dice.chance(0.3))) return undefined;
      return { at: lag.at, answer: () => OPERATIONS.get(operation)?.run(lag.old, input) ?? {} };
    },
  };
}
