import { describe, expect, test } from 'vitest';
import type { Interval } from '../../../functions/core/traffic/interval.ts';
import { size } from '../../../functions/core/traffic/interval.ts';
import {
  coversHalf,
  holdsPublic,
  PUBLIC_ADDRESSES,
  publicPercent,
} from '../../../functions/core/traffic/public-addresses.ts';
import { addressSet, NO_SOURCES } from '../../../functions/core/traffic/source-set.ts';

describe('PUBLIC_ADDRESSES', () => {
  test('holds the IPv4 addresses that IANA calls globally reachable, without multicast and class E', () => {
    expect(size(PUBLIC_ADDRESSES.ipv4)).toBe(3_702_258_690n);
  });

  test.for([
    ['8.8.8.8/32', 4, true],
    ['10.0.0.0/8', 4, false],
    ['9.0.0.0/7', 4, true],
    ['172.16.0.0/12', 4, false],
    ['172.32.0.0/32', 4, true],
    ['100.64.0.0/10', 4, false],
    ['192.0.0.0/29', 4, false],
    ['192.0.0.9/32', 4, true],
    ['192.0.2.0/24', 4, false],
    ['198.18.0.0/15', 4, false],
    ['224.0.0.0/3', 4, false],
    ['223.255.255.255/32', 4, true],
    ['2000::/3', 6, true],
    ['::/3', 6, false],
    ['fc00::/7', 6, false],
    ['4000::/2', 6, false],
    ['::ffff:8.8.8.8/128', 6, false],
  ] as const)('holdsPublic(%s) in IPv%i is %s', ([cidr, family, expected]) => {
    expect(holdsPublic(addressSet([cidr]), family)).toBe(expected);
    expect(holdsPublic(addressSet([cidr]), family === 4 ? 6 : 4)).toBe(false);
  });
});

describe('coversHalf()', () => {
  test.for([4, 6] as const)('begins at exactly half of the public IPv%i addresses', (family) => {
    const all = PUBLIC_ADDRESSES[`ipv${family}`];
    const last = all.at(-1)?.[1] ?? 0n;
    // The shortest run of addresses from 0 that holds half: found by halving, not by the code under test.
    const held = (end: bigint) =>
      all.reduce((sum, [first, to]) => sum + (end < first ? 0n : (end < to ? end : to) - first + 1n), 0n);
    let [low, high] = [0n, last];
    while (low < high) {
      const middle = (low + high) / 2n;
      if (held(middle) * 2n >= size(all)) high = middle;
      else low = middle + 1n;
    }
    const run = (end: bigint) => ({ ...NO_SOURCES, [`ipv${family}`]: [[0n, end] satisfies Interval] });
    expect(coversHalf(run(low), family)).toBe(true);
    expect(coversHalf(run(low - 1n), family)).toBe(false);
  });

  test.for([
    ['0.0.0.0/1', 4, 56],
    ['128.0.0.0/1', 4, 43],
    ['0.0.0.0/0', 4, 100],
    ['::/1', 6, 100],
    ['8000::/1', 6, 0],
    ['2000::/3', 6, 100],
    ['2000::/4', 6, 50],
  ] as const)('publicPercent(%s) of IPv%i is %i', ([cidr, family, percent]) => {
    expect(publicPercent(addressSet([cidr]), family)).toBe(percent);
  });
});
