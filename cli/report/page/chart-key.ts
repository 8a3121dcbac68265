import { RESULTS, type Result } from '../result.ts';
import type { App } from './app.ts';
import { element } from './element.ts';
import { clockText, dayText, numberText, RESULT_WORDS } from './format.ts';

/** The line above the chart: what the colours mean, or what the period at the cursor has. */
export function chartKey(app: App, results: readonly Result[], at: number | undefined): HTMLElement[] {
  const { tally, model } = app;
  const entries = results.map((result) => {
    const course = tally.course[RESULTS.indexOf(result)];
    const count = at === undefined ? undefined : (course?.[at] ?? 0);
    const text = count === undefined ? RESULT_WORDS[result].name : `${numberText(count)} ${RESULT_WORDS[result].short}`;
    return element('span', { class: `key-entry is-${result}` }, text);
  });
  if (at === undefined) return [element('span', { class: 'key-when' }, periodName(model.data.period)), ...entries];
  const start = model.periods[at] ?? 0;
  const when = model.data.period === 1 ? `${dayText(start)}, ${clockText(start)}` : dayText(start);
  const all = tally.course.reduce((sum, course) => sum + (course[at] ?? 0), 0);
  return [
    element('span', { class: 'key-when' }, model.data.period > 24 ? `From ${when}` : when),
    ...entries,
    element('span', { class: 'key-all' }, `of ${numberText(all)}`),
  ];
}

const periodName = (hours: number): string => (hours === 1 ? 'By the hour' : hours === 24 ? 'By day' : 'By week');
