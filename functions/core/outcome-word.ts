import type { Report, ReportedRule } from './report.ts';

/**
 * What became of a change, in one word; gravest first: what needs a person comes before what is settled. The same words
 * stand in message attributes, logs, metrics and the terminal. `none`: nothing to do.
 */
export const OUTCOME_WORDS = [
  'failed',
  'held',
  'would-revert',
  'notified',
  'undetermined',
  'already-gone',
  'reverted',
  'none',
] as const;
export type OutcomeWord = (typeof OUTCOME_WORDS)[number];

/** What became of one rule. One that was to be removed and has no outcome is `failed`: nobody knows that it is gone. */
export function ruleWord({ verdict, intent, outcome }: ReportedRule): OutcomeWord {
  switch (outcome?.kind) {
    case 'failed':
    case 'held':
      return outcome.kind;
    case 'done':
      return 'reverted';
    case 'already-gone':
      return verdict.kind === 'violation' ? 'already-gone' : stands(verdict.kind);
    case undefined:
      break;
    default:
      return outcome satisfies never;
  }
  if (verdict.kind !== 'violation') return stands(verdict.kind);
  switch (intent.kind) {
    case 'revoke':
      return 'failed';
    case 'would-revoke':
      return 'would-revert';
    case 'notify':
    case 'none':
      return 'notified';
    default:
      return intent satisfies never;
  }
}

/** The gravest word of a report's rules; `undetermined` counts too where the change as a whole could not be judged. */
export function outcomeWord({ rules, unclear, verdict }: Report): OutcomeWord {
  const words = new Set(rules.map(ruleWord));
  if (unclear !== undefined || (rules.length === 0 && verdict !== 'compliant')) words.add('undetermined');
  return gravest(words);
}

/** The gravest of some words; `none` of none. */
export const gravest = (words: ReadonlySet<OutcomeWord>): OutcomeWord =>
  OUTCOME_WORDS.find((word) => words.has(word)) ?? 'none';

const stands = (verdict: 'undetermined' | 'compliant'): OutcomeWord =>
  verdict === 'undetermined' ? 'undetermined' : 'none';
