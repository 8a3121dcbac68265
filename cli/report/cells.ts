import { hourOf, periodOf } from './period.ts';
import { RESULTS } from './result.ts';

/** The columns of a cell before its count, in this order. */
export const COLUMNS = ['at', 'result', 'set', 'actor', 'tool', 'group', 'reason'] as const;
export type Cell = [
  at: number,
  result: number,
  set: number,
  actor: number,
  tool: number,
  group: number,
  reason: number,
];

/** A cell and how many changes are in it. */
export type CountedCell = [...Cell, count: number];

/** Counts of changes that are alike, in a bounded number of cells. */
export type CellCounts = {
  /** Counts a change; `at` is in hours since the epoch. */
  readonly add: (cell: Cell) => void;
  /** All cells in rising order, in periods of `hours`: as many as asked for, or more where there was no room for so few. */
  readonly list: (atLeast: number) => { readonly cells: readonly CountedCell[]; readonly hours: number };
};

const DAY = 24;
const WEEK = 168;
const COMPLIANT = RESULTS.indexOf('compliant');

/** How cells become fewer when there are too many of them, mildest first; each step keeps what the one before it did. */
const STEPS: readonly { readonly hours?: number; readonly map?: (cell: Cell) => Cell }[] = [
  { hours: DAY },
  { map: (cell) => (cell[1] === COMPLIANT ? without(cell, 5) : cell) },
  { hours: WEEK },
  { map: (cell) => (cell[1] === COMPLIANT ? without(without(cell, 3), 4) : cell) },
  { map: (cell) => without(cell, 5) },
  { map: (cell) => without(without(cell, 3), 6) },
  { map: (cell) => without(without(cell, 2), 4) },
];

const without = (cell: Cell, column: number): Cell => {
  const changed: Cell = [...cell];
  changed[column] = 0;
  return changed;
};

const beginning = (hour: number, hours: number): number => hourOf(periodOf(hour, hours), hours);

/** No counts yet. `most`: the cells that it may hold. */
export function cellCounts(most = 120_000): CellCounts {
  let counts = new Map<string, number>();
  let hours = 1;
  let step = 0;
  const maps: ((cell: Cell) => Cell)[] = [];
  const place = (cell: Cell): Cell => {
    const placed: Cell = [...cell];
    placed[0] = beginning(cell[0], hours);
    return maps.reduce((changed, map) => map(changed), placed);
  };
  const count = (into: Map<string, number>, cell: Cell, by: number) => {
    const key = cell.join();
    into.set(key, (into.get(key) ?? 0) + by);
  };
  const entries = (): [Cell, number][] =>
    [...counts].map(([key, number]) => [key.split(',').map(Number) as Cell, number]);
  return {
    add(cell) {
      count(counts, place(cell), 1);
      for (let next = STEPS[step]; counts.size > most && next; next = STEPS[step]) {
        step++;
        hours = Math.max(hours, next.hours ?? 1);
        if (next.map) maps.push(next.map);
        const fewer = new Map<string, number>();
        for (const [old, number] of entries()) count(fewer, place(old), number);
        counts = fewer;
      }
    },
    list(atLeast) {
      const wanted = Math.max(hours, atLeast);
      const cells = entries().map(([cell, number]): CountedCell => [...cell, number]);
      for (const cell of cells) cell[0] = beginning(cell[0], wanted);
      return { cells: merged(cells), hours: wanted };
    },
  };
}

/** The cells in rising order, those that are alike in one. */
export function merged(cells: readonly CountedCell[]): readonly CountedCell[] {
  const together: CountedCell[] = [];
  for (const cell of cells.toSorted(inOrder)) {
    const last = together.at(-1);
    if (last && cell.every((value, index) => index === COUNT || value === last[index])) last[COUNT] += cell[COUNT];
    else together.push([...cell]);
  }
  return together;
}

const COUNT = 7;

function inOrder(a: CountedCell, b: CountedCell): number {
  for (let index = 0; index < COUNT; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
