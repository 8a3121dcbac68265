import { newApp } from './app.ts';
import { type BreakdownFacts, breakdown } from './breakdown.ts';
import { timeChart } from './chart.ts';
import { chartTable } from './chart-table.ts';
import { type Child, element, keepingFocus } from './element.ts';
import { exemptionsTable } from './exemptions-table.ts';
import { filterBar } from './filter-bar.ts';
import { findingsList } from './findings-list.ts';
import { figures, headline } from './headline.ts';
import { exposureSection, toldSection } from './ledger-sections.ts';
import { modelOf } from './model.ts';
import { notes } from './notes.ts';
import { readData } from './unpack.ts';

const TABLES: readonly BreakdownFacts[] = [
  { dimension: 'actor', title: 'Changes by actor', name: 'Actor' },
  { dimension: 'tool', title: 'Changes by tool', name: 'Tool' },
  { dimension: 'group', title: 'Changes by group', name: 'Group' },
  { dimension: 'account', title: 'Changes by account', name: 'Account' },
];

/** A place of the page that is drawn anew with the filters. */
function place(draw: () => Node | undefined, parts: (() => void)[][]): HTMLElement {
  const root = element('div', { class: 'place' });
  const redraw = () => root.replaceChildren(...[draw()].filter((child) => child !== undefined));
  for (const list of parts) list.push(redraw);
  redraw();
  return root;
}

function section(id: string, title: string, text: string, ...children: readonly Child[]): HTMLElement {
  return element(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    element(
      'div',
      { class: 'section-head' },
      element('h2', { id: `${id}-title` }, title),
      text !== '' && element('p', {}, text),
    ),
    element('div', { class: 'section-body' }, ...children),
  );
}

async function start(): Promise<void> {
  const app = newApp(modelOf(await readData()));
  const { data, total } = app.model;
  const parts: (() => void)[] = [];
  const found: (() => void)[] = [];
  const drawn = (draw: () => Node | undefined) => place(draw, [parts]);
  const drawnFound = (draw: () => Node | undefined) => place(draw, [parts, found]);
  app.redrawFound = () =>
    keepingFocus(() => {
      for (const part of found) part();
    });
  const chart = timeChart(app);
  app.redraw = () =>
    keepingFocus(() => {
      for (const part of parts) part();
      chart.draw();
    });
  const history = data.source === 'history';
  const reasons =
    app.whole.tables.reason.size > 1 || (app.whole.tables.reason.size === 1 && !app.whole.tables.reason.has(0));
  const { ledger } = data;
  const sections = [
    section(
      'policies',
      'By policy',
      history
        ? 'What enforcing each one would have taken away. One without a number would have touched nothing.'
        : 'What each one came to.',
      drawn(() => breakdown(app, { dimension: 'policy', title: 'Changes by policy', name: 'Policy' })),
    ),
    section(
      'time',
      'Over time',
      'Drag over the chart to look at a part of it; a name above it takes that out or in.',
      chart.root,
      drawn(() => chartTable(app)),
    ),
    ...(ledger ? [section('exposure', 'How long holes stood open', '', exposureSection(app, ledger))] : []),
    section(
      'who',
      'Whose work, and where',
      'Click a name to look at it alone.',
      ...TABLES.map((facts) =>
        element(
          'div',
          { class: 'sub' },
          drawn(() => breakdown(app, facts)),
        ),
      ),
    ),
    ...(reasons
      ? [
          section(
            'doubts',
            'Undetermined, and why',
            history
              ? 'Uncertain is never compliant. A context file (backtest --context) says what a log can’t know.'
              : 'Uncertain is never compliant: these are told and not touched.',
            drawn(() =>
              breakdown(app, { dimension: 'reason', title: 'Why changes are undetermined', name: 'What is not known' }),
            ),
          ),
        ]
      : []),
    ...(ledger ? [section('told', 'Who was told', '', toldSection(ledger))] : []),
    ...(ledger || data.exemptions.length > 0
      ? [section('exemptions', 'Exemptions in use', '', exemptionsTable(data.exemptions))]
      : []),
    section(
      'findings',
      'Findings',
      'Changes that are alike stand together. The picture shows ports from left to right and the internet from top to bottom.',
      drawnFound(() => findingsList(app)),
    ),
  ];
  document.getElementById('page')?.append(
    element(
      'main',
      {},
      headline(app),
      drawn(() => figures(app)),
      element(
        'div',
        { class: 'filters' },
        drawnFound(() => filterBar(app)),
      ),
      ...(total === 0 ? [] : sections),
      section('notes', 'What this page leaves out', '', notes(data)),
    ),
  );
  chart.draw();
  document.documentElement.dataset.state = 'ready';
}

start().catch((error: unknown) => {
  document.documentElement.dataset.state = 'broken';
  document
    .getElementById('page')
    ?.append(element('p', { class: 'broken', role: 'alert' }, `The page's data can't be read: ${String(error)}`));
});
