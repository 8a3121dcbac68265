import type { BurstFinding } from '../burst.ts';
import { gravest, type OutcomeWord } from '../outcome-word.ts';
import { URGENT } from '../urgent.ts';
import { count } from './duration.ts';
import { wrap } from './wrap.ts';

/** How many changes came to each outcome; each change counts once, by its gravest. */
function changesBy(findings: readonly BurstFinding[]): (...words: OutcomeWord[]) => number {
  const words = findings.map(({ rules }) => gravest(new Set(rules.map(({ word }) => word))));
  return (...wanted) => words.filter((word) => wanted.includes(word)).length;
}

const REPAIRED: readonly OutcomeWord[] = ['reverted', 'narrowed', 'restored', 'put-back'];

/** The outcomes of a burst in a few words each, the gravest first: `3 NOT REVERTED`, `490 repaired`. */
export function wordCounts(findings: readonly BurstFinding[]): string[] {
  const by = changesBy(findings);
  const parts: readonly (readonly [number, string])[] = [
    [by('failed'), 'NOT REPAIRED'],
    [by('held'), 'held'],
    [by('stands-again'), 'open again'],
    [by('undetermined'), 'not judged'],
    [by('would-revert', 'notified'), 'told only'],
    [by(...REPAIRED), 'repaired'],
  ];
  return parts.flatMap(([number, text]) => (number > 0 ? [`${number} ${text}`] : []));
}

function nowText(urgent: number, left: number): string {
  if (urgent > 0) return 'begin with what is in capital letters.';
  return left > 0 ? 'what was only told stands until somebody mends it.' : 'nothing of this is left to close.';
}

/** What a tired person reads first of a burst: what stands open, what is closed, and what to do now; lines of a mail. */
export function burstSummary(findings: readonly BurstFinding[]): string[] {
  const by = changesBy(findings);
  const states: readonly (readonly [number, string])[] = [
    [by('failed'), 'NOT REPAIRED: take as open what is named below, and mend it by hand'],
    [by('held'), 'HELD, left alone on purpose for the reasons below: may stand open'],
    [by('stands-again'), 'OPEN AGAIN: removed, and somebody added the same anew'],
    [by('undetermined'), 'NOT JUDGED, and not touched: look for yourself'],
    [by('would-revert', 'notified'), 'left as they are, by policies that only tell or are in audit mode'],
    [by(...REPAIRED), 'repaired, and seen to be'],
    [by('changed', 'already-gone', 'none'), 'settled by somebody else, or changed since'],
    [by('exempt'), 'excused by exemptions'],
  ];
  const present = states.filter(([number]) => number > 0);
  return [
    ...wrap(`${count(findings.length, 'more change')} came at once. Of these:`),
    ...present.flatMap(([number, text]) => wrap(`- ${number} ${text}`, 2, 6)),
    '',
    ...wrap(
      `Now: ${nowText(by(...URGENT), by('would-revert', 'notified'))} If nobody knows why these changes were made, treat them as an incident: look at the callers below first, whose credentials may be in other hands.`,
    ),
    '',
    ...wrap('The first changes of each kind had a mail of their own; this mail tells all the others.'),
  ];
}
