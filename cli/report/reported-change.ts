import type { JudgedChange } from '../../functions/backtest/judged-change.ts';
import type { OutcomeWord } from '../../functions/core/outcome-word.ts';

/** What the page is made from: a judged change and, where it comes from the live ledger, what became of it. */
export type ReportedChange = JudgedChange & {
  /** What was done about it; absent in a rehearsal, where nothing is done. */
  outcome?: OutcomeWord;
  /** Seconds from the change to the verified repair. */
  exposure?: number;
  /** Which of the two tellings went out. */
  told?: { readonly mail: boolean; readonly event: boolean };
  /** Ids of the exemptions that excused some of it. */
  exemptions?: readonly string[];
};
