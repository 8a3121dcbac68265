import type { Period } from '../../functions/respond/stored-report.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const DAY = 86_400_000;

/**
 * The period that `--since` and `--until` name, each a date or an instant in UTC; a date includes its whole day. A text
 * says what is wrong.
 */
export function periodOf(since: string | undefined, until: string | undefined): Period | string {
  for (const [option, given] of [
    ['--since', since],
    ['--until', until],
  ] as const) {
    if (given === undefined) continue;
    const read = Date.parse(given);
    const back = Number.isNaN(read) ? '' : new Date(read).toISOString();
    // JavaScript takes 2026-02-30 for the 2nd of March.
    const real = DATE.test(given) ? back.startsWith(given) : INSTANT.test(given) && back.startsWith(given.slice(0, -1));
    if (!real) return `${option} ${JSON.stringify(given)} is no date like 2026-11-01 or time like 2026-11-01T12:00:00Z`;
  }
  const from = since === undefined ? undefined : instant(since, 0);
  const to = until === undefined ? undefined : instant(until, DATE.test(until) ? DAY : 0);
  if (from !== undefined && to !== undefined && from >= to) return `--since ${since} is not before --until ${until}`;
  return { ...(from !== undefined && { since: from }), ...(to !== undefined && { until: to }) };
}

const instant = (text: string, later: number): string =>
  `${new Date(Date.parse(text) + later).toISOString().slice(0, 19)}Z`;
