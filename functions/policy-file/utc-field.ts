import { field, type Reading, wrongType } from './field.ts';

/** A day or an instant, as a file writes it. */
export type Moment = {
  /** The instant, or the first of the day, ISO 8601 in UTC. */
  readonly at: string;
  /** Whether a whole day is meant. */
  readonly day: boolean;
};

const DAY_MILLISECONDS = 86_400_000;

/** An instant in UTC, to the second. */
export const instant = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** The first instant after a moment: of a day, the next one's first. */
export const endOf = ({ at, day }: Moment): string => (day ? instant(Date.parse(at) + DAY_MILLISECONDS) : at);

/** How many days lie between two moments. */
export const daysBetween = (from: Moment, until: Moment): number =>
  (Date.parse(until.at) - Date.parse(from.at)) / DAY_MILLISECONDS;

/** A date such as 2026-12-31, or a time in UTC such as 2026-12-31T18:00:00Z. */
export const moment = (description: string) =>
  field({ type: 'string', description }, (value): Reading<Moment> => {
    if (typeof value !== 'string') return wrongType('a date, such as 2026-12-31', value);
    const [, date, time] = /^(\d{4}-\d{2}-\d{2})(T\d{2}:\d{2}:\d{2}Z)?$/.exec(value) ?? [];
    const at = `${date}${time ?? 'T00:00:00Z'}`;
    // JavaScript reads 30 February as 2 March.
    if (date !== undefined && !Number.isNaN(Date.parse(at)) && instant(Date.parse(at)) === at)
      return { value: { at, day: time === undefined } };
    const message = `${JSON.stringify(value.slice(0, 40))} is no date, such as 2026-12-31, nor a time in UTC, such as 2026-12-31T18:00:00Z`;
    return { code: 'bad-id', message };
  });
