import { RESULTS } from '../result.ts';
import { type App, look } from './app.ts';
import { shownResults } from './breakdown.ts';
import { startText } from './chart-key.ts';
import { button, element } from './element.ts';
import { numberText, RESULT_WORDS } from './format.ts';

/** The same numbers as a table, for whoever can't or would not read the picture. */
export function chartTable(app: App): HTMLElement {
  const { model, tally, whole } = app;
  const results = shownResults(whole.results);
  const details = element(
    'details',
    { class: 'as-table' },
    element('summary', { focus: 'chart table' }, 'The same as a table'),
  );
  details.addEventListener('toggle', () => {
    if (!details.open || details.childElementCount > 1) return;
    const periods = [...model.periods.keys()].filter((period) =>
      tally.course.some((course) => (course[period] ?? 0) > 0),
    );
    const head = ['When', ...results.map((result) => RESULT_WORDS[result].name), 'All', ''];
    const rows = periods.map((period) => {
      const counts = results.map((result) => tally.course[RESULTS.indexOf(result)]?.[period] ?? 0);
      const all = tally.course.reduce((sum, course) => sum + (course[period] ?? 0), 0);
      return element(
        'tr',
        {},
        element('th', { scope: 'row' }, startText(app, period)),
        ...[...counts, all].map((count) => element('td', { class: 'number' }, numberText(count))),
        element(
          'td',
          {},
          button(
            { class: 'text-button' },
            () => look(app, { ...app.filters, time: [period, period] }),
            'Show only this',
          ),
        ),
      );
    });
    details.append(
      element(
        'div',
        { class: 'table-frame' },
        element(
          'table',
          {},
          element('thead', {}, element('tr', {}, ...head.map((name) => element('th', { scope: 'col' }, name)))),
          element('tbody', {}, ...rows),
        ),
      ),
    );
  });
  return details;
}
