import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { reportKey, toEntry, toItem } from '../../functions/aws/ledger-item.ts';
import { unpack } from '../../functions/aws/packed.ts';
import { noise } from './noise.ts';
import { OFFENDER, REPORT } from './sample-report.ts';

const [LEASE, UNTIL] = ['lease-1', 1_795_435_265_250];

describe('toItem() and toEntry()', () => {
  test('toItem() leaves out what is not known of the group', () => {
    const item = toItem({ ...REPORT, group: {} }, '{}', LEASE, UNTIL, 90);
    expect(item).not.toHaveProperty('groupId');
    expect(item).not.toHaveProperty('groupName');
  });

  test('toItem() zips a long record, and toEntry() reads a long report', () => {
    const record = JSON.stringify({ text: 'x'.repeat(200_000) });
    const long = { ...REPORT, rules: Array.from({ length: 200 }, () => OFFENDER) };
    const item = toItem(long, record, LEASE, UNTIL, 90);
    expect(item).not.toHaveProperty('recordCut');
    expect(gunzipSync(item.record?.B ?? '').toString()).toBe(record);
    expect(item.report).toHaveProperty('B');
    expect(toEntry(item).report).toEqual(long);
  });

  test('toItem() keeps the beginning of a record that would not fit, and says so', () => {
    const record = noise(600_000);
    const item = toItem(REPORT, record, LEASE, UNTIL, 90);
    expect(item.recordCut).toEqual({ BOOL: true });
    expect(unpack(item.record)).toBe(record.slice(0, 20_000));
  });

  test('toEntry() throws TypeError when the item holds no report', () => {
    expect(() => toEntry(reportKey(REPORT.id))).toThrow(new TypeError('The attribute holds no packed text'));
  });
});
