import { OUTCOME_WORDS, type OutcomeWord, ruleWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';
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

/** A few rules within a sentence, safe to show: `tcp 22 from 0.0.0.0/0, tcp 22 from ::/0 and 4 more`. */
export function namedRules(rules: readonly ReportedRule[]): string {
  const texts = rules.slice(0, rules.length > 3 ? 2 : 3).map(({ text }) => trafficText(text));
  const all = rules.length > texts.length ? [...texts, `${rules.length - texts.length} more`] : texts;
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}

/** A rule with its id, safe to show: `tcp 22 from 0.0.0.0/0 (sgr-0123456789abcdef0)`. */
export const ruleWithId = ({ text, rule }: ReportedRule): string =>
  trafficText(text) + (rule.id === undefined ? '' : ` (${nameText(rule.id)})`);

/** Why a rule was left in place, quoted. */
export function reasonFor({ outcome }: ReportedRule): string {
  if (outcome?.kind === 'failed' || outcome?.kind === 'held') return reasonText(outcome.reason);
  return '"no outcome was recorded, so nobody knows whether the rule is gone"';
}

/** How long rules that are gone stood open, to the last one's end, for people. */
export function openFor({ changedAt, exposure }: Report, rules: readonly ReportedRule[]): string {
  const removed = rules.some(({ outcome }) => outcome?.kind === 'done');
  const ends = rules.flatMap(({ outcome }) => {
    const end = outcome !== undefined && 'at' in outcome ? secondsBetween(changedAt, outcome.at) : undefined;
    return end === undefined ? [] : [end];
  });
  const longest = removed && exposure !== undefined ? exposure : Math.max(...ends);
  return Number.isFinite(longest) ? durationText(longest) : 'a time that is not known';
}
