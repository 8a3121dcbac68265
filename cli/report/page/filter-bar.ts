import { RESULTS } from '../result.ts';
import { type App, look, search, toggle, toggleResult } from './app.ts';
import { button, element } from './element.ts';
import { isFiltered, NO_FILTERS } from './filters.ts';
import { countText, dayText, numberText, RESULT_WORDS } from './format.ts';
import { labelOf } from './labels.ts';
import { DIMENSIONS } from './model.ts';

/** What the page is narrowed to, each part with a way out; nothing when it shows everything. */
export function filterBar(app: App): HTMLElement | undefined {
  const { filters, model, tally } = app;
  if (!isFiltered(filters)) return undefined;
  const { results, chosen, time, text } = filters;
  const chip = (kind: string, name: string, remove: () => void) =>
    button(
      { class: 'chip', 'aria-label': `Show not only ${kind} ${name}`, focus: `chip ${kind} ${name}` },
      remove,
      element('span', { class: 'chip-kind' }, kind),
      element('span', { class: 'chip-name' }, name),
      element('span', { 'aria-hidden': 'true' }, '×'),
    );
  const { time: _, ...untimed } = filters;
  const chips = [
    ...[...results].map((index) => {
      const result = RESULTS[index] ?? 'compliant';
      return chip('result', RESULT_WORDS[result].name, () => toggleResult(app, index));
    }),
    ...DIMENSIONS.flatMap((dimension) =>
      [...chosen[dimension]].map((index) =>
        chip(dimension, labelOf(app, dimension, index), () => toggle(app, dimension, index)),
      ),
    ),
    ...(time ? [chip('time', timeText(app, time), () => look(app, untimed))] : []),
    ...(text.trim() !== '' ? [chip('findings with', text.trim(), () => search(app, ''))] : []),
  ];
  const sum = tally.results.reduce(
    (all, count, index) => all + (results.size === 0 || results.has(index) ? count : 0),
    0,
  );
  return element(
    'div',
    { class: 'filter-bar', role: 'region', 'aria-label': 'Filters' },
    // A text narrows the findings alone, and no number.
    isFiltered({ ...filters, text: '' }) &&
      element(
        'span',
        { class: 'filter-count', role: 'status' },
        `${numberText(sum)} of ${countText(model.total, 'change')}`,
      ),
    ...chips,
    button({ class: 'clear', focus: 'clear' }, () => look(app, NO_FILTERS), 'Show everything'),
  );
}

/** `3 Aug 2026` or `3 Aug – 9 Aug 2026` */
export function timeText({ model }: App, [first, last]: readonly [number, number]): string {
  const from = dayText(model.periods[first] ?? 0);
  const to = dayText((model.periods[last] ?? 0) + model.data.period * 3600 - 1);
  return from === to ? from : `${from} – ${to}`;
}
