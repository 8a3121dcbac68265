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

/** Counts of changes that are alike, in a bounded number of cells. */
export type CellCounts = {
  /** Counts a change; `at` is in hours since the epoch. */
  readonly add: (cell: Cell) => void;
  /** All cells with their counts, in periods of at least so many hours, each cell changed by `map` first. */
  readonly list: (hours: number, map?: (cell: Cell) => Cell) => { cells: [...Cell, count: number][]; hours: number };
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
export function cellCounts(most = 250_000): CellCounts {
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
    list(atLeast, map = (cell) => cell) {
      const wanted = Math.max(hours, atLeast);
      const merged = new Map<string, number>();
      for (const [cell, number] of entries()) {
        cell[0] = beginning(cell[0], wanted);
        count(merged, map(cell), number);
      }
      const cells = [...merged].map(([key, number]) => [...key.split(',').map(Number), number] as [...Cell, number]);
      return { cells: cells.sort(inOrder), hours: wanted };
    },
  };
}

function inOrder(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}
