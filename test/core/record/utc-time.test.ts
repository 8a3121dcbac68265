import { expect, test } from 'vitest';
import { isUtcTime } from '../../../functions/core/record/utc-time.ts';

test.for(['2026-11-23T12:00:00Z', '2026-12-31T23:59:59.123Z', '2024-02-29T00:00:00Z', '2000-02-29T00:00:00Z'])(
  'isUtcTime() accepts %s',
  (text) => {
    expect(isUtcTime(text)).toBe(true);
  },
);

test.for([
  '2026-11-23',
  '2026-11-23T12:00:00',
  '2026-11-23 12:00:00Z',
  '2026-11-23T12:00:00+01:00',
  '2026-11-23T12:00:00Z\n',
  '2026-13-23T12:00:00Z',
  '2026-00-23T12:00:00Z',
  '2026-02-29T12:00:00Z',
  '2100-02-29T12:00:00Z',
  '2026-04-31T12:00:00Z',
  '2026-11-00T12:00:00Z',
  '2026-11-23T24:00:00Z',
  '2026-11-23T12:60:00Z',
  '2026-11-23T12:00:60Z',
  1_795_435_200,
  null,
  undefined,
])('isUtcTime() refuses %j', (value) => {
  expect(isUtcTime(value)).toBe(false);
});
