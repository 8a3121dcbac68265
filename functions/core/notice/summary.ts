import { type OutcomeWord, outcomeWord, ruleWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';
import { actorText } from './actor-text.ts';
import { deedCount, deedText } from './deed-text.ts';
import { nameText, reasonText } from './escape.ts';
import { fate } from './fate.ts';
import { repairedWord } from './repair-text.ts';
import {
  byOutcome,
  doubtfulParts,
  insteadOf,
  isMended,
  isMissing,
  isResumed,
  namedRules,
  reasonFor,
  repairOf,
  wereGone,
} from './reported-rules.ts';
import { toActor, toDo, toDoOfConcerns } from './to-do.ts';
import { wrap } from './wrap.ts';

const LEADS: Readonly<Record<OutcomeWord, string>> = {
  failed: 'NOT CLOSED.',
  held: 'NOT CLOSED, on purpose.',
  'stands-again': 'OPEN AGAIN.',
  'would-revert': 'LEFT OPEN, audit mode.',
  notified: 'LEFT OPEN.',
  undetermined: 'NOT JUDGED.',
  changed: 'Changed since.',
  'already-gone': 'Already gone.',
  reverted: 'Closed.',
  narrowed: 'Closed.',
  restored: 'Closed.',
  'put-back': 'Put back.',
  exempt: 'Exempt.',
  none: 'Nothing to do.',
};

/** The same where what is wrong is that rules are missing. */
const MISSING_LEADS: Readonly<Record<OutcomeWord, string>> = {
  ...LEADS,
  failed: 'NOT PUT BACK.',
  held: 'NOT PUT BACK, on purpose.',
  'would-revert': 'LEFT MISSING, audit mode.',
  notified: 'LEFT MISSING.',
  'already-gone': 'Already back.',
};

/** The same where an earlier attempt may have made the repair, or somebody else. */
const RESUMED_LEADS: Partial<Record<OutcomeWord, string>> = {
  reverted: 'Gone.',
  restored: 'As before.',
  'put-back': 'Back again.',
};

/** What a tired person reads first: what was done, that it is closed or not, and what to do now. Lines of a mail. */
export function noticeSummary(report: Report): string[] {
  const word = outcomeWord(report);
  const outcomes = byOutcome(report.rules);
  const judged = outcomes.filter(([each]) => each !== 'none');
  const rules = outcomes.find(([each]) => each === word)?.[1] ?? [];
  const apart = hasConcerns(report) || (report.unclear !== undefined && judged.length > 0);
  const mixed = judged.some(([each]) => each !== word) || (apart && judged.length > 0);
  const settled = new Set<OutcomeWord>(['changed', 'already-gone', 'reverted', 'narrowed', 'restored', 'put-back']);
  const pressing = judged.filter(([each]) => each !== word && !settled.has(each));
  const concerned = hasConcerns(report) && word === 'notified' && rules.length === 0;
  return [
    ...(mixed ? several(report, word, rules) : one(report, word, rules)),
    ...firstFew(reasonsOf(word, rules, report)).flatMap((reason) => wrap(`Reason: ${reason}`, 2, 6)),
    ...firstFew(rules.flatMap((rule) => insteadOf(rule) ?? [])).flatMap((why) =>
      wrap(`Why nothing milder: ${why}`, 2, 6),
    ),
    ...(concerned ? toDoOfConcerns(true) : toDo(word, rules, report, { first: true, only: !mixed })),
    ...pressing.flatMap(([each, having]) => toDo(each, having, report, { first: false, only: false })),
    ...(hasConcerns(report) && !concerned ? toDoOfConcerns(false) : []),
    ...toActor(word, rules, report),
  ];
}

const hasConcerns = ({ concerns }: Report): boolean => concerns !== undefined && concerns.length > 0;

const firstFew = (reasons: readonly string[]): string[] => [...new Set(reasons)].slice(0, 3);

function reasonsOf(word: OutcomeWord, rules: readonly ReportedRule[], { concerns = [], unclear }: Report): string[] {
  if (word === 'failed' || word === 'held') return rules.map(reasonFor);
  if (word === 'notified') return concerns.map(({ because }) => reasonText(because));
  if (word !== 'undetermined') return [];
  const doubts = rules.flatMap(({ verdict }) => (verdict.kind === 'undetermined' ? verdict.doubts : []));
  return [...(unclear === undefined ? [] : [unclear]), ...doubts.map(({ reason }) => reason)].map(reasonText);
}

function one(report: Report, word: OutcomeWord, rules: readonly ReportedRule[]): string[] {
  const deed = `${sentence(actorText(report.actor))} ${deedText(report, rules)}.`;
  const allowed = word === 'none' ? [] : report.rules.filter((reported) => ruleWord(reported) === 'none');
  const stays =
    allowed.length > 0 && allowed.every(({ how }) => how === 'removed') ? 'is allowed' : 'is allowed and stays';
  const rest = allowed.length > 0 ? `The rest of the call ${stays}: ${namedRules(allowed)}.` : '';
  return wrap([leadOf(word, rules, report), deed, fate(word, rules, report), rest].join(' '));
}

function several(report: Report, word: OutcomeWord, having: readonly ReportedRule[]): string[] {
  const { actor, rules, concerns = [], unclear } = report;
  const [policy, ...more] = new Set(concerns.map((concern) => concern.policy));
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  return [
    ...wrap(`${leadOf(word, having, report)} ${sentence(actorText(actor))} ${deedCount(report)}:`),
    ...(policy === undefined
      ? []
      : wrap(`- told only, the call as a whole: policy ${nameText(policy)}${others}`, 2, 6)),
    ...(unclear === undefined ? [] : wrap('- not judged, not touched: the call as a whole', 2, 6)),
    ...byOutcome(rules).flatMap(([each, some]) => wrap(`- ${endOf(each, some)}: ${namedRules(some)}`, 2, 6)),
  ];
}

function leadOf(word: OutcomeWord, rules: readonly ReportedRule[], report: Report): string {
  if (word === 'notified' && rules.length === 0 && hasConcerns(report)) return 'NOTICE.';
  if (word === 'changed' && !isMended(rules)) return 'CHANGED SINCE, take as open.';
  if (word === 'narrowed' && doubtfulParts(rules).length > 0) return 'CLOSED IN PART.';
  const resumed = isResumed(rules) ? RESUMED_LEADS[word] : undefined;
  return resumed ?? (isMissing(rules) ? MISSING_LEADS : LEADS)[word];
}

/** How a line of a mixed summary begins. */
function endOf(word: OutcomeWord, rules: readonly ReportedRule[]): string {
  const [missing, kinds] = [isMissing(rules), new Map(rules.map((each) => [repairOf(each).kind, repairOf(each)]))];
  const [repair, ...others] = kinds.values();
  const repaired = repair && others.length === 0 ? repairedWord(repair) : 'repaired';
  switch (word) {
    case 'failed':
      return `NOT ${repaired}, take as ${missing ? 'missing' : 'open'}`;
    case 'held':
      return `NOT ${repaired}, on purpose`;
    case 'would-revert':
      return `left ${missing ? 'missing' : 'open'}, audit mode`;
    case 'notified':
      return `left ${missing ? 'missing' : 'open'}`;
    case 'stands-again':
      return 'stands again under another id, take as open';
    case 'changed':
      return 'changed since, told by its own mail if it breaks a policy';
    case 'undetermined':
      return wereGone(rules) ? 'not judged, gone already' : 'not judged, not touched';
    case 'already-gone':
      return missing ? 'there again already' : 'gone already';
    case 'reverted':
      return isResumed(rules) ? 'gone' : 'removed';
    case 'narrowed':
    case 'restored':
    case 'put-back':
      return repaired;
    case 'exempt':
      return missing ? 'exempt, may go' : 'exempt, stays';
    case 'none':
      return missing ? 'allowed to go' : 'allowed, stays';
    default:
      return word satisfies never;
  }
}

/** Our own words begin with a capital letter at the start of a sentence; names stay as they are. */
const sentence = (text: string): string =>
  text.replace(/^(?:the|an|someone) /, (word) => word.charAt(0).toUpperCase() + word.slice(1));
