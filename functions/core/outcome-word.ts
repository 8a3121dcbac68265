import type { Repair } from './repair.ts';
import type { Report, ReportedRule } from './report.ts';

/**
 * What became of a change, in one word; gravest first: what needs a person comes before what is settled. The same words
 * stand in message attributes, logs, metrics and the terminal. `reverted`: the rule was removed. `narrowed`: rules for
 * what was within policy took its place. `restored`: it, or the prefix list that it uses, has again what it had.
 * `put-back`: it was missing and stands again. `already-gone`: nothing was left to repair. `stands-again`: it is gone, and
 * somebody has added the same anew. `changed`: it was changed after the change. `exempt`: an exemption excuses it. `none`: nothing to do.
 */
export const OUTCOME_WORDS = [
  'failed',
  'held',
  'stands-again',
  'would-revert',
  'notified',
  'undetermined',
  'changed',
  'already-gone',
  'reverted',
  'narrowed',
  'restored',
  'put-back',
  'exempt',
  'none',
] as const;
export type OutcomeWord = (typeof OUTCOME_WORDS)[number];

/** What became of one rule. One that was to be repaired and has no outcome is `failed`: nobody knows how it stands. */
export function ruleWord({ verdict, intent, outcome }: ReportedRule): OutcomeWord {
  switch (outcome?.kind) {
    case 'failed':
    case 'held':
      return outcome.kind;
    case 'done':
      return intent.kind === 'act' && outcome.instead === undefined ? REPAIRED[intent.repair.kind] : 'reverted';
    case 'already-gone':
    case 'changed':
    case 'stands-again':
      return verdict.kind === 'violation' ? outcome.kind : stands(verdict.kind);
    case undefined:
      break;
    default:
      return outcome satisfies never;
  }
  if (verdict.kind !== 'violation') return stands(verdict.kind);
  switch (intent.kind) {
    case 'act':
      return 'failed';
    case 'would':
      return 'would-revert';
    case 'notify':
    case 'none':
      return 'notified';
    default:
      return intent satisfies never;
  }
}

/**
 * The gravest word of a report's rules. `undetermined` counts too where the change as a whole could not be judged, and
 * `notified` where it breaks a policy as a whole.
 */
export function outcomeWord({ rules, concerns, unclear, verdict }: Report): OutcomeWord {
  const words = new Set(rules.map(ruleWord));
  const concerned = concerns !== undefined && concerns.length > 0;
  if (concerned) words.add('notified');
  if (unclear !== undefined || (rules.length === 0 && !concerned && verdict !== 'compliant')) words.add('undetermined');
  return gravest(words);
}

/** The gravest of some words; `none` of none. */
export const gravest = (words: ReadonlySet<OutcomeWord>): OutcomeWord =>
  OUTCOME_WORDS.find((word) => words.has(word)) ?? 'none';

const REPAIRED: Readonly<Record<Repair['kind'], OutcomeWord>> = {
  revoke: 'reverted',
  narrow: 'narrowed',
  restore: 'restored',
  'put-back': 'put-back',
  'restore-list': 'restored',
};

const stands = (verdict: 'undetermined' | 'exempt' | 'compliant'): OutcomeWord =>
  verdict === 'compliant' ? 'none' : verdict;
