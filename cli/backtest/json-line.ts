import type { JudgedChange } from '../../functions/backtest/judged-change.ts';

/** A change as `--json` prints it: these keys, in this order. */
export function jsonLine(change: JudgedChange): string {
  const { eventId, eventName, time, account, region, groupId, actor } = change;
  const { verdict, policies, offending, remainder, remedy, reason } = change;
  const about = { eventId, eventName, time, account, region, groupId, actor };
  return JSON.stringify({ ...about, verdict, policies, offending, remainder, remedy, reason });
}
