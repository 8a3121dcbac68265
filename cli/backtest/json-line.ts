import type { JudgedChange } from '../../functions/backtest/judged-change.ts';
import type { Difference } from './difference.ts';

/** A change as `--json` prints it: these keys, in this order. */
export const jsonLine = (change: JudgedChange): string => JSON.stringify(shown(change));

/** A change that another set of policies judges otherwise: the same, how it differs, and what it was before. */
export function comparedLine({ kind, now, before }: Difference): string {
  const { verdict, policies, offending, remainder, remedy, reason } = before;
  return JSON.stringify({
    ...shown(now),
    difference: kind,
    before: { verdict, policies, offending, remainder, remedy, reason },
  });
}

function shown(change: JudgedChange) {
  const { eventId, eventName, time, account, region, groupId, actor } = change;
  const { verdict, policies, offending, remainder, remedy, reason } = change;
  const about = { eventId, eventName, time, account, region, groupId, actor };
  return { ...about, verdict, policies, offending, remainder, remedy, reason };
}
