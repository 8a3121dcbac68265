import { expect, test } from 'vitest';
import { expectGolden } from '../golden/expect-golden.ts';
import { faultRows, faultTable } from './fault-table.ts';

/** The outcomes that tell a person to see to it. */
const TOLD_OPEN = ['failed', 'held', 'undetermined', 'reverted'];

test('respond() loses nothing, whichever of its calls fails and however', { timeout: 300_000 }, async () => {
  const rows = await faultRows();
  const wrong = rows.filter(({ result: { repaired, mails, events, ended } }) => {
    const told = mails.length > 0 && events > 0;
    return !ended || !told || (!repaired && !mails.some((outcome) => TOLD_OPEN.includes(outcome)));
  });
  expect(wrong.map(({ repair, call, fault, result }) => [repair.name, call, fault, result.mails])).toEqual([]);
  expectGolden('faults.md', faultTable(rows));
});
