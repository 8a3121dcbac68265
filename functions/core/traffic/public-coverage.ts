import type { Family } from './cidr.ts';
import type { Interval } from './interval.ts';
import { publicSize } from './public-addresses.ts';

/**
 * How many public addresses a changing heap of intervals covers together; each add and remove takes time logarithmic in
 * the number of edges. A segment tree over the edges of all intervals that may ever be put in: a node counts the
 * intervals that span it whole, and the public addresses covered below it.
 */
export type PublicCoverage = {
  readonly add: (intervals: readonly Interval[]) => void;
  /** Takes out what was put in before. */
  readonly remove: (intervals: readonly Interval[]) => void;
  /** Whether at least half of the family's public addresses are covered now. */
  readonly coversHalf: () => boolean;
  /** How much of them is covered now, in hundredths, rounded down. */
  readonly percent: () => number;
};

/** An empty heap for intervals whose edges are among those of `all`. */
export function publicCoverage(family: Family, all: readonly Interval[]): PublicCoverage {
  const edges = [...new Set(all.flatMap(([first, last]) => [first, last + 1n]))].sort((a, b) => (a < b ? -1 : 1));
  const place = new Map(edges.map((edge, index) => [edge, index]));
  const leaves = Math.max(1, edges.length - 1);
  const span = Array<number>(4 * leaves).fill(0);
  const covered = Array<bigint>(4 * leaves).fill(0n);
  // Public addresses below each edge: those between two edges are a difference.
  const below = edges.map((edge) => publicSize(family, edge));
  const between = (from: number, to: number) => (below[to] ?? 0n) - (below[from] ?? 0n);

  const change = (node: number, low: number, high: number, from: number, to: number, by: number): void => {
    if (to <= low || high <= from) return;
    const middle = (low + high) >> 1;
    if (from <= low && high <= to) span[node] = (span[node] ?? 0) + by;
    else {
      change(2 * node, low, middle, from, to, by);
      change(2 * node + 1, middle, high, from, to, by);
    }
    const parts = high - low === 1 ? 0n : (covered[2 * node] ?? 0n) + (covered[2 * node + 1] ?? 0n);
    covered[node] = (span[node] ?? 0) > 0 ? between(low, high) : parts;
  };
  const changeAll = (intervals: readonly Interval[], by: number) => {
    for (const [first, last] of intervals) change(1, 0, leaves, place.get(first) ?? 0, place.get(last + 1n) ?? 0, by);
  };
  const total = publicSize(family, 1n << 128n);
  return {
    add: (intervals) => changeAll(intervals, 1),
    remove: (intervals) => changeAll(intervals, -1),
    coversHalf: () => (covered[1] ?? 0n) * 2n >= total,
    percent: () => Number(((covered[1] ?? 0n) * 100n) / total),
  };
}
