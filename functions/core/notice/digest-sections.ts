import { OUTCOME_WORDS, type OutcomeWord } from '../outcome-word.ts';
import type { SweepFinding, SweptRule } from '../sweep.ts';
import { count } from './duration.ts';
import { nameText, reasonText, recordText, trafficText } from './escape.ts';
import { nearText } from './exempt-text.ts';
import { wholeGroupText } from './group-text.ts';
import { keepFirst } from './keep-first.ts';
import { wrap } from './wrap.ts';

/** How much of a mail the findings of one outcome may take. */
export type Room = { readonly blocks: number; readonly characters: number };

/** How a digest tells its findings. */
export type Telling<Finding extends SweepFinding> = {
  /** What a rule without a text means: `The group as a whole`. */
  readonly whole: string;
  /** What is said of a rule that does not merely stand: `added since the last look`. */
  readonly since: (deed: 'added' | 'changed' | 'taken away') => string;
  /** What a block is one of: `group`. */
  readonly noun: string;
  readonly roomFor: (word: OutcomeWord) => Room;
  /** More lines on a finding, before its report; not wrapped yet. */
  readonly more: (finding: Finding) => readonly string[];
};

const HEADINGS: Readonly<Record<OutcomeWord, string>> = {
  failed: 'COULD NOT BE REPAIRED',
  held: 'LEFT ALONE, ON PURPOSE',
  'stands-again': 'REMOVED, AND ADDED ANEW SINCE',
  'would-revert': 'WOULD BE REPAIRED IN ENFORCE MODE',
  notified: 'TOLD ONLY',
  undetermined: 'COULD NOT BE JUDGED',
  changed: 'CHANGED MEANWHILE',
  'already-gone': 'SETTLED ALREADY',
  reverted: 'REMOVED',
  narrowed: 'NARROWED TO WHAT IS WITHIN POLICY',
  restored: 'CHANGED BACK',
  'put-back': 'PUT BACK',
  exempt: 'EXEMPT',
  none: 'WITHIN POLICY',
};

/** The findings of a digest, a section for each outcome in the order of `words`; lines of a mail. */
export const digestSections = <Finding extends SweepFinding>(
  findings: readonly Finding[],
  telling: Telling<Finding>,
  words: readonly OutcomeWord[] = OUTCOME_WORDS,
): string[] => words.flatMap((word) => sectionOf(word, findings, telling));

function sectionOf<Finding extends SweepFinding>(
  word: OutcomeWord,
  findings: readonly Finding[],
  telling: Telling<Finding>,
): string[] {
  const blocks = findings.flatMap((finding) => {
    const rules = finding.rules.filter((rule) => rule.word === word);
    return rules.length === 0 ? [] : [blockOf(finding, rules, telling)];
  });
  if (blocks.length === 0) return [];
  const { kept, left } = keepFirst(blocks, telling.roomFor(word));
  const rest = left === 0 ? [] : wrap(`and ${count(left, telling.noun)} more: the ledger has a report of each`, 2);
  return ['', HEADINGS[word], ...kept.flat(), ...rest];
}

function blockOf<Finding extends SweepFinding>(
  finding: Finding,
  rules: readonly SweptRule[],
  telling: Telling<Finding>,
): string[] {
  const { group, reportId, more: left } = finding;
  return [
    ...wrap(wholeGroupText(group), 2, 6),
    ...rules.flatMap((rule) => ruleLines(rule, telling)),
    ...(left > 0 ? wrap(`and ${count(left, 'rule')} more in its report`, 4) : []),
    ...telling.more(finding).flatMap((line) => wrap(line, 4, 8)),
    ...(reportId === undefined ? [] : wrap(`Report: ${recordText(reportId, 300)}`, 4, 8)),
  ];
}

const DEEDS = { added: 'added', modified: 'changed', removed: 'taken away' } as const;

function ruleLines(
  { text, how, policies, reason, nearly }: SweptRule,
  { whole, since: sinceText }: Pick<Telling<never>, 'whole' | 'since'>,
): string[] {
  const since = how === undefined || how === 'standing' ? '' : `, ${sinceText(DEEDS[how])}`;
  return [
    ...wrap(text === undefined ? whole : `${trafficText(text)}${since}`, 4, 8),
    ...(policies.length === 0 ? [] : wrap(`Policy: ${policies.map((id) => nameText(id)).join(', ')}`, 6, 10)),
    ...(reason === undefined ? [] : wrap(`Reason: ${reasonText(reason)}`, 6, 10)),
    ...(nearly === undefined ? [] : wrap(nearText(nearly), 6, 10)),
  ];
}
