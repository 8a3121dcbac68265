import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callTimes } from '../../bench/call-time.ts';
import { inTurn } from '../../bench/in-turn.ts';
import { median } from '../../bench/median.ts';
import { misses } from '../../bench/row.ts';

describe('median()', () => {
  test.for<[number[], number]>([
    [[3], 3],
    [[1, 2], 1.5],
    [[9, 1, 5], 5],
    [[10, 9, 100], 10],
    [[4, 1, 3, 2], 2.5],
  ])('of %o is %d', ([numbers, middle]) => {
    expect(median(numbers)).toBe(middle);
  });

  test('has no more than half of the numbers below it, nor above it, and leaves them as they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (numbers) => {
        const before = [...numbers];
        const middle = median(numbers);
        expect(numbers.filter((number) => number < middle).length).toBeLessThanOrEqual(numbers.length / 2);
        expect(numbers.filter((number) => number > middle).length).toBeLessThanOrEqual(numbers.length / 2);
        expect(numbers).toEqual(before);
      }),
    );
  });

  test('throws when there are no numbers', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

test('inTurn() takes the subjects in turn and leaves the first round out', async () => {
  const order: string[] = [];
  const medians = await inTurn(['a', 'b'], 3, (subject) => {
    order.push(subject);
    const first = order.length <= 2;
    return first ? 1_000_000 : order.length;
  });
  expect(order.join('')).toBe('abababab');
  expect(medians).toEqual([5, 6]);
});

test('callTimes() waits for a promise, and gives what the call throws', async () => {
  let [under, most] = [0, 0];
  const call = async () => {
    most = Math.max(most, ++under);
    await null;
    under--;
  };
  const times = await callTimes([call], { loads: 0, samples: 2, sampleTime: 0, many: 0 });
  expect(times.length).toBe(1);
  expect(most).toBe(1);
  const broken = () => Promise.reject(new Error('Broken'));
  await expect(callTimes([broken], { loads: 0, samples: 1, sampleTime: 0, many: 0 })).rejects.toThrow('Broken');
});

test.for<[number, number | undefined, boolean]>([
  [0.35, 0.35, false],
  [0.36, 0.35, true],
  [99, undefined, false],
  [Number.NaN, 1, true],
])('misses() of ratio %d with goal %s is %s', ([ratio, goal, missed]) => {
  expect(misses({ measure: '', figure: '', against: '', ratio, ...(goal !== undefined && { goal }) })).toBe(missed);
});
