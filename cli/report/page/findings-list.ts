import type { FindingFacts } from '../page-data.ts';
import { type App, FINDING_SORTS, type FindingSort, PAGE_OF_FINDINGS, search } from './app.ts';
import { button, element, keepingFocus } from './element.ts';
import { isFiltered, matchingFindings } from './filters.ts';
import { findingCard } from './finding-card.ts';
import { countText, numberText } from './format.ts';

const ORDERS: Readonly<Record<FindingSort, (a: FindingFacts, b: FindingFacts) => number>> = {
  // The page has them in this order.
  grave: () => 0,
  often: (a, b) => b.count - a.count,
  late: (a, b) => b.last - a.last,
};

/** The findings that the filters let through, a page of them at a time. */
export function findingsList(app: App): HTMLElement {
  const list = element('div', { class: 'findings' });
  const draw = () => keepingFocus(() => list.replaceChildren(...contents(app, draw)));
  draw();
  return list;
}

function contents(app: App, redraw: () => void): HTMLElement[] {
  const { findings: state, filters, model } = app;
  const found = matchingFindings(model, filters).toSorted(ORDERS[state.sort]);
  const shown = found.slice(0, state.shown);
  const changes = found.reduce((sum, { count }) => sum + count, 0);
  const order = element(
    'select',
    {
      'aria-label': 'Order of the findings',
      focus: 'findings order',
      on: {
        change: () => {
          state.sort = order.value as FindingSort;
          redraw();
        },
      },
    },
    ...Object.entries(FINDING_SORTS).map(([value, name]) =>
      element('option', { value, selected: value === state.sort }, name),
    ),
  );
  const none = isFiltered(filters) ? 'Nothing matches the filters' : 'Nothing was found';
  return [
    element(
      'div',
      { class: 'findings-bar' },
      searchField(app),
      order,
      element(
        'span',
        { class: 'count', role: 'status' },
        found.length === 0 ? none : `${countText(found.length, 'finding')}, ${countText(changes, 'change')}`,
      ),
    ),
    ...shown.map((finding) => findingCard(app, finding)),
    ...(found.length > shown.length
      ? [
          element(
            'p',
            { class: 'on-paper' },
            `The first ${numberText(shown.length)} of ${numberText(found.length)} findings`,
          ),
          button(
            { class: 'more', focus: 'findings more' },
            () => {
              state.shown += PAGE_OF_FINDINGS * 2;
              redraw();
            },
            `Show more: ${numberText(shown.length)} of ${numberText(found.length)} are shown`,
          ),
        ]
      : []),
  ];
}

function searchField(app: App): HTMLElement {
  const input = element('input', {
    type: 'search',
    class: 'find',
    placeholder: 'Traffic, name, id, place …',
    'aria-label': 'Search the findings',
    focus: 'findings search',
    on: { input: () => search(app, input.value) },
  });
  input.value = app.filters.text;
  return input;
}
