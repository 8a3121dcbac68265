import { gravest, type OutcomeWord, outcomeWord, ruleWord } from '../outcome-word.ts';
import type { Report } from '../report.ts';
import { count } from './duration.ts';
import { nameText, recordText, trafficText, untied } from './escape.ts';
import { groupText, isAboutGroup } from './group-text.ts';
import { isMissing, isResumed } from './reported-rules.ts';

/** SNS takes subjects of fewer than 100 characters. */
const LIMIT = 99;
/** What is left of a group's name, and of a rule, at least, when a subject is too long. */
const SHORTEST = 12;

const STATES: Readonly<Record<OutcomeWord, string>> = {
  failed: 'NOT REVERTED',
  held: 'NOT REVERTED (held)',
  'stands-again': 'STANDS AGAIN',
  'would-revert': 'Would revert (audit)',
  notified: 'Violation',
  undetermined: 'Undetermined',
  changed: 'Changed since',
  'already-gone': 'Already gone',
  reverted: 'Reverted',
  narrowed: 'Narrowed',
  restored: 'Reverted',
  'put-back': 'Put back',
  exempt: 'Exempt',
  none: 'Compliant',
};

/** The same where what is wrong is that rules are missing. */
const MISSING_STATES: Readonly<Record<OutcomeWord, string>> = {
  ...STATES,
  failed: 'NOT PUT BACK',
  held: 'NOT PUT BACK (held)',
  'would-revert': 'Would put back (audit)',
  notified: 'Missing',
  'already-gone': 'Already back',
};

/** The same where an earlier attempt may have made the repair, or somebody else. */
const RESUMED_STATES: Partial<Record<OutcomeWord, string>> = {
  reverted: 'Gone',
  restored: 'As before',
  'put-back': 'Back again',
};

/**
 * The subject of a mail: `[critical] Reverted: tcp 22 from 0.0.0.0/0 on web-1 (123456789012, eu-west-1)`.
 *
 * Under 100 characters of printable ASCII. The gravest outcome leads. When it is too long the group's name is shortened
 * first, then the rule; the state, the account and the region never, nor a group's id where a count of the rules fits.
 */
export function noticeSubject(report: Report): string {
  const { account, region, severity } = report;
  const head = `[${severity}] ${stateOf(report)}: `;
  const tail = ` (${recordText(account, 12)}, ${recordText(region, 16) || 'no region'})`;
  const joint = isAboutGroup(report) ? ' on ' : '';
  const room = LIMIT - head.length - tail.length - joint.length;
  const group = joint === '' ? '' : groupText(report.group);
  const { before, text, after, short } = leading(report);
  const subject = (what: string) => untied(`${head}${what}${joint}${cut(group, room - what.length)}${tail}`);

  // The name of a call says less than that of a group, a rule says more.
  // Half an id names nothing.
  const whole = !short || report.group.name === undefined;
  const left = room - before.length - after.length - (whole ? group.length : Math.min(group.length, SHORTEST));
  if (short && left < Math.min(text.length, SHORTEST)) return subject(short);
  return subject(before + cut(text, Math.max(left, SHORTEST)) + after);
}

function stateOf(report: Report): string {
  const word = outcomeWord(report);
  const rules = report.rules.filter((reported) => ruleWord(reported) === word);
  if (word === 'notified' && rules.length === 0) return 'Notice';
  const resumed = isResumed(rules) ? RESUMED_STATES[word] : undefined;
  return resumed ?? (isMissing(rules) ? MISSING_STATES : STATES)[word];
}

/** Shortens what is safe to show already; what is quoted stays quoted. */
function cut(text: string, room: number): string {
  if (text.length <= room) return text;
  return text.startsWith('"') ? `${text.slice(0, room - 4)}..."` : `${text.slice(0, room - 3)}...`;
}

type Leading = { before: string; text: string; after: string; short?: string };

/** The rules with the gravest outcome, or the call where there are none; `short` is for when no rule's text fits. */
function leading(report: Report): Leading {
  const { rules, eventName } = report;
  const told = rules.map((reported) => ({ text: trafficText(reported.text), word: ruleWord(reported) }));
  const word = gravest(new Set(told.map(({ word }) => word)));
  const gravestRules = told.filter((each) => each.word === word);
  const [first] = gravestRules;
  if (!first || word !== outcomeWord(report)) return { before: '', text: nameText(eventName), after: '' };
  const [number, judged] = [gravestRules.length, told.filter((each) => each.word !== 'none').length];
  if (judged > number) {
    const short = `${number} of ${judged} rules`;
    return { before: `${short}, `, text: first.text, after: '', short };
  }
  return {
    before: '',
    text: first.text,
    after: number > 1 ? ` and ${number - 1} more` : '',
    short: count(number, 'rule'),
  };
}
