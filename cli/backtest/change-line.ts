import type { JudgedChange } from '../../functions/backtest/judged-change.ts';
import { recordText } from '../../functions/core/notice/escape.ts';
import { groupLabel } from './tally.ts';

/** How many pieces of traffic one line names. */
const MOST = 3;

/** A change that is not compliant, for people: what, where, who, why. Two lines, the second indented. */
export function changeLine(change: JudgedChange): string {
  const { time, verdict, severity, policies, offending, reason, eventName, actorName } = change;
  const shown = offending.slice(0, MOST).map((text) => recordText(text, 60));
  const more = offending.length > MOST ? [`${offending.length - MOST} more`] : [];
  const what = offending.length > 0 ? [...shown, ...more].join(', ') : eventName;
  const where = recordText(groupLabel(change.groupName, change.groupId), 80);
  const first = `${time}  ${verdict}${severity ? ` (${severity})` : ''}  ${what}  on ${where}  by ${recordText(actorName, 60)}`;
  const by = policies.length > 0 ? `${policies.join(', ')}: ` : '';
  return `${first}\n  ${by}${recordText(reason, 300)} [${recordText(change.place, 200)}]`;
}
