import type { OutcomeWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';
import { ruleText } from '../rule.ts';
import { isOpening } from './deed-text.ts';
import { nameText } from './escape.ts';
import { repairPhrase } from './repair-text.ts';
import { isMissing, namedTexts, openFor, repairOf } from './reported-rules.ts';

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
      return `That breaks a policy in audit mode, so Portcullis changed nothing; in enforce mode it would have ${repairPhrase(rules, rule, 'done')}.`;
    case 'notified':
      return untouched(rules, report);
    case 'undetermined':
      return 'Portcullis could not tell whether that is allowed, and changed nothing.';
    case 'already-gone':
      return `When Portcullis looked, ${gone(rules)}${hole(rules, report, 'up to ')}`;
    case 'reverted':
      return `${hole(rules, report)} Portcullis removed ${rule} and checked that ${it === 'it' ? 'it is' : 'they are'} gone.`.trimStart();
    case 'narrowed':
      return `${hole(rules, report)} ${narrowed(rules)}`.trimStart();
    case 'restored':
      return `${hole(rules, report)} ${restored(rules)}`.trimStart();
    case 'put-back':
      return `${It} ${one ? 'was' : 'were'} missing for ${openFor(report, rules)}. Portcullis put ${rule} back, under ${one ? 'a new id' : 'new ids'}, and checked that ${it === 'it' ? 'it stands' : 'they stand'}.`;
    case 'none':
      return missing ? 'That is allowed.' : 'That is allowed and stays.';
    default:
      return word satisfies never;
  }
}

/** Why nothing was done about rules of which a policy only tells. */
function untouched(rules: readonly ReportedRule[], { concerns }: Report): string {
  if (rules.length === 0 && concerns !== undefined && concerns.length > 0)
    return 'A policy asks to be told of that, so here it is; Portcullis changed nothing.';
  const asked = rules.every(
    ({ verdict }) => verdict.kind !== 'violation' || verdict.findings.every(({ remedy }) => remedy === 'notify'),
  );
  if (asked) return 'That breaks a policy that asks only to be told, so Portcullis changed nothing.';
  const { one, rule, it } = pronouns(rules);
  if (rules.every(({ how }) => how === 'standing'))
    return `That breaks a policy. ${one ? 'The rule was' : 'The rules were'} there before that call, and Portcullis repairs only what a call changed, so it left ${it} alone.`;
  if (isMissing(rules)) return `That breaks a policy whose remedy puts nothing back, so Portcullis changed nothing.`;
  return `That breaks a policy whose remedy does not fit, so Portcullis left ${rule} alone.`;
}

function gone(rules: readonly ReportedRule[]): string {
  const { one, rule } = pronouns(rules);
  if (isMissing(rules)) return `${rule} ${one ? 'was' : 'were'} there again.`;
  if (rules.every(({ how }) => how === 'added')) return `${rule} ${one ? 'was' : 'were'} not there any more.`;
  return `${rule} did not let that in any more.`;
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
  return `Portcullis narrowed ${rule}: ${one ? 'it is' : 'they are'} gone, and what was within policy stands in ${one ? 'its' : 'their'} place${instead}.`;
}

function restored(rules: readonly ReportedRule[]): string {
  const { one, rule } = pronouns(rules);
  const repairs = rules.map(repairOf);
  const [list] = repairs.flatMap((repair) => (repair.kind === 'restore-list' ? [repair] : []));
  if (list)
    return `Portcullis gave prefix list ${nameText(list.list)} back the entries of its version ${list.version}, and checked that it has them.`;
  const to = repairs.flatMap((repair) => (repair.kind === 'restore' ? [ruleText(repair.to)] : []));
  return `Portcullis gave ${rule} back what ${one ? 'it' : 'they'} had${to.length === 0 ? '' : `, ${namedTexts(to)}`}, and checked that ${one ? 'it holds' : 'they hold'} it.`;
}
