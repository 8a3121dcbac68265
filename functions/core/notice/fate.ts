import type { OutcomeWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';
import { ruleText } from '../rule.ts';
import { isOpening } from './deed-text.ts';
import { instantText } from './duration.ts';
import { nameText, quoteText } from './escape.ts';
import { repairPhrase } from './repair-text.ts';
import {
  doubtfulParts,
  idsAgain,
  isMended,
  isMissing,
  isResumed,
  namedTexts,
  openFor,
  repairOf,
  wereGone,
} from './reported-rules.ts';

/** How the sentences speak of some rules. */
type Pronouns = { readonly one: boolean; readonly rule: string; readonly It: string; readonly it: string };

function pronouns({ length }: readonly ReportedRule[]): Pronouns {
  if (length < 2) return { one: true, rule: 'the rule', It: 'It', it: 'it' };
  return { one: false, rule: length === 2 ? 'both rules' : `the ${length} rules`, It: 'They', it: 'them' };
}

/** What became of rules that came to one end, in a sentence or two. */
export function fate(word: OutcomeWord, rules: readonly ReportedRule[], report: Report): string {
  const { one, rule, It, it } = pronouns(rules);
  const missing = isMissing(rules);
  switch (word) {
    case 'failed':
      return `Portcullis could not ${repairPhrase(rules, rule, 'do')}. Take ${rules.some((each) => repairOf(each).kind === 'restore-list') ? rule : it} as ${missing ? 'missing' : 'open'}.`;
    case 'held':
      return missing ? `Portcullis did not put ${rule} back.` : `Portcullis left ${rule} in place.`;
    case 'would-revert':
      return `That breaks a policy in audit mode, so Portcullis changed nothing; in enforce mode it would have ${repairPhrase(rules, rule, 'done')}. ${judged(rules, report)}`;
    case 'notified':
      return untouched(rules, report);
    case 'undetermined':
      return wereGone(rules)
        ? `Portcullis could not tell whether that was allowed. When it looked, ${gone(rules, report)}`
        : 'Portcullis could not tell whether that is allowed, and changed nothing.';
    case 'changed':
      return changed(rules, report);
    case 'stands-again': {
      const removed = rules.every(({ outcome }) => outcome?.kind === 'stands-again' && outcome.removed);
      const went = removed
        ? `Portcullis removed ${rule}, yet`
        : `When Portcullis looked, ${gone(rules, report).slice(0, -1)}, yet`;
      return `${went} the same stands again, as ${idsAgain(rules)}. Somebody added that anew, which has an event of its own.`;
    }
    case 'already-gone':
      return `When Portcullis looked, ${gone(rules, report)}${hole(rules, report, 'up to ')}`;
    case 'reverted':
      if (isResumed(rules))
        return `${It} ${one ? 'is' : 'are'} gone; an earlier attempt of Portcullis may have removed ${it}.${hole(rules, report, 'up to ')}`;
      return `${hole(rules, report)} Portcullis removed ${rule} and checked that ${it === 'it' ? 'it is' : 'they are'} gone.`.trimStart();
    case 'narrowed':
      return `${hole(rules, report, isResumed(rules) ? 'up to ' : '')} ${narrowed(rules)}`.trimStart();
    case 'restored':
      return `${hole(rules, report, isResumed(rules) ? 'up to ' : '')} ${restored(rules)}`.trimStart();
    case 'put-back':
      if (isResumed(rules))
        return `${It} ${one ? 'stands' : 'stand'} again; an earlier attempt of Portcullis may have put ${it} back.${hole(rules, report, 'up to ')}`;
      return `${It} ${one ? 'was' : 'were'} missing for ${openFor(report, rules)}. Portcullis put ${rule} back, under ${one ? 'a new id' : 'new ids'}, and checked that ${it === 'it' ? 'it stands' : 'they stand'}.`;
    case 'exempt':
      return missing ? 'An exemption allows that.' : 'An exemption allows that, and it stays.';
    case 'none':
      return missing ? 'That is allowed.' : 'That is allowed and stays.';
    default:
      return word satisfies never;
  }
}

/** When a mail is read, or sent again, the state may be another than when it was judged. */
function judged(rules: readonly ReportedRule[], { judgedAt }: Report): string {
  const { one, It } = pronouns(rules);
  const state = isMissing(rules) ? 'missing' : 'open';
  return `${It} ${one ? 'was' : 'were'} ${state} when Portcullis judged that, at ${instantText(judgedAt) ?? quoteText(judgedAt, 40)}.`;
}

/** What rules read by a later edit, and whether that is any better. */
function changed(rules: readonly ReportedRule[], report: Report): string {
  const { one, rule, It } = pronouns(rules);
  const outcomes = rules.flatMap(({ outcome }) => (outcome?.kind === 'changed' ? [outcome] : []));
  const verdicts = outcomes.map(({ verdict }) => verdict);
  const state = isMended(rules)
    ? `, which ${verdicts.includes('exempt') ? 'is within policy or exempt' : one ? 'breaks no policy' : 'break no policy'}.${hole(rules, report, 'up to ')}`
    : verdicts.includes('violation')
      ? `, which ${one ? '' : 'in part '}STILL BREAKS a policy.`
      : '. Whether that is allowed could not be told.';
  const reads = namedTexts(outcomes.map(({ now }) => now));
  return `${sentence(rule)} ${one ? 'was' : 'were'} changed after that call; when Portcullis looked, ${It.toLowerCase()} read ${reads}${state} That later change has an event of its own, and Portcullis left ${one ? 'it' : 'them'} to that.`;
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Why nothing was done about rules of which a policy only tells. */
function untouched(rules: readonly ReportedRule[], report: Report): string {
  const { concerns } = report;
  if (rules.length === 0 && concerns !== undefined && concerns.length > 0)
    return 'A policy asks to be told of that, so here it is; Portcullis changed nothing.';
  const asked = rules.every(
    ({ verdict }) => verdict.kind !== 'violation' || verdict.findings.every(({ remedy }) => remedy === 'notify'),
  );
  if (asked)
    return `That breaks a policy that asks only to be told, so Portcullis changed nothing. ${judged(rules, report)}`;
  const { one, rule, it } = pronouns(rules);
  if (rules.every(({ how }) => how === 'standing'))
    return `That breaks a policy. ${one ? 'The rule was' : 'The rules were'} there before that call, and Portcullis repairs only what a call changed, so it left ${it} alone.`;
  if (isMissing(rules)) return `That breaks a policy whose remedy puts nothing back, so Portcullis changed nothing.`;
  return `That breaks a policy whose remedy does not fit, so Portcullis left ${rule} alone.`;
}

function gone(rules: readonly ReportedRule[], { groupGone }: Report): string {
  const { one, rule } = pronouns(rules);
  const group = groupGone ? ', and neither was its group' : '';
  if (isMissing(rules)) return `${rule} ${one ? 'was' : 'were'} there again.`;
  if (rules.every(({ how }) => how === 'added')) return `${rule} ${one ? 'was' : 'were'} not there any more${group}.`;
  return `${rule} did not let that in any more${groupGone ? ', and the group was gone' : ''}.`;
}

/** How long the hole was there; rules that stood before a call that only made them count have none of it. */
function hole(rules: readonly ReportedRule[], report: Report, upTo = ''): string {
  const { one, It } = pronouns(rules);
  const time = openFor(report, rules);
  const before = upTo === '' ? '' : ' ';
  if (isMissing(rules)) return `${before}${It} ${one ? 'was' : 'were'} missing for ${upTo}${time}.`;
  if (!rules.every(({ how }) => how === 'standing') || isOpening(report))
    return `${before}${It} stood open for ${upTo}${time}.`;
  return upTo === '' ? `${It} stood before that call; the repair came ${time} after it.` : '';
}

function narrowed(rules: readonly ReportedRule[]): string {
  const { one, rule } = pronouns(rules);
  const remainder = rules.map(repairOf).flatMap((repair) => (repair.kind === 'narrow' ? repair.remainder : []));
  const instead = remainder.length === 0 ? '' : `: ${namedTexts(remainder.map(ruleText), 5)}`;
  const doubtful = doubtfulParts(rules).length > 0;
  const rest = doubtful ? 'what does not certainly break a policy' : 'what was within policy';
  const unsure = doubtful ? ' Whether all of that may stay could not be judged.' : '';
  const whose = isResumed(rules)
    ? `An earlier attempt of Portcullis may have removed ${rule}`
    : `Portcullis narrowed ${rule}`;
  return `${whose}: ${one ? 'it is' : 'they are'} gone, and ${rest} stands in ${one ? 'its' : 'their'} place${instead}.${unsure}`;
}

function restored(rules: readonly ReportedRule[]): string {
  const { one, rule } = pronouns(rules);
  const repairs = rules.map(repairOf);
  const [list] = repairs.flatMap((repair) => (repair.kind === 'restore-list' ? [repair] : []));
  if (list)
    return `Portcullis gave prefix list ${nameText(list.list)} back the entries of its version ${list.version}, and checked that it has them.`;
  const to = repairs.flatMap((repair) => (repair.kind === 'restore' ? [ruleText(repair.to)] : []));
  const again = to.length === 0 ? '' : `, ${namedTexts(to)}`;
  if (isResumed(rules))
    return `${sentence(rule)} ${one ? 'holds' : 'hold'} again what ${one ? 'it' : 'they'} had${again}; an earlier attempt of Portcullis may have seen to that.`;
  return `Portcullis gave ${rule} back what ${one ? 'it' : 'they'} had${again}, and checked that ${one ? 'it holds' : 'they hold'} it.`;
}
