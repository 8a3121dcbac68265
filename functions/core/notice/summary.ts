import { type OutcomeWord, outcomeWord, ruleWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';
import { actorText } from './actor-text.ts';
import { count } from './duration.ts';
import { nameText, reasonText } from './escape.ts';
import { groupPhrase } from './group-text.ts';
import { byOutcome, namedRules, openFor, reasonFor } from './reported-rules.ts';
import { toActor, toDo } from './to-do.ts';
import { wrap } from './wrap.ts';

const LEADS: Readonly<Record<OutcomeWord, string>> = {
  failed: 'NOT CLOSED.',
  held: 'NOT CLOSED, on purpose.',
  'would-revert': 'STILL OPEN, audit mode.',
  notified: 'STILL OPEN.',
  undetermined: 'NOT JUDGED.',
  'already-gone': 'Already gone.',
  reverted: 'Closed.',
  none: 'Nothing to do.',
};

/** How a line of a mixed summary begins. */
const ENDS: Readonly<Record<OutcomeWord, string>> = {
  failed: 'NOT removed, take as open',
  held: 'NOT removed, on purpose',
  'would-revert': 'still open, audit mode',
  notified: 'still open',
  undetermined: 'not judged, not touched',
  'already-gone': 'gone already',
  reverted: 'removed',
  none: 'allowed, stays',
};

/** What a tired person reads first: what was opened, that it is closed or not, and what to do now. Lines of a mail. */
export function noticeSummary(report: Report): string[] {
  const word = outcomeWord(report);
  const outcomes = byOutcome(report.rules);
  const judged = outcomes.filter(([each]) => each !== 'none');
  const rules = outcomes.find(([each]) => each === word)?.[1] ?? [];
  const mixed = judged.some(([each]) => each !== word);
  const reasons = [...new Set(reasonsOf(word, rules, report))].slice(0, 3);
  const settled = new Set<OutcomeWord>(['already-gone', 'reverted']);
  const pressing = judged.filter(([each]) => each !== word && !settled.has(each));
  return [
    ...(mixed ? several(report, word) : one(report, word, rules)),
    ...reasons.flatMap((reason) => wrap(`Reason: ${reason}`, 2, 6)),
    ...toDo(word, rules, report, { first: true, only: !mixed }),
    ...pressing.flatMap(([each, having]) => toDo(each, having, report, { first: false, only: false })),
    ...toActor(word, report),
  ];
}

function reasonsOf(word: OutcomeWord, rules: readonly ReportedRule[], { unclear }: Report): string[] {
  if (word === 'failed' || word === 'held') return rules.map(reasonFor);
  if (word !== 'undetermined') return [];
  const doubts = rules.flatMap(({ verdict }) => (verdict.kind === 'undetermined' ? verdict.doubts : []));
  return [...(unclear === undefined ? [] : [unclear]), ...doubts.map(({ reason }) => reason)].map(reasonText);
}

function one(report: Report, word: OutcomeWord, rules: readonly ReportedRule[]): string[] {
  const { actor, group, eventName } = report;
  const what = rules.length > 0 ? `opened ${namedRules(rules)} in` : `called ${nameText(eventName)} on`;
  const opened = `${sentence(actorText(actor))} ${what} ${groupPhrase(group)}.`;
  const allowed = word === 'none' ? [] : report.rules.filter((reported) => ruleWord(reported) === 'none');
  const rest = allowed.length > 0 ? `The rest of the call is allowed and stays: ${namedRules(allowed)}.` : '';
  return wrap([LEADS[word], opened, fate(word, rules, report), rest].join(' '));
}

function several(report: Report, word: OutcomeWord): string[] {
  const { actor, group, rules } = report;
  return [
    ...wrap(
      `${LEADS[word]} ${sentence(actorText(actor))} opened ${count(rules.length, 'rule')} in ${groupPhrase(group)}:`,
    ),
    ...byOutcome(rules).flatMap(([each, having]) => wrap(`- ${ENDS[each]}: ${namedRules(having)}`, 2, 6)),
  ];
}

function fate(word: OutcomeWord, rules: readonly ReportedRule[], report: Report): string {
  const one = rules.length < 2;
  const rule = one ? 'the rule' : rules.length === 2 ? 'both rules' : `the ${rules.length} rules`;
  const time = openFor(report, rules);
  switch (word) {
    case 'failed':
      return `Portcullis could not remove ${rule}. Take ${one ? 'it' : 'them'} as open.`;
    case 'held':
      return `Portcullis left ${rule} in place.`;
    case 'would-revert':
      return `That breaks a policy in audit mode, so Portcullis changed nothing; in enforce mode it would have removed ${rule}.`;
    case 'notified':
      return 'That breaks a policy that asks only to be told, so Portcullis changed nothing.';
    case 'undetermined':
      return 'Portcullis could not tell whether that is allowed, and changed nothing.';
    case 'already-gone':
      return `When Portcullis looked, ${rule} ${one ? 'was' : 'were'} not there any more. ${one ? 'It' : 'They'} stood open for up to ${time}.`;
    case 'reverted':
      return `${one ? 'It' : 'They'} stood open for ${time}. Portcullis removed ${rule} and checked that ${one ? 'it is' : 'they are'} gone.`;
    case 'none':
      return 'That is allowed and stays.';
    default:
      return word satisfies never;
  }
}

/** Our own words begin with a capital letter at the start of a sentence; names stay as they are. */
const sentence = (text: string): string =>
  text.replace(/^(?:the|an|someone) /, (word) => word.charAt(0).toUpperCase() + word.slice(1));
