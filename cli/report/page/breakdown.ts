import { RESULTS, type Result } from '../result.ts';
import { type App, toggle } from './app.ts';
import { type Column, dataTable, type TableState } from './data-table.ts';
import { button, element, keepingFocus } from './element.ts';
import { actorLabel, countText, dayText, groupLabel, numberText, RESULT_WORDS, sessionsText } from './format.ts';
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
      name: 'Last',
      class: 'number last',
      cell: ({ last }) => (last < 0 ? quiet(0) : dayText(model.periods[last] ?? 0, false)),
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

/** What an entry of a dimension is called. */
export function labelOf({ model }: Pick<App, 'model'>, dimension: Dimension, index: number): string {
  const { policies, actors, tools, groups, reasons } = model.data;
  switch (dimension) {
    case 'policy':
      return policies[index]?.title ?? policies[index]?.id ?? '';
    case 'actor':
      return actorLabel(actors[index] ?? { arn: '' });
    case 'tool':
      return tools[index] || 'all others';
    case 'group':
      return groupLabel(groups[index] ?? { id: null, name: null, account: '', region: '' });
    case 'account':
      return model.accounts[index] || 'all others';
    case 'reason':
      return reasons[index] ?? '';
    default:
      return dimension satisfies never;
  }
}

function underLabelOf({ model }: App, dimension: Dimension, index: number): string {
  const { policies, actors, groups } = model.data;
  if (dimension === 'policy') {
    const { id, title, severity, mode } = policies[index] ?? {};
    const weight = [severity, mode && `${mode} mode`].filter(Boolean).join(', ');
    return [title === undefined ? undefined : id, weight].filter(Boolean).join('\n');
  }
  const actor = actors[index];
  if (dimension === 'actor' && actor) {
    const sessions = sessionsText(actor);
    if (sessions !== '') return sessions;
    return actor.arn === actorLabel(actor) ? '' : (/::(\d+):/.exec(actor.arn)?.[1] ?? '');
  }
  const group = groups[index];
  if (dimension === 'group' && group && group.account !== '')
    return [group.name === null ? undefined : group.id, group.account, group.region].filter(Boolean).join(' · ');
  return '';
}

const quiet = (value: number): HTMLElement | string =>
  value === 0 ? element('span', { class: 'zero' }, '–') : numberText(value);

const barCell = (result: Result, value: number, most: number): HTMLElement =>
  element(
    'span',
    { class: `bar is-${result}`, css: { '--share': value / most } },
    element('span', { class: 'bar-number' }, quiet(value)),
  );
