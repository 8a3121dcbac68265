const ISO = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?Z$/;

/** An instant for people: `2026-11-23 12:00:05 UTC`; undefined when the text is no ISO 8601 instant in UTC. */
export function instantText(instant: string): string | undefined {
  const [, year, month, day, hour, minute, second] = ISO.exec(instant) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${day} ${hour}:${minute}:${second} UTC`;
}

/** Seconds from one ISO 8601 instant in UTC to another, never less than 0; undefined when either is none. */
export function secondsBetween(start: string, end: string): number | undefined {
  const [from, to] = [epochSeconds(start), epochSeconds(end)];
  return from === undefined || to === undefined ? undefined : Math.max(0, to - from);
}

/** A duration for people, with the plain seconds from a minute on: `7 seconds`, `2 minutes 5 seconds (125 seconds)`. */
export function durationText(duration: number): string {
  const whole = Math.round(duration);
  if (whole < 1) return 'less than a second';
  if (whole < 60) return count(whole, 'second');
  const parts = [
    count(Math.floor(whole / 86_400), 'day'),
    count(Math.floor(whole / 3_600) % 24, 'hour'),
    count(Math.floor(whole / 60) % 60, 'minute'),
    count(whole % 60, 'second'),
  ].filter((part) => !part.startsWith('0 '));
  return `${parts.slice(0, 2).join(' ')} (${whole} seconds)`;
}

/** `1 rule`, `2 rules` */
export const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;

/** Seconds of an ISO 8601 instant in UTC from one fixed day on; undefined when the text is none. */
export function epochSeconds(instant: string): number | undefined {
  const [, year, month, day, hour, minute, second, fraction] = (ISO.exec(instant) ?? []).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  // A year that begins in March puts the leap day last, and makes the days before a month one formula.
  const [marchYear, marchMonth] = month < 3 ? [year - 1, month + 9] : [year, month - 3];
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const days = marchYear * 365 + leapDays + Math.floor((marchMonth * 153 + 2) / 5) + day;
  return days * 86_400 + (hour ?? 0) * 3_600 + (minute ?? 0) * 60 + (second ?? 0) + (fraction || 0);
}
