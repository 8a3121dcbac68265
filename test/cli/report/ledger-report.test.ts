import { describe, expect, test } from 'vitest';
import { inMemoryLedger } from '../../../cli/local-account/ledger.ts';
import { ledgerReport } from '../../../cli/report/ledger-report.ts';
import { percentiles } from '../../../cli/report/ledger-tally.ts';
import { periodOf } from '../../../cli/report/period-arguments.ts';
import { reportedOf } from '../../../cli/report/reported-of.ts';
import { resultOf } from '../../../cli/report/result.ts';
import type { Report } from '../../../functions/core/report.ts';
import {
  aCompliant,
  aConcern,
  aDoubt,
  aFinding,
  anUndetermined,
  aReport,
  aRule,
  aViolation,
  CHANGED,
  failed,
  held,
} from '../../records/reports.ts';

const BOTH = { mail: true, event: true };
const stored = (report: Report) => ({ report, state: 'closed' as const, told: BOTH });

describe('reportedOf()', () => {
  test.for([
    { name: 'a repair', report: aReport(), result: 'closed', verdict: 'violation', mode: 'enforce' },
    {
      name: 'a failed repair',
      report: aReport({ rules: [aViolation(aRule(), { outcome: failed() })] }),
      result: 'open',
      verdict: 'violation',
      mode: 'enforce',
    },
    {
      name: 'a hold',
      report: aReport({ rules: [aViolation(aRule(), { outcome: held() })] }),
      result: 'open',
      verdict: 'violation',
      mode: 'enforce',
    },
    {
      name: 'audit mode',
      report: aReport({
        rules: [
          aViolation(aRule(), {
            intent: { kind: 'would', repair: { kind: 'revoke' } },
            findings: [aFinding({ mode: 'audit' })],
          }),
        ],
      }),
      result: 'would-revert',
      verdict: 'violation',
      mode: 'audit',
    },
    {
      name: 'a watched event',
      report: aReport({ rules: [], concerns: [aConcern({ mode: 'audit' })] }),
      result: 'told',
      verdict: 'violation',
      mode: 'audit',
    },
    {
      name: 'a doubt',
      report: aReport({ verdict: 'undetermined', rules: [anUndetermined(aRule())] }),
      result: 'undetermined',
      verdict: 'undetermined',
      mode: null,
    },
    {
      name: 'nothing',
      report: aReport({ verdict: 'compliant', rules: [aCompliant(aRule())] }),
      result: 'compliant',
      verdict: 'compliant',
      mode: null,
    },
  ] as const)('$name comes out $result', ({ report, result, verdict, mode }) => {
    const change = reportedOf(stored(report));
    expect(resultOf(change)).toBe(result);
    expect(change).toMatchObject({
      verdict,
      mode,
      time: CHANGED,
      groupName: 'web-1',
      actorName: 'anna.kowalska (role deploy)',
    });
    expect(change.policies).toEqual(result === 'compliant' ? [] : ['no-public-admin-ports']);
  });

  test('says why, and first why it is still open', () => {
    const { reason } = reportedOf(
      stored(aReport({ rules: [aViolation(aRule(), { outcome: failed('no right to') })] })),
    );
    expect(reason).toBe('no right to; 0.0.0.0/0 covers at least half of the public IPv4 addresses');
    const doubtful = aReport({
      verdict: 'undetermined',
      rules: [anUndetermined(aRule(), aDoubt({ reason: 'a list' }))],
    });
    expect(reportedOf(stored(doubtful)).reason).toBe('a list');
    const { reason: open } = reportedOf({ ...stored(aReport()), state: 'open' });
    expect(open).toMatch(/^Portcullis is still at work on it/);
  });

  test('counts as within policy what no finding of a rule forbids', () => {
    const findings = [
      aFinding({ remainder: ['tcp 23 from 0.0.0.0/0', 'tcp 80 from 0.0.0.0/0'] }),
      aFinding({ policy: 'other', offending: ['tcp 23 from 0.0.0.0/0'], remainder: ['tcp 80 from 0.0.0.0/0'] }),
    ] as const;
    const change = reportedOf(stored(aReport({ rules: [aViolation(aRule(), { findings })] })));
    expect(change.offending).toEqual(['tcp 22 from 0.0.0.0/0', 'tcp 23 from 0.0.0.0/0']);
    expect(change.remainder).toEqual(['tcp 80 from 0.0.0.0/0']);
  });

  test.for([
    ['{"eventID":"a"}', { eventID: 'a' }],
    ['{"eventID":"a', '{"eventID":"a'],
  ] as const)('takes the record %s as it was kept', ([record, found]) => {
    expect(reportedOf({ ...stored(aReport()), record }).record).toEqual(found);
  });
});

describe('ledgerReport()', () => {
  test('makes a page of the reports of a period', async () => {
    const ledger = inMemoryLedger();
    await ledger.open(aReport(), '{}', 'a', 0);
    await ledger.open(aReport({ id: 'other/sg', rules: [aViolation(aRule(), { outcome: failed() })] }), '{}', 'a', 0);
    await ledger.open(aReport({ id: 'later/sg', changedAt: '2026-11-24T00:00:00Z' }), '{}', 'a', 0);
    const facts = { madeAt: '2026-11-25T09:00:00Z', policies: [] };
    const { page, counts } = await ledgerReport(ledger.reports, { until: '2026-11-24T00:00:00Z' }, facts);
    expect([...counts]).toEqual([
      ['closed', 1],
      ['open', 1],
    ]);
    expect(page).toMatch(/^<!doctype html>/);
  });
});

describe('percentiles()', () => {
  test.for([
    { numbers: [], found: undefined },
    { numbers: [7], found: { count: 1, p50: 7, p90: 7, p99: 7, max: 7 } },
    { numbers: [4, 1, 3, 2], found: { count: 4, p50: 2, p90: 4, p99: 4, max: 4 } },
    {
      numbers: Array.from({ length: 100 }, (_, index) => 100 - index),
      found: { count: 100, p50: 50, p90: 90, p99: 99, max: 100 },
    },
  ])('of $numbers.length numbers', ({ numbers, found }) => {
    expect(percentiles(numbers)).toEqual(found);
  });
});

describe('periodOf()', () => {
  test.for([
    { given: [undefined, undefined], period: {} },
    { given: ['2026-11-01', undefined], period: { since: '2026-11-01T00:00:00Z' } },
    { given: [undefined, '2026-11-30'], period: { until: '2026-12-01T00:00:00Z' } },
    { given: ['2026-11-01', '2026-11-01'], period: { since: '2026-11-01T00:00:00Z', until: '2026-11-02T00:00:00Z' } },
    {
      given: ['2026-11-01T12:00:00Z', '2026-11-01T13:00:00Z'],
      period: { since: '2026-11-01T12:00:00Z', until: '2026-11-01T13:00:00Z' },
    },
  ])('reads $given', ({ given: [since, until], period }) => {
    expect(periodOf(since, until)).toEqual(period);
  });

  test.for([
    ['yesterday', undefined, /--since "yesterday" is no date/],
    ['2026-02-30', undefined, /--since "2026-02-30" is no date/],
    [undefined, '2026-11-01 12:00', /--until "2026-11-01 12:00" is no date/],
    ['', undefined, /--since "" is no date/],
    ['2026-11-02', '2026-11-01', /--since 2026-11-02 is not before --until 2026-11-01/],
  ] as const)('refuses %s to %s', ([since, until, problem]) => {
    expect(periodOf(since, until)).toMatch(problem);
  });
});
