import type { Family } from '../traffic/cidr.ts';
import { type Interval, overlaps } from '../traffic/interval.ts';
import { coversHalf } from '../traffic/public-addresses.ts';
import { publicCoverage } from '../traffic/public-coverage.ts';
import { uniteAll } from '../traffic/source-set.ts';
import { type Box, cellsBetween, type Region } from '../traffic/traffic.ts';

/** Ports on which half of a family is covered, and how many hundredths of it on the first of them. */
type ReachedPorts = { readonly ports: Interval; readonly percent: number };

/** Where some boxes together cover half of a family: for each part of the protocols and codes the ports, in rising order. */
export type Reach = readonly {
  readonly protocols: Interval;
  readonly codes: Interval;
  readonly cells: readonly ReachedPorts[];
}[];

/**
 * Where within a region some boxes together cover at least half of a family's public addresses. Protocols and ICMP codes
 * are few: they are cut where a box begins or ends. Ports are swept: boxes come and go as the port rises, so that the cost
 * is near linear in their number.
 */
export function reachOf(within: Region, boxes: readonly Box[], family: Family): Reach {
  const cut = (at: 0 | 2, among: readonly Box[]) =>
    cellsBetween([within[at], ...among.map((box) => box.region[at])])
      .filter((cell) => overlaps(cell, within[at]))
      .map((cell) => ({ cell, inside: among.filter((box) => overlaps(box.region[at], cell)) }));
  return cut(0, boxes).flatMap(({ cell: protocols, inside: spoken }) =>
    cut(2, spoken).flatMap(({ cell: codes, inside }) => {
      const cells = portsReaching(within[1], inside, family);
      return cells.length === 0 ? [] : [{ protocols, codes, cells }];
    }),
  );
}

function portsReaching(ports: Interval, boxes: readonly Box[], family: Family): ReachedPorts[] {
  // Most groups are far from half the world even with all their rules taken together, whatever their ports.
  if (!coversHalf(uniteAll(boxes.map(({ sources }) => sources)), family)) return [];
  const addresses = (box: Box) => box.sources[`ipv${family}`];
  const coverage = publicCoverage(family, boxes.flatMap(addresses));
  const coming = boxes.toSorted((a, b) => (a.region[1][0] < b.region[1][0] ? -1 : 1)).values();
  const going = boxes.toSorted((a, b) => (a.region[1][1] < b.region[1][1] ? -1 : 1)).values();
  let [next, last] = [coming.next().value, going.next().value];
  return cellsBetween([ports, ...boxes.map(({ region }) => region[1])]).flatMap((cell) => {
    const [port] = cell;
    for (; last && last.region[1][1] < port; last = going.next().value) coverage.remove(addresses(last));
    for (; next && next.region[1][0] <= port; next = coming.next().value) coverage.add(addresses(next));
    return coverage.coversHalf() && overlaps(cell, ports) ? [{ ports: cell, percent: coverage.percent() }] : [];
  });
}

/** The part of a reach that lies in a region, in rising order, and the hundredths that are covered where it begins. */
export function reachWithin(reach: Reach, region: Region): { regions: Region[]; percent: number } {
  let percent: number | undefined;
  const regions = reach.flatMap(({ protocols, codes, cells }): Region[] => {
    const [spoken, coded] = [shared(protocols, region[0]), shared(codes, region[2])];
    if (!spoken || !coded) return [];
    const joined: [bigint, bigint][] = [];
    for (let at = firstUpTo(cells, region[1][0]); at < cells.length; at++) {
      const cell = cells[at];
      const ports = cell && shared(cell.ports, region[1]);
      if (!cell || !ports) break;
      percent ??= cell.percent;
      const before = joined.at(-1);
      if (before && before[1] + 1n === ports[0]) before[1] = ports[1];
      else joined.push([...ports]);
    }
    return joined.map((ports): Region => [spoken, ports, coded]);
  });
  return { regions, percent: percent ?? 0 };
}

function shared(a: Interval, b: Interval): Interval | undefined {
  return overlaps(a, b) ? [a[0] > b[0] ? a[0] : b[0], a[1] < b[1] ? a[1] : b[1]] : undefined;
}

/** The first cell that does not end below a port, by halving: there may be a thousand cells, and a thousand rules that ask. */
function firstUpTo(cells: readonly ReachedPorts[], port: bigint): number {
  let [low, high] = [0, cells.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cells[middle]?.ports[1] ?? 0n) < port) low = middle + 1;
    else high = middle;
  }
  return low;
}
