import { epochSeconds } from './notice/duration.ts';

/** The instant so many minutes after another, both ISO 8601 in UTC, in whole seconds. Throws RangeError when the text is none. */
export function minutesAfter(instant: string, minutes: number): string {
  const start = epochSeconds(instant);
  if (start === undefined) throw new RangeError(`${JSON.stringify(instant)} is no instant in UTC`);
  const seconds = Math.floor(start) + minutes * 60;
  const two = (number: number) => String(number).padStart(2, '0');
  const ofDay = ((seconds % DAY) + DAY) % DAY;
  const time = [Math.floor(ofDay / 3_600), Math.floor(ofDay / 60) % 60, ofDay % 60].map(two).join(':');
  return `${dateText(Math.floor(seconds / DAY))}T${time}Z`;
}

const DAY = 86_400;

/** The days of 400 years, after which the calendar repeats itself. */
const ERA = 146_097;

/** The date of a day counted as `epochSeconds` counts: years begin in March, so that the leap day is the last of one. */
function dateText(day: number): string {
  const inEra = day - FIRST_DAY;
  const era = Math.floor(inEra / ERA);
  const rest = inEra - era * ERA;
  const leap = Math.floor(rest / 1_460) - Math.floor(rest / 36_524) + Math.floor(rest / (ERA - 1));
  const year = Math.floor((rest - leap) / 365);
  const ofYear = rest - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const marchMonth = Math.floor((5 * ofYear + 2) / 153);
  const date = ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const calendarYear = year + era * 400 + (month < 3 ? 1 : 0);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${String(calendarYear).padStart(4, '0')}-${two(month)}-${two(date)}`;
}

/** `epochSeconds` counts the first of March of the year 0 as this day. */
const FIRST_DAY = 1;
