import type { ActorFacts, GroupFacts } from '../page-data.ts';
import type { Result } from '../result.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `98,412` */
export const numberText = (number: number): string => String(number).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 change`, `1,204 changes` */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${numberText(count)} ${count === 1 ? one : many}`;

/** Keeps a number and its unit on one line. */
const TIE = '\u00a0';

/** A part of a whole: `none`, `under 0.1 %`, `2.5 %`, `12 %`, `all`. */
export function shareText(part: number, whole: number): string {
  if (part === 0 || whole === 0) return 'none';
  if (part === whole) return 'all';
  const percent = (part / whole) * 100;
  if (percent < 0.1) return `under 0.1${TIE}%`;
  return percent > 99 ? `over 99${TIE}%` : `${percent < 10 ? percent.toFixed(1) : Math.round(percent)}${TIE}%`;
}

/** `12 Aug 2026`, in UTC. */
export function dayText(seconds: number, withYear = true): string {
  const date = new Date(seconds * 1000);
  const day = `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
  return withYear ? `${day} ${date.getUTCFullYear()}` : day;
}

/** `12 Aug 2026, 14:05 UTC` */
export const instantText = (seconds: number): string => `${dayText(seconds)}, ${clockText(seconds)} UTC`;

/** `14:05` */
export const clockText = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(11, 16);

/** `7 s`, `2 min 5 s`, `3 h 20 min`, `2 d 4 h` */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  const units: [number, string][] = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor(whole / 3_600) % 24, 'h'],
    [Math.floor(whole / 60) % 60, 'min'],
    [whole % 60, 's'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  if (first < 0) return 'under 1 s';
  const shown = units.slice(first, first + 2).filter(([count]) => count > 0);
  return shown.map(([count, unit]) => `${count}${TIE}${unit}`).join(' ');
}

/** `role deploy` of `arn:aws:iam::123456789012:role/engineers/deploy`; a name that is no ARN is itself. */
export function actorLabel({ arn }: Pick<ActorFacts, 'arn'>): string {
  if (arn === '') return 'all others';
  const [, kind, path] = /^arn:[^:]*:(?:iam|sts)::\d*:([a-z-]+)\/(.+)$/.exec(arn) ?? [];
  if (/^arn:[^:]*:iam::\d*:root$/.test(arn)) return 'root';
  if (kind === undefined || path === undefined) return arn;
  return `${kind} ${path.slice(path.lastIndexOf('/') + 1)}`;
}

/** From so many on, names are not told apart any more. */
const MANY = 40;

/** `anna.kowalska, piotr.nowak and 3 more` */
export function sessionsText({ as, more }: Pick<ActorFacts, 'as' | 'more'>): string {
  if (as.length === 0) return '';
  return `${as.join(', ')}${more >= MANY ? ' and many more' : more > 0 ? ` and ${numberText(more)} more` : ''}`;
}

/** The name of a group, else its id. */
export const groupLabel = ({ name, id, account }: GroupFacts): string =>
  name ?? id ?? (account === '' ? 'all others' : 'a group that the record does not name');

/** What a result is called: on its own, after a number, and over a column. */
export const RESULT_WORDS: Readonly<
  Record<Result, { readonly name: string; readonly short: string; readonly column: string }>
> = {
  open: { name: 'Need a person', short: 'need a person', column: 'Need a person' },
  'would-revert': { name: 'Would be reverted', short: 'would be reverted', column: 'Would be reverted' },
  closed: { name: 'Closed', short: 'closed', column: 'Closed' },
  told: { name: 'Told only', short: 'told only', column: 'Told' },
  gone: { name: 'Gone already', short: 'gone already', column: 'Gone' },
  undetermined: { name: 'Undetermined', short: 'undetermined', column: 'Undetermined' },
  exempt: { name: 'Exempt', short: 'exempt', column: 'Exempt' },
  compliant: { name: 'Within policy', short: 'within policy', column: 'Within' },
};
