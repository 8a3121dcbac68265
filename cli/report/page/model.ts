import type { PageData } from '../page-data.ts';
import { hourOf } from '../period.ts';

/** What tables break the changes down by. */
export const DIMENSIONS = ['policy', 'actor', 'tool', 'group', 'account', 'reason'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The data with what follows from it. */
export type Model = {
  readonly data: PageData;
  /** The period of each cell, counted from the first of the page. */
  readonly at: Int32Array;
  /** Epoch seconds at which each period begins. */
  readonly periods: readonly number[];
  readonly accounts: readonly string[];
  /** The account of each group, as an index of `accounts`. */
  readonly accountOf: readonly number[];
  /** How many changes there are in all. */
  readonly total: number;
};

/** Works out what the page needs beside its data. */
export function modelOf(data: PageData): Model {
  const { cells, period, groups } = data;
  const numbers: number[] = [];
  let number = 0;
  for (const step of cells.at) {
    number += step;
    numbers.push(number);
  }
  const first = numbers[0] ?? 0;
  const count = cells.at.length === 0 ? 0 : (numbers.at(-1) ?? 0) - first + 1;
  const accounts = [...new Set(groups.map(({ account }) => account))];
  return {
    data,
    at: Int32Array.from(numbers, (each) => each - first),
    periods: Array.from({ length: count }, (_, index) => hourOf(first + index, period) * 3600),
    accounts,
    accountOf: groups.map(({ account }) => accounts.indexOf(account)),
    total: cells.count.reduce((sum, each) => sum + each, 0),
  };
}
