import type { TableState } from './data-table.ts';
import { type Filters, NO_FILTERS, toggled } from './filters.ts';
import type { Dimension, Model } from './model.ts';
import { type Tally, tally } from './tally.ts';

/** The page at work: what it knows, what the reader looks at, and how it is drawn anew. */
export type App = {
  readonly model: Model;
  /** Without filters. */
  readonly whole: Tally;
  readonly tables: Map<string, TableState>;
  filters: Filters;
  tally: Tally;
  findings: { sort: FindingSort; shown: number };
  /** Draws everything anew from the filters. */
  redraw: () => void;
  /** Draws anew what depends on the searched text alone. */
  redrawFound: () => void;
};

export const FINDING_SORTS = { grave: 'gravest first', often: 'most frequent first', late: 'latest first' } as const;
export type FindingSort = keyof typeof FINDING_SORTS;

/** Findings that are shown before more are asked for. */
export const PAGE_OF_FINDINGS = 10;

export function newApp(model: Model): App {
  const whole = tally(model, NO_FILTERS);
  return {
    model,
    whole,
    tables: new Map(),
    filters: NO_FILTERS,
    tally: whole,
    findings: { sort: 'grave', shown: PAGE_OF_FINDINGS },
    redraw: () => {},
    redrawFound: () => {},
  };
}

/** Looks at something else. */
export function look(app: App, filters: Filters): void {
  app.filters = filters;
  app.tally = tally(app.model, filters);
  app.findings.shown = PAGE_OF_FINDINGS;
  app.redraw();
}

/** Looks for a text: it narrows the findings, and no number. */
export function search(app: App, text: string): void {
  app.filters = { ...app.filters, text };
  app.findings.shown = PAGE_OF_FINDINGS;
  app.redrawFound();
}

/** Takes an entry of a dimension into the filters, or out of them. */
export function toggle(app: App, dimension: Dimension, index: number): void {
  const { chosen } = app.filters;
  look(app, { ...app.filters, chosen: { ...chosen, [dimension]: toggled(chosen[dimension], index) } });
}

/** Takes a result into the filters, or out of them. */
export function toggleResult(app: App, result: number): void {
  look(app, { ...app.filters, results: toggled(app.filters.results, result) });
}
