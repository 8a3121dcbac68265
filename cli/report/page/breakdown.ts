import { RESULTS, type Result } from '../result.ts';
import { type App, toggle } from './app.ts';
import { type Column, dataTable, type TableState } from './data-table.ts';
import { button, element, keepingFocus } from './element.ts';
import { countText, dayText, numberText, RESULT_WORDS } from './format.ts';
import { labelOf, underLabelOf } from './labels.ts';
import type { Dimension } from './model.ts';
import { sparkline } from './sparkline.ts';
import type { Row } from './tally.ts';

/** What a table is about. */
export type BreakdownFacts = { readonly dimension: Dimension; readonly title: string; readonly name: string };

/** The results that get a column: those that occur at all, but for what is within policy. */
export const shownResults = (totals: readonly number[]): readonly Result[] =>
  RESULTS.filter((result, index) => result !== 'compliant' && (totals[index] ?? 0) > 0);

/** A table of the changes by one dimension; a click on a name narrows everything else to it. It sorts by itself. */
export function breakdown(app: App, facts: BreakdownFacts): HTMLElement {
  const root = element('div', { class: 'breakdown' });
  const draw = () => keepingFocus(() => root.replaceChildren(tableOf(app, facts, draw)));
  draw();
  return root;
}

function tableOf(app: App, { dimension, title, name }: BreakdownFacts, redraw: () => void): HTMLElement {
  const { model, filters, tally } = app;
  const results = shownResults(app.whole.results);
  const rows = [...tally.tables[dimension].values()].filter(({ index }) => isShown(app, dimension, index));
  const most = Math.max(1, ...rows.map((row) => row.results[RESULTS.indexOf(results[0] ?? 'compliant')] ?? 0));
  const columns: Column<Row>[] = [
    {
      key: 'name',
      name,
      class: 'name',
      cell: (row) => nameCell(app, dimension, row),
      sort: (row) => labelOf(app, dimension, row.index),
    },
    ...results.map((result, place): Column<Row> => {
      const index = RESULTS.indexOf(result);
      const value = (row: Row) => row.results[index] ?? 0;
      return {
        key: result,
        name: RESULT_WORDS[result].column,
        class: place === 0 ? 'number main' : 'number',
        cell: (row) => (place === 0 ? barCell(result, value(row), most) : quiet(value(row))),
        sort: value,
      };
    }),
  ];
  if (dimension !== 'reason') {
    const course: Column<Row> = {
      key: 'course',
      name: 'Over time',
      class: 'course',
      cell: ({ course }) => sparkline(course),
    };
    // With many columns there is no room for it.
    if (results.length <= 4) columns.push(course);
  }
  if (dimension === 'policy') {
    columns.push({
      key: 'last',
      name: model.data.period > 24 ? 'Last, week of' : 'Last',
      class: 'number last',
      cell: ({ last }) => (last < 0 ? quiet(0) : dayText(model.periods[last] ?? 0, isOfYears(app))),
      sort: ({ last }) => last,
    });
  }
  if (dimension !== 'policy' && dimension !== 'reason')
    columns.push({
      key: 'all',
      name: 'All changes',
      class: 'number',
      cell: ({ all }) => numberText(all),
      sort: ({ all }) => all,
    });
  const shown = dimension === 'reason' ? columns.filter(({ key }) => ['name', 'undetermined'].includes(key)) : columns;
  return dataTable({
    id: dimension,
    caption: title,
    columns: shown,
    rows: rows.toSorted((a, b) => b.all - a.all),
    chosen: ({ index }) => filters.chosen[dimension].has(index),
    text: ({ index }) => `${labelOf(app, dimension, index)} ${underLabelOf(app, dimension, index)}`,
    state: stateOf(app.tables, dimension, shown[1]?.key ?? 'name'),
    redraw,
  });
}

function stateOf(states: Map<string, TableState>, id: string, sort: string): TableState {
  const known = states.get(id);
  if (known) return known;
  const made: TableState = { sort, down: true, all: false, find: '' };
  states.set(id, made);
  return made;
}

function isShown({ whole }: App, dimension: Dimension, index: number): boolean {
  return (
    (index > 0 || (dimension !== 'policy' && dimension !== 'reason')) &&
    (whole.tables[dimension].has(index) || dimension === 'policy')
  );
}

function nameCell(app: App, dimension: Dimension, { index, all }: Row): HTMLElement {
  const label = labelOf(app, dimension, index);
  const under = underLabelOf(app, dimension, index);
  const pressed = app.filters.chosen[dimension].has(index);
  return element(
    'div',
    { class: 'named' },
    button(
      {
        class: 'choose',
        'aria-pressed': String(pressed),
        focus: `${dimension} ${index}`,
        title: pressed ? 'Show the others too' : `Show only this: ${countText(all, 'change')}`,
      },
      () => toggle(app, dimension, index),
      label,
    ),
    under !== '' && element('span', { class: 'under' }, under),
  );
}

/** Whether the changes are of more than one year, so that a day without its year would not say when. */
const isOfYears = ({ model }: App): boolean => {
  const [from = 0, to = 0] = model.data.span ?? [];
  return new Date(from * 1000).getUTCFullYear() !== new Date(to * 1000).getUTCFullYear();
};

const quiet = (value: number): HTMLElement | string =>
  value === 0 ? element('span', { class: 'zero' }, '–') : numberText(value);

const barCell = (result: Result, value: number, most: number): HTMLElement =>
  element(
    'span',
    { class: `bar is-${result}`, css: { '--share': value / most } },
    element('span', { class: 'bar-number' }, quiet(value)),
  );
