import type { Actor } from '../../functions/core/actor.ts';
import { recordText } from '../../functions/core/notice/escape.ts';
import { outcomeWord } from '../../functions/core/outcome-word.ts';
import type { Handled } from '../../functions/respond/respond.ts';

/**
 * The outcome's word for a table: that of the report, `none` where there is nothing to do, or why there is no report. An
 * event that was delivered before is told by what came of it then.
 */
export function outcomeOf(response: Handled | undefined): string {
  if (response === undefined) return 'not delivered';
  if (response.kind === 'ignored') return 'ignored';
  const word = outcomeWord(response.report);
  return response.kind === 'reported' && response.again ? `${word} (again)` : word;
}

/** The verdict for a table; `-` where nothing was judged. */
export const verdictOf = (response: Handled | undefined): string =>
  response === undefined || response.kind === 'ignored' ? '-' : response.report.verdict;

/** The exposure for a table: `4 s`, `-` where nothing was repaired. */
export function exposureOf(response: Handled | undefined): string {
  const exposure = response?.kind === 'reported' ? response.report.exposure : undefined;
  return exposure === undefined ? '-' : `${Math.round(exposure)} s`;
}

/** An actor for a table: the person, user, role or service. */
export const actorOf = ({ name, session }: Actor): string => recordText(session ?? name, 32);
