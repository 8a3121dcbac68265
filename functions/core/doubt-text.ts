import type { Doubt } from './verdict.ts';

/** How many pieces of the part in doubt are named. */
const PIECES = 3;

/**
 * What could not be judged and why, one sentence without full stop; it may cite a record, so it is not yet safe to show:
 * `tcp 25 from 0.0.0.0/0 could not be judged: the entries of pl-0123456789abcdef0 would have to be known`.
 */
export function doubtText({ part = [], reason }: Doubt): string {
  if (part.length === 0) return reason;
  const more = part.length > PIECES ? ` and ${part.length - PIECES} more` : '';
  return `${part.slice(0, PIECES).join(', ')}${more} could not be judged: ${reason}`;
}

/** The doubts about parts of rules of which another part breaks the same policy, as sentences. */
export const partDoubts = (doubts: readonly Doubt[]): string[] =>
  doubts.filter(({ part }) => part !== undefined).map(doubtText);
