import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Interval } from '../../../functions/core/traffic/interval.ts';
import { normalise } from '../../../functions/core/traffic/interval.ts';
import { regionOf, trafficOf } from '../../../functions/core/traffic/rule-traffic.ts';
import { isNoSource, type SourceSet } from '../../../functions/core/traffic/source-set.ts';
import {
  type Box,
  difference,
  intersection,
  isWithin,
  type Region,
  type Traffic,
  traffic,
  trafficTexts,
  union,
} from '../../../functions/core/traffic/traffic.ts';
import { anyRule, rule } from '../arbitraries.ts';

/** A world small enough to try every point of it: 4 protocols, 5 ports, 3 codes, 6 + 4 addresses, 2 atoms. */
const SIZES = [4, 5, 3] as const;
const ATOMS = ['pl-1', 'sg-1'];
const smallInterval = (size: number): fc.Arbitrary<Interval> =>
  fc.tuple(fc.nat(size - 1), fc.nat(size - 1)).map(([a, b]) => [BigInt(Math.min(a, b)), BigInt(Math.max(a, b))]);
const smallSources = fc
  .record({
    ipv4: fc.array(smallInterval(6), { maxLength: 3 }).map(normalise),
    ipv6: fc.array(smallInterval(4), { maxLength: 2 }).map(normalise),
    atoms: fc.subarray(ATOMS),
  })
  .filter((sources) => !isNoSource(sources));
const smallBox: fc.Arbitrary<Box> = fc
  .tuple(smallInterval(SIZES[0]), smallInterval(SIZES[1]), smallInterval(SIZES[2]), smallSources)
  .map(([protocols, ports, codes, sources]) => ({ region: [protocols, ports, codes] as Region, sources }));
const smallBoxes = fc.array(smallBox, { maxLength: 4 });

const within = (value: number, [first, last]: Interval) => first <= value && value <= last;
const count = (size: number) => Array.from({ length: size }, (_, index) => index);

/** Every point of the small world that some box holds, by looking at each point and each box. */
function points(boxes: readonly Box[]): Set<string> {
  const found = new Set<string>();
  const sourcePoints = (sources: SourceSet): string[] => [
    ...count(6).flatMap((at) => (sources.ipv4.some((interval) => within(at, interval)) ? [`4:${at}`] : [])),
    ...count(4).flatMap((at) => (sources.ipv6.some((interval) => within(at, interval)) ? [`6:${at}`] : [])),
    ...sources.atoms,
  ];
  for (const { region, sources } of boxes)
    for (const protocol of count(SIZES[0]))
      for (const port of count(SIZES[1]))
        for (const code of count(SIZES[2]))
          if (within(protocol, region[0]) && within(port, region[1]) && within(code, region[2]))
            for (const source of sourcePoints(sources)) found.add(`${protocol} ${port} ${code} ${source}`);
  return found;
}

const pointCount = (boxes: Traffic) => boxes.reduce((sum, box) => sum + points([box]).size, 0);

describe('traffic against every point of a small world', () => {
  test.for([
    ['union() holds what is in either', union, (a: Set<string>, b: Set<string>) => a.union(b)],
    ['intersection() holds what is in both', intersection, (a: Set<string>, b: Set<string>) => a.intersection(b)],
    ['difference() holds what is in the first alone', difference, (a: Set<string>, b: Set<string>) => a.difference(b)],
  ] as const)('%s', ([, operation, oracle]) => {
    fc.assert(
      fc.property(smallBoxes, smallBoxes, (a, b) => {
        const result = operation(traffic(a), traffic(b));
        expect(points(result)).toEqual(oracle(points(a), points(b)));
        // Disjoint: no point is counted twice.
        expect(pointCount(result)).toBe(points(result).size);
      }),
    );
  });

  test('traffic() is one form for equal sets, however they were cut', () => {
    fc.assert(
      fc.property(smallBoxes, smallBoxes, (a, b) => {
        const same = points(a).symmetricDifference(points(b)).size === 0;
        expect(formOf(traffic(a)) === formOf(traffic(b))).toBe(same);
        const recut = union(intersection(traffic(a), traffic(b)), difference(traffic(a), traffic(b)));
        expect(formOf(recut)).toBe(formOf(traffic(a)));
      }),
    );
  });

  test('isWithin() holds when every point is held', () => {
    fc.assert(
      fc.property(smallBoxes, smallBoxes, (a, b) => {
        expect(isWithin(traffic(a), traffic(b))).toBe(points(a).isSubsetOf(points(b)));
      }),
    );
  });
});

describe('laws on rules of full size', () => {
  const pair = fc.tuple(fc.array(anyRule, { maxLength: 4 }), fc.array(anyRule, { maxLength: 4 }));
  const of = (rules: Parameters<typeof trafficOf>[0][]) => traffic(rules.flatMap((one) => trafficOf(one, new Map())));

  test('difference() and intersection() part a set, and a − b meets no b', () => {
    fc.assert(
      fc.property(pair, ([left, right]) => {
        const [a, b] = [of(left), of(right)];
        expect(intersection(difference(a, b), b)).toEqual([]);
        expect(union(intersection(a, b), difference(a, b))).toEqual(a);
        expect(difference(a, a)).toEqual([]);
        expect(isWithin(a, union(a, b))).toBe(true);
      }),
    );
  });
});

describe('trafficTexts()', () => {
  test.for([
    [rule('tcp', [22, 22], '0.0.0.0/0'), 'tcp 22 from 0.0.0.0/0'],
    [rule('udp', [0, 65535], '::/0'), 'udp 0-65535 from ::/0'],
    [rule('icmp', [8, -1], '10.0.0.0/8'), 'icmp type 8 code any from 10.0.0.0/8'],
    [rule('icmpv6', [-1, -1], '::/0'), 'icmpv6 type any code any from ::/0'],
    [rule('-1', [22, 22], 'sg-0123456789abcdef0'), 'all traffic from sg-0123456789abcdef0'],
    [rule('50', [22, 22], 'pl-0123456789abcdef0'), 'protocol 50 from pl-0123456789abcdef0'],
    [rule('6', [22, 22], '203.0.113.7/0'), 'tcp 22 from 0.0.0.0/0'],
  ] as const)('writes %o', ([one, text]) => {
    expect(trafficTexts(trafficOf(one, new Map()))).toEqual([text]);
  });

  test('names what is left of all traffic when a protocol is taken out', () => {
    const all = trafficOf(rule('-1', [-1, -1], '0.0.0.0/0'), new Map());
    const tcp = trafficOf(rule('tcp', [22, 22], '0.0.0.0/0'), new Map());
    expect(trafficTexts(difference(all, tcp))).toEqual([
      'protocol 0-5 from 0.0.0.0/0',
      'tcp 0-21 from 0.0.0.0/0',
      'tcp 23-65535 from 0.0.0.0/0',
      'protocol 7-255 from 0.0.0.0/0',
    ]);
  });

  test('ends ICMP types at 255', () => {
    const all = trafficOf(rule('icmp', [-1, -1], '10.0.0.0/8'), new Map());
    const ping = trafficOf(rule('icmp', [8, 0], '10.0.0.0/8'), new Map());
    expect(trafficTexts(difference(all, ping))).toEqual([
      'icmp type 0-7 code any from 10.0.0.0/8',
      'icmp type 8 code 1-255 from 10.0.0.0/8',
      'icmp type 9-255 code any from 10.0.0.0/8',
    ]);
  });

  test('regionOf() gives every port to protocols that have none', () => {
    expect(regionOf({ protocol: 50, from: -1, to: -1 })).toEqual([
      [50n, 50n],
      [0n, 65535n],
      [0n, 255n],
    ]);
  });
});

/** A text of a canonical set, for comparing: bigints have no JSON. */
function formOf(boxes: Traffic): string {
  return JSON.stringify(boxes, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
}
