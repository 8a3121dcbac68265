import { BROKEN, RESULTS } from '../result.ts';
import type { Filters } from './filters.ts';
import { DIMENSIONS, type Dimension, type Model } from './model.ts';

/** Changes of one row of a table. */
export type Row = {
  readonly index: number;
  /** By index of RESULTS. */
  readonly results: number[];
  all: number;
  /** The last period with a change that broke a policy; -1 when there is none. */
  last: number;
  /** Changes that broke a policy in each period; empty when none did. */
  course: Uint32Array;
};

const NEVER = new Uint32Array(0);

/** Counts of the changes that the filters let through. */
export type Tally = {
  /** By index of RESULTS, whatever results are chosen. */
  readonly results: readonly number[];
  /** For each result its changes in each period, whatever time is chosen. */
  readonly course: readonly Uint32Array[];
  /** For each table its rows: a table leaves its own choice out, so that more can be chosen. */
  readonly tables: Readonly<Record<Dimension, ReadonlyMap<number, Row>>>;
};

const RESULT = 1 << DIMENSIONS.length;
const TIME = RESULT << 1;

/** Goes through the cells once. */
export function tally({ data, at, periods, accountOf }: Model, { results, chosen, time }: Filters): Tally {
  const { cells, sets } = data;
  const totals = RESULTS.map(() => 0);
  const course = RESULTS.map(() => new Uint32Array(periods.length));
  const tables = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, new Map<number, Row>()])) as Record<
    Dimension,
    Map<number, Row>
  >;
  const row = (dimension: Dimension, index: number): Row => {
    const known = tables[dimension].get(index);
    if (known) return known;
    const made = { index, results: RESULTS.map(() => 0), all: 0, last: -1, course: NEVER };
    tables[dimension].set(index, made);
    return made;
  };
  // What nothing broke is worth a row too: it is the policy that can be enforced today.
  for (const policy of data.policies.keys()) if (policy > 0) row('policy', policy);
  for (const [cell, count] of cells.count.entries()) {
    const [period, result] = [at[cell] ?? 0, cells.result[cell] ?? 0];
    const values: Readonly<Record<Dimension, readonly number[]>> = {
      policy: sets[cells.set[cell] ?? 0] ?? [],
      actor: [cells.actor[cell] ?? 0],
      tool: [cells.tool[cell] ?? 0],
      group: [cells.group[cell] ?? 0],
      account: [accountOf[cells.group[cell] ?? 0] ?? 0],
      reason: [cells.reason[cell] ?? 0],
    };
    let failed = 0;
    for (const [bit, dimension] of DIMENSIONS.entries()) {
      const wanted = chosen[dimension];
      if (wanted.size > 0 && !values[dimension].some((value) => wanted.has(value))) failed |= 1 << bit;
    }
    if (results.size > 0 && !results.has(result)) failed |= RESULT;
    if (time && (period < time[0] || period > time[1])) failed |= TIME;
    if ((failed & ~RESULT) === 0) totals[result] = (totals[result] ?? 0) + count;
    const periodCounts = course[result];
    if ((failed & ~TIME) === 0 && periodCounts) periodCounts[period] = (periodCounts[period] ?? 0) + count;
    for (const [bit, dimension] of DIMENSIONS.entries()) {
      if ((failed & ~(1 << bit)) !== 0) continue;
      for (const value of values[dimension]) add(row(dimension, value), result, period, count, periods.length);
    }
  }
  return { results: totals, course, tables };
}

function add(row: Row, result: number, period: number, count: number, periods: number): void {
  row.results[result] = (row.results[result] ?? 0) + count;
  row.all += count;
  if (!BROKEN.has(RESULTS[result] ?? 'compliant')) return;
  row.last = Math.max(row.last, period);
  if (row.course === NEVER) row.course = new Uint32Array(periods);
  row.course[period] = (row.course[period] ?? 0) + count;
}
