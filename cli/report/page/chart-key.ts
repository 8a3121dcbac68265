import { BROKEN, RESULTS, type Result } from '../result.ts';
import type { App } from './app.ts';
import { button, element } from './element.ts';
import { clockText, dayText, numberText, RESULT_WORDS } from './format.ts';

/** The line above the chart: what the colours mean or, at a period, what that has. Its buttons leave results out of the chart. */
export type ChartKey = {
  readonly root: HTMLElement;
  readonly hidden: ReadonlySet<Result>;
  /** Says what a period has; `aloud` for those who can't see it too. */
  readonly say: (period: number | undefined, aloud?: boolean) => void;
};

/** So many times what breaks a policy, and what does not would crowd it out of the picture. */
const CROWD = 4;

/** A key for some results; `redraw` is called when one is shown or left out. */
export function chartKey(app: App, results: readonly Result[], redraw: () => void): ChartKey {
  const count = (result: Result) => app.whole.results[RESULTS.indexOf(result)] ?? 0;
  const broken = results.filter((result) => BROKEN.has(result)).reduce((sum, result) => sum + count(result), 0);
  const hidden = new Set(results.filter((each) => broken > 0 && !BROKEN.has(each) && count(each) > broken * CROWD));
  const when = element('span', { class: 'key-when' });
  const all = element('span', { class: 'key-all' });
  const aloud = element('span', { class: 'unseen', role: 'status' });
  const entries = results.map((result) => {
    const toggle = () => {
      if (!hidden.delete(result)) hidden.add(result);
      mark();
      redraw();
    };
    const text = element('span', {});
    return { result, text, made: button({ class: `key-entry is-${result}` }, toggle, text) };
  });
  const mark = () => {
    for (const { result, made } of entries) {
      made.setAttribute('aria-pressed', String(!hidden.has(result)));
      made.title = `${hidden.has(result) ? 'Show in' : 'Leave out of'} the chart`;
    }
  };
  mark();
  const say = (period: number | undefined, spoken = false) => {
    const { course } = app.tally;
    when.textContent = period === undefined ? periodName(app.model.data.period) : startText(app, period);
    for (const { result, text } of entries) {
      const { name, short } = RESULT_WORDS[result];
      const number = period === undefined ? undefined : course[RESULTS.indexOf(result)]?.[period];
      text.textContent = number === undefined ? name : `${numberText(number)} ${short}`;
    }
    const sum = course.reduce((total, each) => total + (each[period ?? 0] ?? 0), 0);
    all.textContent = period === undefined ? '' : `of ${numberText(sum)}`;
    if (spoken)
      aloud.textContent = [when, ...entries.map(({ text }) => text), all].map((part) => part.textContent).join(', ');
  };
  return { root: element('div', { class: 'key' }, when, ...entries.map(({ made }) => made), all, aloud), hidden, say };
}

const periodName = (hours: number): string =>
  hours === 1 ? 'By the hour' : hours === 24 ? 'By day' : hours === 168 ? 'By week' : `By ${hours / 168} weeks`;

/** When a period begins. */
export function startText({ model }: App, period: number): string {
  const start = model.periods[period] ?? 0;
  const { period: hours } = model.data;
  return hours === 1 ? `${dayText(start)}, ${clockText(start)}` : `${hours > 24 ? 'From ' : ''}${dayText(start)}`;
}
