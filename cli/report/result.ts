import type { OutcomeWord } from '../../functions/core/outcome-word.ts';
import type { ReportedChange } from './reported-change.ts';

/**
 * What a change comes to on the page, gravest first. `open`: needs a person. `would-revert`: enforcing takes it away.
 * `told`: a violation whose remedy is to tell. `closed`: repaired. `gone`: nothing was left to repair.
 */
export const RESULTS = [
  'open',
  'would-revert',
  'closed',
  'told',
  'gone',
  'undetermined',
  'exempt',
  'compliant',
] as const;
export type Result = (typeof RESULTS)[number];

/** Results of changes that broke a policy, whatever was done about it. */
export const BROKEN: ReadonlySet<Result> = new Set(['open', 'would-revert', 'closed', 'told', 'gone']);

/** The result of a change: by its outcome where something was done, else by its verdict. */
export function resultOf({ verdict, remedy, outcome }: ReportedChange): Result {
  if (verdict === 'exempt') return 'exempt';
  if (outcome !== undefined) return BY_OUTCOME[outcome];
  if (verdict === 'violation') return remedy === 'notify' ? 'told' : 'would-revert';
  return verdict;
}

const BY_OUTCOME: Readonly<Record<OutcomeWord, Result>> = {
  failed: 'open',
  held: 'open',
  'stands-again': 'open',
  'would-revert': 'would-revert',
  notified: 'told',
  undetermined: 'undetermined',
  changed: 'gone',
  'already-gone': 'gone',
  reverted: 'closed',
  narrowed: 'closed',
  restored: 'closed',
  'put-back': 'closed',
  exempt: 'exempt',
  none: 'compliant',
};
