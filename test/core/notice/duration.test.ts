import fc from 'fast-check';
import { expect, test } from 'vitest';
import { count, durationText, instantText, secondsBetween } from '../../../functions/core/notice/duration.ts';

test.for([
  [0, 'less than a second'],
  [0.4, 'less than a second'],
  [1, '1 second'],
  [7.02, '7 seconds'],
  [59.6, '1 minute (60 seconds)'],
  [125, '2 minutes 5 seconds (125 seconds)'],
  [3600, '1 hour (3600 seconds)'],
  [3700, '1 hour 1 minute (3700 seconds)'],
  [90_061, '1 day 1 hour (90061 seconds)'],
  [36_000, '10 hours (36000 seconds)'],
  [864_000, '10 days (864000 seconds)'],
  [-5, 'less than a second'],
] as const)('durationText() says %d as %s', ([seconds, text]) => {
  expect(durationText(seconds)).toBe(text);
});

test.for([
  ['2026-11-23T12:00:05Z', '2026-11-23 12:00:05 UTC'],
  ['2026-11-23T12:00:05.999Z', '2026-11-23 12:00:05 UTC'],
  ['2026-11-23T12:00:05+01:00', undefined],
  ['yesterday', undefined],
  ['2026-11-23T12:00:05Z\nWHEN', undefined],
] as const)('instantText() says %s as %s', ([instant, text]) => {
  expect(instantText(instant)).toBe(text);
});

test('secondsBetween() agrees with Date over four centuries', () => {
  const date = fc.date({ min: new Date('1800-01-01'), max: new Date('2200-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(date, date, (a, b) => {
      const expected = Math.max(0, (b.getTime() - a.getTime()) / 1000);
      expect(secondsBetween(a.toISOString(), b.toISOString())).toBeCloseTo(expected, 3);
    }),
  );
});

test.for([
  ['', '2026-11-23T12:00:05Z'],
  ['2026-11-23T12:00:05Z', 'soon'],
] as const)('secondsBetween() is undefined from %j to %j', ([start, end]) => {
  expect(secondsBetween(start, end)).toBeUndefined();
});

test('count() speaks of one and of many', () => {
  expect([count(0, 'rule'), count(1, 'rule'), count(2, 'rule')]).toEqual(['0 rules', '1 rule', '2 rules']);
});
