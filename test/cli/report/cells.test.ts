import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Cell, cellCounts } from '../../../cli/report/cells.ts';
import { hourOf, periodOf } from '../../../cli/report/period.ts';
import { RESULTS } from '../../../cli/report/result.ts';

const cell = fc
  .tuple(
    fc.integer({ min: 0, max: 20_000 }),
    fc.integer({ min: 0, max: RESULTS.length - 1 }),
    ...([9, 9, 3, 30, 2] as const).map((max) => fc.integer({ min: 0, max })),
  )
  .map((numbers) => numbers as unknown as Cell);

const byResult = (cells: readonly (readonly [Cell, number])[]) =>
  RESULTS.map((_, index) => cells.reduce((sum, [each, count]) => sum + (each[1] === index ? count : 0), 0));

describe('cellCounts()', () => {
  test('loses no change and no result, however little room there is', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 300 }), fc.integer({ min: 1, max: 400 }), (added, room) => {
        const counts = cellCounts(room);
        for (const each of added) counts.add(each);
        const { cells } = counts.list(24);
        const listed = cells.map((each) => [each.slice(0, 7) as unknown as Cell, each[7]] as const);
        expect(byResult(listed)).toEqual(byResult(added.map((each) => [each, 1] as const)));
      }),
    );
  });

  test('keeps what breaks a policy apart by group longer than what does not', () => {
    const counts = cellCounts(50);
    const compliant = RESULTS.indexOf('compliant');
    for (let group = 1; group <= 100; group++) counts.add([group % 3, compliant, 0, 1, 1, group, 0]);
    counts.add([1, 1, 1, 1, 1, 7, 0]);
    const { cells } = counts.list(1);
    expect(cells.some(([, result, , , , group]) => result === 1 && group === 7)).toBe(true);
    expect(cells.length).toBeLessThanOrEqual(50);
  });
});

describe('periodOf()', () => {
  test.for([
    { hours: 1, at: '2026-11-25T13:59:59Z', from: '2026-11-25T13:00:00.000Z' },
    { hours: 24, at: '2026-11-25T13:59:59Z', from: '2026-11-25T00:00:00.000Z' },
    { hours: 168, at: '2026-11-25T13:59:59Z', from: '2026-11-23T00:00:00.000Z' },
    { hours: 336, at: '2026-11-25T13:59:59Z', from: '2026-11-23T00:00:00.000Z' },
    { hours: 168, at: '2026-11-23T00:00:00Z', from: '2026-11-23T00:00:00.000Z' },
    { hours: 168, at: '2026-11-22T23:59:59Z', from: '2026-11-16T00:00:00.000Z' },
  ])('$at is in the period of $hours hours from $from', ({ hours, at, from }) => {
    const period = periodOf(Math.floor(Date.parse(at) / 3_600_000), hours);
    expect(new Date(hourOf(period, hours) * 3_600_000).toISOString()).toBe(from);
  });
});
