/** A closed interval of whole numbers, first to last, both included; first <= last. */
export type Interval = readonly [first: bigint, last: bigint];

/** Whether two intervals share a number. */
export const overlaps = (a: Interval, b: Interval): boolean => a[0] <= b[1] && b[0] <= a[1];

/** The fewest intervals, in rising order and apart by at least one number, that hold the same numbers. */
export function normalise(intervals: readonly Interval[]): Interval[] {
  const sorted = [...intervals].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0));
  const merged: Interval[] = [];
  for (const next of sorted) {
    const last = merged.at(-1);
    if (last && next[0] <= last[1] + 1n) merged[merged.length - 1] = [last[0], next[1] > last[1] ? next[1] : last[1]];
    else merged.push(next);
  }
  return merged;
}

/** The numbers in both; both normalised, and so is the result. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const shared: Interval[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [x, y] = [a[i] as Interval, b[j] as Interval];
    if (overlaps(x, y)) shared.push([x[0] > y[0] ? x[0] : y[0], x[1] < y[1] ? x[1] : y[1]]);
    if (x[1] < y[1]) i++;
    else j++;
  }
  return shared;
}

/** The numbers of `a` that are not in `b`; both normalised, and so is the result. */
export function subtract(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let j = 0;
  for (const [first, last] of a) {
    let start = first;
    while (j < b.length && (b[j] as Interval)[1] < start) j++;
    for (let k = j; k < b.length && (b[k] as Interval)[0] <= last && start <= last; k++) {
      const [from, to] = b[k] as Interval;
      if (from > start) left.push([start, from - 1n]);
      if (to >= start) start = to + 1n;
    }
    if (start <= last) left.push([start, last]);
  }
  return left;
}

/** How many numbers the intervals hold; normalised. */
export const size = (intervals: readonly Interval[]): bigint =>
  intervals.reduce((sum, [first, last]) => sum + last - first + 1n, 0n);
