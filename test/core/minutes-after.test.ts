import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minutesAfter } from '../../functions/core/minutes-after.ts';

test.for([
  ['2026-11-23T12:00:00Z', 60, '2026-11-23T13:00:00Z'],
  ['2026-11-23T23:30:05.250Z', 45, '2026-11-24T00:15:05Z'],
  ['2024-02-28T23:59:59Z', 1, '2024-02-29T00:00:59Z'],
  ['2100-02-28T23:59:00Z', 1, '2100-03-01T00:00:00Z'],
  ['2026-12-31T23:00:00Z', 60, '2027-01-01T00:00:00Z'],
  ['2026-01-01T00:00:00Z', -1, '2025-12-31T23:59:00Z'],
] as const)('minutesAfter(%s, %s) is %s', ([instant, minutes, after]) => {
  expect(minutesAfter(instant, minutes)).toBe(after);
});

test('minutesAfter() agrees with the platform', () => {
  const times = fc.date({ min: new Date('1600-01-01'), max: new Date('2800-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(times, fc.integer({ min: 0, max: 100_000 }), (time, minutes) => {
      const second = Math.floor(time.getTime() / 1000) * 1000;
      const expected = new Date(second + minutes * 60_000).toISOString().replace('.000', '');
      expect(minutesAfter(time.toISOString(), minutes)).toBe(expected);
    }),
  );
});

test('minutesAfter() throws RangeError when the text is no instant', () => {
  expect(() => minutesAfter('yesterday', 1)).toThrow(new RangeError('"yesterday" is no instant in UTC'));
});
