import { isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesOf, cidrsCovering, type Family, parseCidr } from '../../../functions/core/traffic/cidr.ts';
import type { Interval } from '../../../functions/core/traffic/interval.ts';
import { intersect, normalise, size, subtract } from '../../../functions/core/traffic/interval.ts';

describe('parseCidr()', () => {
  test.for([
    ['100.68.0.18/18', '100.68.0.0/18', true],
    ['203.0.113.7/0', '0.0.0.0/0', true],
    ['10.0.0.0/8', '10.0.0.0/8', false],
    ['2001:DB8:0:0:0:0:0:0/32', '2001:db8::/32', false],
    ['2001:0db8:0000:0000:0001:0000:0000:0001/128', '2001:db8::1:0:0:1/128', false],
    ['::ffff:0:0/96', '::ffff:0:0/96', false],
    ['::ffff:8.8.8.8/128', '::ffff:808:808/128', false],
    ['::1/0', '::/0', true],
    ['1::/16', '1::/16', false],
    ['1:0:0:2:0:0:0:3/128', '1:0:0:2::3/128', false],
    ['1:2:3:4:5:6:0:8/128', '1:2:3:4:5:6:0:8/128', false],
  ] as const)('writes %s as %s', ([text, canonical, hostBits]) => {
    expect(parseCidr(text)).toMatchObject({ cidr: canonical, hostBits });
  });

  test.for([
    '',
    '/',
    '10.0.0.0',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/08',
    '10.0.0.0/-1',
    '10.0.0/8',
    '10.0.0.0.0/8',
    '010.0.0.0/8',
    '256.0.0.0/8',
    '10.0.0.0/8/8',
    ' 10.0.0.0/8',
    '10.0.0.0/8 ',
    '::/129',
    ':::/0',
    '1::2::3/64',
    '1:2:3:4:5:6:7/64',
    '1:2:3:4:5:6:7:8:9/64',
    '1:2:3:4:5:6:7:8::/64',
    'g::/16',
    '12345::/16',
    ':1/16',
    'fe80::1%eth0/64',
    '0x0a.0.0.0/8',
    '::1.2.3/128',
  ])('refuses %j', (text) => {
    expect(parseCidr(text)).toBeUndefined();
  });

  test("agrees with Node's own reading of what an address is", () => {
    const part = fc.constantFrom('0', '1', '00', '255', '256', '', '::', ':', 'ffff', 'fffff', '.', 'a', '8');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const address = parts.join('');
        expect(parseCidr(`${address}/0`) !== undefined).toBe(isIPv4(address) || isIPv6(address));
      }),
      { numRuns: 2000 },
    );
  });
});

const SPACE = { 4: 1n << 32n, 6: 1n << 128n };
const interval = (family: Family): fc.Arbitrary<Interval> => {
  const address = fc.oneof(
    fc.bigInt({ min: 0n, max: 64n }),
    fc.bigInt({ min: SPACE[family] - 64n, max: SPACE[family] - 1n }),
  );
  return fc.tuple(address, address).map(([a, b]) => (a < b ? [a, b] : [b, a]));
};

describe('cidrsCovering()', () => {
  test.for([4, 6] as const)('covers exactly an IPv%i interval, with the fewest blocks', (family) => {
    fc.assert(
      fc.property(interval(family), (wanted) => {
        const blocks = cidrsCovering(family, wanted).map(addressesOf);
        expect(normalise(blocks.map(({ addresses }) => addresses))).toEqual([wanted]);
        expect(size(blocks.map(({ addresses }) => addresses))).toBe(wanted[1] - wanted[0] + 1n);
        // Fewest: no two neighbours of one size could have been one block.
        blocks.slice(1).forEach((block, index) => {
          const before = blocks[index];
          const twice =
            before && before.prefix === block.prefix ? before.addresses[0] % (2n * size([block.addresses])) : 1n;
          expect(twice).not.toBe(0n);
        });
      }),
    );
  });
});

describe('intervals against every number', () => {
  const list = fc
    .array(fc.tuple(fc.nat(20), fc.nat(20)), { maxLength: 5 })
    .map((pairs) => pairs.map(([a, b]): Interval => [BigInt(Math.min(a, b)), BigInt(Math.max(a, b))]));
  const numbers = (intervals: readonly Interval[]) =>
    new Set(
      intervals.flatMap(([first, last]) =>
        Array.from({ length: Number(last - first) + 1 }, (_, at) => Number(first) + at),
      ),
    );

  test('normalise(), intersect(), subtract() and size() agree with sets of numbers', () => {
    fc.assert(
      fc.property(list, list, (left, right) => {
        const [a, b] = [normalise(left), normalise(right)];
        expect(numbers(a)).toEqual(new Set([...numbers(left)].sort((x, y) => x - y)));
        expect(numbers(intersect(a, b))).toEqual(numbers(a).intersection(numbers(b)));
        expect(numbers(subtract(a, b))).toEqual(numbers(a).difference(numbers(b)));
        for (const result of [a, intersect(a, b), subtract(a, b)]) expect(normalise(result)).toEqual(result);
        expect(size(a)).toBe(BigInt(numbers(a).size));
      }),
    );
  });
});
