import { hasPorts, isIcmp, PROTOCOL_NAMES } from '../rule.ts';
import type { Interval } from './interval.ts';
import {
  isNoSource,
  meet,
  type SourceOperation,
  type SourceSet,
  sameSources,
  sourceTexts,
  unite,
  uniteAll,
  without,
} from './source-set.ts';

/**
 * Where traffic lies beside its source: protocol numbers, then ports (for ICMP the types), then ICMP codes. A dimension
 * that a protocol does not have is full.
 */
export type Region = readonly [protocols: Interval, ports: Interval, codes: Interval];

/** A region with the sources that it is open to. */
export type Box = { readonly region: Region; readonly sources: SourceSet };

/**
 * A set of traffic in its one canonical form: disjoint boxes in rising order, cut first by protocol, then by port, then
 * by code, each as long as it can be. Equal sets have equal boxes.
 */
export type Traffic = readonly Box[];

/** Every protocol number; EC2's -1. */
export const EVERY_PROTOCOL: Interval = [0n, 255n];
/** Every port; for ICMP every type. */
export const EVERY_PORT: Interval = [0n, 65535n];
/** Every ICMP code. */
export const EVERY_CODE: Interval = [0n, 255n];
/** All traffic that there is, but for its source. */
export const EVERYTHING: Region = [EVERY_PROTOCOL, EVERY_PORT, EVERY_CODE];

/** The canonical form of any boxes. */
export const traffic = (boxes: readonly Box[]): Traffic => combine(boxes, [], unite);
/** a ∪ b */
export const union = (a: Traffic, b: Traffic): Traffic => combine(a, b, unite);
/** a ∩ b */
export const intersection = (a: Traffic, b: Traffic): Traffic => combine(a, b, meet);
/** a − b */
export const difference = (a: Traffic, b: Traffic): Traffic => combine(a, b, without);
/** Whether every piece of `inner` is in `outer`. */
export const isWithin = (inner: Traffic, outer: Traffic): boolean => difference(inner, outer).length === 0;

/** Whether a and b share anything: for one of few boxes much cheaper than to ask what. */
export const overlap = (a: Traffic, b: Traffic): boolean =>
  b.some((one) =>
    a.some((other) => sharedRegion(one.region, other.region) && !isNoSource(meet(one.sources, other.sources))),
  );

/** The region that two regions share; undefined when they don't meet. */
export function sharedRegion(a: Region, b: Region): Region | undefined {
  const shared = ([0, 1, 2] as const).map((at): Interval => {
    const [x, y] = [a[at], b[at]];
    return [x[0] > y[0] ? x[0] : y[0], x[1] < y[1] ? x[1] : y[1]];
  });
  return shared.every(([first, last]) => first <= last) ? (shared as unknown as Region) : undefined;
}

/**
 * Cuts one dimension at every edge of a or b, so that within a cell no box begins or ends, and combines what lies in
 * each cell dimension by dimension; the sources are combined last. Neighbours that came out alike are joined again.
 */
function combine(a: readonly Box[], b: readonly Box[], operation: SourceOperation, dimension = 0): Box[] {
  if (dimension === 3) {
    const sources = operation(sourcesOfAll(a), sourcesOfAll(b));
    return isNoSource(sources) ? [] : [{ region: EVERYTHING, sources }];
  }
  const at = dimension as 0 | 1 | 2;
  let previous: { cell: Interval; inside: Box[] } | undefined;
  const cells: { cell: Interval; inside: Box[] }[] = [];
  const [inA, inB] = [reaching(a, at), reaching(b, at)];
  for (const cell of cellsBetween([...a, ...b].map(({ region }) => region[at]))) {
    const inside = combine(inA(cell), inB(cell), operation, dimension + 1);
    if (inside.length === 0) continue;
    if (previous && previous.cell[1] + 1n === cell[0] && sameBoxes(previous.inside, inside)) {
      previous.cell = [previous.cell[0], cell[1]];
    } else {
      previous = { cell, inside };
      cells.push(previous);
    }
  }
  return cells.flatMap(({ cell, inside }) =>
    inside.map(({ region, sources }) => ({ region: region.with(at, cell) as unknown as Region, sources })),
  );
}

const sourcesOfAll = (boxes: readonly Box[]): SourceSet =>
  boxes.length === 1 && boxes[0] ? boxes[0].sources : uniteAll(boxes.map(({ sources }) => sources));

/** Gives, for cells asked in rising order, the boxes that reach into each, without looking at all boxes for every cell. */
function reaching(boxes: readonly Box[], at: 0 | 1 | 2): (cell: Interval) => Box[] {
  const coming = boxes.toSorted((x, y) => (x.region[at][0] < y.region[at][0] ? -1 : 1));
  let next = 0;
  let here: Box[] = [];
  return ([first, last]) => {
    here = here.filter(({ region }) => region[at][1] >= first);
    for (let box = coming[next]; box && box.region[at][0] <= last; box = coming[++next]) here.push(box);
    return here;
  };
}

/** The intervals between all edges of the given ones, in rising order; none of them begins or ends inside another. */
export function cellsBetween(intervals: readonly Interval[]): Interval[] {
  const edges = [...new Set(intervals.flatMap(([first, last]) => [first, last + 1n]))].sort((x, y) => (x < y ? -1 : 1));
  return edges.slice(1).map((edge, index) => [edges[index] ?? 0n, edge - 1n]);
}

const sameBoxes = (a: readonly Box[], b: readonly Box[]): boolean =>
  a.length === b.length &&
  a.every((box, index) => {
    const other = b[index];
    return other !== undefined && box.region.join() === other.region.join() && sameSources(box.sources, other.sources);
  });

/** The texts of traffic, `<protocol> <ports> from <source>`, in canonical order: `tcp 22 from 0.0.0.0/0`. */
export const trafficTexts = (pieces: Traffic): string[] =>
  pieces.flatMap(({ region, sources }) => sourceTexts(sources).map((source) => `${regionText(region)} from ${source}`));

function regionText([protocols, ports, codes]: Region): string {
  const protocol = Number(protocols[0]);
  if (span(protocols, EVERY_PROTOCOL) === 'any') return 'all traffic';
  if (protocols[0] !== protocols[1]) return `protocol ${span(protocols, EVERY_PROTOCOL)}`;
  const name = PROTOCOL_NAMES[protocol] ?? `protocol ${protocol}`;
  if (hasPorts(protocol)) return `${name} ${ports[0] === ports[1] ? ports[0] : `${ports[0]}-${ports[1]}`}`;
  if (isIcmp(protocol)) return `${name} type ${span(ports, EVERY_PORT)} code ${span(codes, EVERY_CODE)}`;
  return name;
}

function span([first, last]: Interval, every: Interval): string {
  if (first === every[0] && last === every[1]) return 'any';
  // ICMP types end at 255; "any type" reaches as far as ports do, so that one full interval serves all protocols.
  return first === last ? `${first}` : `${first}-${last > 255n ? 255n : last}`;
}
