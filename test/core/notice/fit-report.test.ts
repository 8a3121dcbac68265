import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitReport } from '../../../functions/core/notice/fit-report.ts';
import type { Report, ReportedRule } from '../../../functions/core/report.ts';
import { anyReport } from '../../records/any-report.ts';
import {
  aCompliant,
  aConcern,
  aFinding,
  anUnclearReport,
  aReport,
  aRule,
  aViolation,
  failed,
  ruleIdOf,
} from '../../records/reports.ts';

const MOST = 200_000;
const many = <Item>(number: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: number }, (_, index) => item(index));
const big = (index: number, changes: Parameters<typeof aViolation>[1] = {}): ReportedRule =>
  aViolation(aRule({ id: ruleIdOf(index), description: '\u6771'.repeat(255) }), {
    findings: [aFinding({ why: 'w'.repeat(3000) })],
    ...changes,
  });
const parsed = (report: Report) => JSON.parse(fitReport(report).json);

test('fitReport() gives JSON in ASCII that says what the report says', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const { report: sent, json } = fitReport(report);
      expect(json).toMatch(/^[ -~]*$/);
      expect(sent).toBe(report);
      const wellFormed = JSON.parse(JSON.stringify(report), (_, value) =>
        typeof value === 'string' ? value.toWellFormed() : value,
      );
      expect(JSON.parse(json)).toEqual(wellFormed);
    }),
  );
});

test('fitReport() leaves out what stayed first', () => {
  const report = aReport({ stayed: many(10_000, () => 'tcp 443 from 0.0.0.0/0') });
  const { stayed: _, ...rest } = report;
  expect(parsed(report)).toEqual({ ...rest, omitted: { rules: 0, stayed: 10_000, texts: false } });
});

test('fitReport() then leaves out the least grave rules and keeps the others in order', () => {
  const rules = [
    ...many(30, (index) => big(index)),
    aCompliant(aRule({ id: ruleIdOf(99) })),
    ...many(30, (index) => big(100 + index, { outcome: failed() })),
  ];
  const sent = parsed(aReport({ rules }));
  const ids = sent.rules.map(({ rule }: ReportedRule) => rule.id);
  expect(ids.slice(-30)).toEqual(many(30, (index) => ruleIdOf(100 + index)));
  expect(ids.slice(0, -30)).toEqual(many(ids.length - 30, ruleIdOf));
  expect(ids.length).toBeGreaterThan(30);
  expect(sent.omitted).toEqual({ rules: rules.length - ids.length, stayed: 2, texts: false });
});

const aNumbered = (index: number) => aRule({ id: ruleIdOf(index) });
const huge = '"\\\u0000\ud800\u6771'.repeat(60_000);
const hostile: { title: string; report: Report; rules: number; texts: boolean }[] = [
  {
    title: 'a description is huge',
    report: aReport({ rules: [aViolation(aRule({ description: huge }))] }),
    rules: 0,
    texts: true,
  },
  {
    title: 'the user agent is huge',
    report: aReport({ actor: { kind: 'user', name: huge, userAgent: huge, arn: huge } }),
    rules: 0,
    texts: true,
  },
  { title: 'the reason is huge and there are no rules', report: anUnclearReport(huge), rules: 0, texts: true },
  {
    title: 'the tags are huge',
    report: aReport({
      group: {
        name: 'web-1',
        tags: Object.fromEntries([['__proto__', huge], ...many(3, (index) => [`${index}`, huge])]),
      },
    }),
    rules: 0,
    texts: true,
  },
  {
    title: 'countless policies watch for the call, at length',
    report: aReport({ rules: [], concerns: many(3000, () => aConcern({ because: huge.slice(0, 1000) })) }),
    rules: 0,
    texts: true,
  },
  {
    title: 'countless rules took the place of one',
    report: aReport({
      rules: [
        aViolation(aRule(), { intent: { kind: 'act', repair: { kind: 'narrow', remainder: many(9000, aNumbered) } } }),
      ],
    }),
    rules: 0,
    texts: true,
  },
  {
    title: 'one rule has countless pieces',
    report: aReport({
      rules: [
        aViolation(aRule(), { findings: [aFinding({ offending: many(50_000, () => 'tcp 22 from 0.0.0.0/0') })] }),
      ],
    }),
    rules: 0,
    texts: true,
  },
];
test.for(hostile)('fitReport() cuts texts when $title', ({ report, rules, texts }) => {
  const { json } = fitReport(report);
  expect(JSON.stringify(json).length).toBeLessThanOrEqual(MOST);
  expect(JSON.parse(json)).toMatchObject({ version: 1, omitted: { rules, texts } });
});

test('fitReport() gives the same message for the same report, within the limit, for any number of rules', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 150 }), fc.boolean(), (number, hot) => {
      const report = aReport({
        rules: many(number, (index) => big(index, hot && index % 3 === 0 ? { outcome: failed() } : {})),
      });
      const { json, report: sent } = fitReport(report);
      expect(JSON.stringify(json).length).toBeLessThanOrEqual(MOST);
      expect(sent.rules.length + (sent.omitted?.rules ?? 0)).toBe(number);
      expect(fitReport(structuredClone(report)).json).toBe(json);
    }),
    { numRuns: 20 },
  );
});
