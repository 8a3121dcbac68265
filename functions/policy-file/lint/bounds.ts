import type { Interval } from '../../core/traffic/interval.ts';
import type { Traffic } from '../../core/traffic/traffic.ts';

/**
 * How far a set of traffic reaches in each dimension, in plain numbers: two sets are compared by them first, since most
 * are far from each other and the exact comparison is dear. IPv6 addresses are rounded, which keeps their order.
 */
export type Bounds = {
  readonly dimensions: readonly Reach[];
  /** Both are absent where the set has no address of that family. */
  readonly addresses: readonly (Reach | undefined)[];
  readonly atoms: boolean;
};

type Reach = readonly [first: number, last: number];

/** The bounds of a set; undefined when it is empty. */
export function boundsOf(set: Traffic): Bounds | undefined {
  const regions = ([0, 1, 2] as const).map((at) => reachOf(set.map(({ region }) => region[at])));
  const dimensions = regions.filter((reach) => reach !== undefined);
  if (dimensions.length === 0) return undefined;
  return {
    dimensions,
    addresses: (['ipv4', 'ipv6'] as const).map((family) => reachOf(set.flatMap(({ sources }) => sources[family]))),
    atoms: set.some(({ sources }) => sources.atoms.length > 0),
  };
}

/** Whether a set with these bounds may hold one with those. */
export const mayHold = (outer: Bounds, inner: Bounds): boolean =>
  inner.dimensions.every((reach, at) => holds(outer.dimensions[at], reach)) &&
  inner.addresses.every((reach, at) => reach === undefined || holds(outer.addresses[at], reach)) &&
  (outer.atoms || !inner.atoms || outer.addresses.every((reach) => reach !== undefined));

/** Whether sets with these bounds may have something in common. */
export const mayMeet = (a: Bounds, b: Bounds): boolean =>
  a.dimensions.every((reach, at) => meets(b.dimensions[at], reach)) &&
  ((a.atoms && b.atoms) || a.addresses.some((reach, at) => reach !== undefined && meets(b.addresses[at], reach)));

function reachOf(intervals: readonly Interval[]): Reach | undefined {
  const [start] = intervals;
  if (!start) return undefined;
  let [first, last] = start;
  for (const [from, to] of intervals) {
    if (from < first) first = from;
    if (to > last) last = to;
  }
  return [Number(first), Number(last)];
}

const holds = (outer: Reach | undefined, [first, last]: Reach): boolean =>
  outer !== undefined && outer[0] <= first && outer[1] >= last;

const meets = (a: Reach | undefined, [first, last]: Reach): boolean => a !== undefined && a[0] <= last && a[1] >= first;
