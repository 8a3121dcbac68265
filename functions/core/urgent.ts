import { type OutcomeWord, outcomeWord } from './outcome-word.ts';
import type { Report } from './report.ts';

/** What a person must look at: something stands that should not, or nobody knows whether it does. */
export const URGENT: ReadonlySet<OutcomeWord> = new Set<OutcomeWord>([
  'failed',
  'held',
  'stands-again',
  'undetermined',
]);

/**
 * The kind of a report among those that share mails, `critical urgent` or `low settled`: severity, and whether a person must
 * act. A flood of one kind must not use up the mails of another, or noise would be a way to keep a hole quiet.
 */
export const mailKind = (report: Report): string =>
  `${report.severity} ${URGENT.has(outcomeWord(report)) ? 'urgent' : 'settled'}`;
