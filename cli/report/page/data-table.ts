import { button, type Child, element } from './element.ts';
import { numberText } from './format.ts';

/** One column of a table. */
export type Column<Row> = {
  readonly key: string;
  readonly name: string;
  readonly cell: (row: Row) => Child;
  /** What it is sorted by; numbers are sorted downwards at first, texts upwards. Absent where it can't be. */
  readonly sort?: (row: Row) => number | string;
  readonly class?: string;
};

/** How a table is sorted, how much of it is shown, and which names it is narrowed to. */
export type TableState = { sort: string; down: boolean; all: boolean; find: string };

export type TableFacts<Row> = {
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly chosen: (row: Row) => boolean;
  readonly text: (row: Row) => string;
  readonly state: TableState;
  readonly redraw: () => void;
};

/** Rows that are shown before all are asked for. */
const FIRST = 8;

/** A table whose heads sort it; the first column of a row is its head. */
export function dataTable<Row>(facts: TableFacts<Row>): HTMLElement {
  const { id, caption, columns, rows, state, redraw } = facts;
  const find = state.find.trim().toLowerCase();
  const found = find === '' ? rows : rows.filter((row) => facts.text(row).toLowerCase().includes(find));
  const sorted = sort(found, columns, state);
  const shown = state.all ? sorted : sorted.slice(0, FIRST);
  const hidden = sorted.length - shown.length;
  const show = (all: boolean) => () => {
    state.all = all;
    redraw();
  };
  return element(
    'div',
    { class: `table-frame table-${id}` },
    rows.length > FIRST && finder(facts),
    element(
      'table',
      {},
      element('caption', { class: 'unseen' }, caption),
      element('thead', {}, element('tr', {}, ...columns.map((column) => head(column, facts)))),
      element('tbody', {}, ...shown.map((row) => line(row, facts))),
    ),
    sorted.length === 0 && element('p', { class: 'empty' }, find === '' ? 'None' : 'No name contains this'),
    hidden > 0 && element('p', { class: 'on-paper' }, `The first ${shown.length} of ${numberText(sorted.length)}`),
    (hidden > 0 || (state.all && sorted.length > FIRST)) &&
      button(
        { class: 'more', focus: `${id} more` },
        show(!state.all),
        state.all ? `Show the first ${FIRST}` : `Show all ${numberText(sorted.length)}`,
      ),
  );
}

function finder<Row>({ id, caption, state, redraw }: TableFacts<Row>): HTMLElement {
  const input = element('input', {
    type: 'search',
    class: 'find',
    placeholder: 'Find',
    'aria-label': `Find in: ${caption}`,
    focus: `${id} find`,
    on: {
      input: () => {
        state.find = input.value;
        redraw();
      },
    },
  });
  input.value = state.find;
  return input;
}

function head<Row>(
  { key, name, sort, class: kind }: Column<Row>,
  { id, state, rows, redraw }: TableFacts<Row>,
): HTMLElement {
  const current = state.sort === key;
  const direction = current ? (state.down ? 'descending' : 'ascending') : undefined;
  if (!sort) return element('th', { scope: 'col', class: kind }, name);
  const first = rows[0];
  const numeric = first !== undefined && typeof sort(first) === 'number';
  const click = () => {
    state.down = current ? !state.down : numeric;
    state.sort = key;
    redraw();
  };
  const arrow = element('span', { class: 'arrow', 'aria-hidden': 'true' }, current ? (state.down ? '↓' : '↑') : '');
  return element(
    'th',
    { scope: 'col', class: kind, 'aria-sort': direction ?? 'none' },
    button({ class: 'sort', focus: `${id} sort ${key}` }, click, ...(numeric ? [arrow, name] : [name, arrow])),
  );
}

function line<Row>(row: Row, { columns, chosen }: TableFacts<Row>): HTMLElement {
  const cells = columns.map(({ cell, class: kind }, index) =>
    index === 0 ? element('th', { scope: 'row', class: kind }, cell(row)) : element('td', { class: kind }, cell(row)),
  );
  return element('tr', { class: chosen(row) && 'chosen' }, ...cells);
}

function sort<Row>(rows: readonly Row[], columns: readonly Column<Row>[], { sort, down }: TableState): readonly Row[] {
  const by = columns.find(({ key }) => key === sort)?.sort;
  if (!by) return rows;
  const order = (a: number | string, b: number | string) =>
    typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b), 'en');
  return rows.toSorted((a, b) => order(by(a), by(b)) * (down ? -1 : 1));
}
