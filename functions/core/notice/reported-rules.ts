import { OUTCOME_WORDS, type OutcomeWord, ruleWord } from '../outcome-word.ts';
import type { Repair } from '../repair.ts';
import type { Report, ReportedRule } from '../report.ts';
import { ruleText } from '../rule.ts';
import { doubtsOf } from '../verdict.ts';
import { durationText, secondsBetween } from './duration.ts';
import { nameText, reasonText, trafficText } from './escape.ts';

/** The rules of a report by what became of them, gravest first; words that no rule has are left out. */
export function byOutcome(rules: readonly ReportedRule[]): [OutcomeWord, readonly ReportedRule[]][] {
  const groups = Map.groupBy(rules, ruleWord);
  return OUTCOME_WORDS.flatMap((word): [OutcomeWord, readonly ReportedRule[]][] => {
    const having = groups.get(word);
    return having === undefined ? [] : [[word, having]];
  });
}

/** Whether the hole is that rules are missing, rather than open. */
export const isMissing = (rules: readonly ReportedRule[]): boolean =>
  rules.length > 0 && rules.every(({ how }) => how === 'removed');

/** What repairs a rule: what was or would have been done, else what a person may do about it. */
export function repairOf({ how, was, intent }: ReportedRule): Repair {
  if ('repair' in intent) return intent.repair;
  if (how === 'removed') return { kind: 'put-back' };
  return how === 'modified' && was !== undefined ? { kind: 'restore', to: was, orRevoke: false } : { kind: 'revoke' };
}

/** Why a milder repair was not used, quoted; undefined when none was wanted. */
export function insteadOf({ intent, outcome }: ReportedRule): string | undefined {
  const after = outcome?.kind === 'done' ? outcome.instead : undefined;
  const instead = after ?? (intent.kind === 'act' ? intent.instead : undefined);
  return instead === undefined ? undefined : reasonText(instead);
}

/** Texts of rules within a sentence, safe to show: `tcp 22 from 0.0.0.0/0, tcp 22 from ::/0 and 4 more`. */
export function namedTexts(texts: readonly string[], most = 3): string {
  const shown = texts.slice(0, texts.length > most ? most - 1 : most).map(trafficText);
  const all = texts.length > shown.length ? [...shown, `${texts.length - shown.length} more`] : shown;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** A few rules within a sentence, safe to show. */
export const namedRules = (rules: readonly ReportedRule[]): string => namedTexts(rules.map(({ text }) => text));

/** A rule with its id, safe to show: `tcp 22 from 0.0.0.0/0 (sgr-0123456789abcdef0)`. */
export const ruleWithId = ({ text, rule }: ReportedRule): string =>
  trafficText(text) + (rule.id === undefined ? '' : ` (${nameText(rule.id)})`);

/** What a modified rule was, safe to show; undefined when that is not remembered. */
export const wasText = ({ was }: ReportedRule): string | undefined => was && trafficText(ruleText(was));

/** The parts of rules of which a policy that another part breaks could not be judged: texts of traffic, each once. */
export const doubtfulParts = (rules: readonly ReportedRule[]): string[] => [
  ...new Set(rules.flatMap(({ verdict }) => doubtsOf(verdict).flatMap(({ part = [] }) => part))),
];

/** Why a rule was left in place, quoted. */
export function reasonFor({ how, outcome }: ReportedRule): string {
  if (outcome?.kind === 'failed' || outcome?.kind === 'held') return reasonText(outcome.reason);
  return `"no outcome was recorded, so nobody knows whether the rule ${how === 'removed' ? 'stands again' : 'is gone'}"`;
}

/** Whether an earlier attempt may have repaired some of them: then nobody knows who did. */
export const isResumed = (rules: readonly ReportedRule[]): boolean =>
  rules.some(({ outcome }) => outcome?.kind === 'done' && outcome.resumed);

/** Whether rules were gone before anything was done about them, whatever was to be thought of them. */
export const wereGone = (rules: readonly ReportedRule[]): boolean =>
  rules.length > 0 && rules.every(({ how, outcome }) => how !== 'removed' && outcome?.kind === 'already-gone');

/** Whether rules that were changed after the change break no policy as they read now, or are exempt. */
export const isMended = (rules: readonly ReportedRule[]): boolean =>
  rules.every(
    ({ outcome }) => outcome?.kind === 'changed' && (outcome.verdict === 'compliant' || outcome.verdict === 'exempt'),
  );

/** The ids under which rules that are gone stand again, safe to show. */
export const idsAgain = (rules: readonly ReportedRule[]): string =>
  rules
    .flatMap(({ outcome }) => (outcome?.kind === 'stands-again' ? [nameText(outcome.rule)] : []))
    .slice(0, 3)
    .join(', ');

/** How long rules that are repaired or gone stood open, or were missing, to the last one's end, for people. */
export function openFor({ changedAt, exposure }: Report, rules: readonly ReportedRule[]): string {
  const repaired = rules.some(({ outcome }) => outcome?.kind === 'done');
  const ends = rules.flatMap(({ outcome }) => {
    const end = outcome !== undefined && 'at' in outcome ? secondsBetween(changedAt, outcome.at) : undefined;
    return end === undefined ? [] : [end];
  });
  const longest = repaired && exposure !== undefined ? exposure : Math.max(...ends);
  return Number.isFinite(longest) ? durationText(longest) : 'a time that is not known';
}
