import { checkActs } from './check-acts.ts';
import { checkExempt } from './check-exempt.ts';
import { checkHoles } from './check-holes.ts';
import { checkLedger } from './check-ledger.ts';
import { checkTelling } from './check-telling.ts';
import type { Trial } from './trial.ts';

/** All that is wrong with how a history ended; empty when nothing is. */
export const check = (trial: Trial): string[] => [
  ...checkHoles(trial),
  ...checkActs(trial),
  ...checkTelling(trial),
  ...checkLedger(trial),
  ...checkExempt(trial),
];
