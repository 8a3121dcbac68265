import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressesOf } from '../../../functions/core/traffic/cidr.ts';
import { normalise } from '../../../functions/core/traffic/interval.ts';
import { coversHalf } from '../../../functions/core/traffic/public-addresses.ts';
import { publicCoverage } from '../../../functions/core/traffic/public-coverage.ts';
import { NO_SOURCES } from '../../../functions/core/traffic/source-set.ts';
import { anyCidr } from '../arbitraries.ts';

test.for([4, 6] as const)('publicCoverage() agrees with counting the union anew after every IPv%i change', (family) => {
  const interval = anyCidr(family).map((block) => addressesOf(block).addresses);
  const steps = fc.array(fc.tuple(interval, fc.boolean()), { maxLength: 12 });
  fc.assert(
    fc.property(steps, (changes) => {
      const coverage = publicCoverage(
        family,
        changes.map(([addresses]) => addresses),
      );
      const heap: (readonly [bigint, bigint])[] = [];
      for (const [addresses, takeOut] of changes) {
        const out = takeOut ? heap.shift() : undefined;
        if (out) coverage.remove([out]);
        heap.push(addresses);
        coverage.add([addresses]);
        expect(coverage.coversHalf()).toBe(coversHalf({ ...NO_SOURCES, [`ipv${family}`]: normalise(heap) }, family));
      }
    }),
  );
});
