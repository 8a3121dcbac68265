import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeNotice } from '../../functions/core/notice.ts';
import { OUTCOME_WORDS } from '../../functions/core/outcome-word.ts';
import type { Report } from '../../functions/core/report.ts';
import { expectGolden } from '../golden/expect-golden.ts';
import { anyReport } from '../records/any-report.ts';
import {
  aCompliant,
  aConcern,
  aDoubt,
  aFinding,
  anUndetermined,
  aReport,
  aRule,
  aViolation,
  failed,
  from,
  ruleIdOf,
} from '../records/reports.ts';
import { TOLD } from '../records/told-reports.ts';

test.for(Object.entries(TOLD))('makeNotice() writes the mail golden/notice/%s.txt', ([name, report]) => {
  const { subject, text } = makeNotice(report);
  expectGolden(`notice/${name}.txt`, `Subject: ${subject}\n\n${text}`);
});

test('makeNotice() keeps subjects below 100 characters of printable ASCII, whatever the report says', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const { subject } = makeNotice(report);
      expect(subject).toMatch(/^\[(low|medium|high|critical)\] [ -~]{1,99}$/);
      expect(subject.length).toBeLessThan(100);
    }),
  );
});

test('makeNotice() keeps bodies to plain lines of 72 columns or one long word, whatever the report says', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const { text } = makeNotice(report);
      expect(text).not.toMatch(/[^\n\P{C}]|\p{Zl}|\p{Zp}|\u00a0/u);
      for (const line of text.split('\n')) {
        if ([...line].length > 72) expect(line.trimStart()).not.toContain(' ');
      }
    }),
  );
});

test('makeNotice() gives attributes that SNS takes, from the closed sets', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const { attributes } = makeNotice(report);
      expect(OUTCOME_WORDS).toContain(attributes.outcome);
      expect(attributes.policy.length).toBeGreaterThan(0);
      for (const value of [attributes.account, attributes.region, ...attributes.policy])
        expect(value).toMatch(/^[ -~]{1,100}$/);
    }),
  );
});

const attributeRows: { title: string; report: Report; policy: string[]; outcome: string }[] = [
  {
    title: 'a violation and a doubt',
    report: aReport({ rules: [aViolation(aRule(), { doubts: [aDoubt({ policy: 'b' })] })] }),
    policy: ['no-public-admin-ports', 'b'],
    outcome: 'reverted',
  },
  {
    title: 'one policy in two rules',
    report: aReport({ rules: [aViolation(), aViolation(aRule({ id: ruleIdOf(2) }), { outcome: failed() })] }),
    policy: ['no-public-admin-ports'],
    outcome: 'failed',
  },
  {
    title: 'a doubt alone',
    report: aReport({ rules: [anUndetermined(aRule())] }),
    policy: ['no-public-admin-ports'],
    outcome: 'undetermined',
  },
  {
    title: 'the change as a whole',
    report: aReport({ rules: [], concerns: [aConcern({ policy: 'a' }), aConcern({ policy: 'b' })] }),
    policy: ['a', 'b'],
    outcome: 'notified',
  },
  { title: 'nothing to tell', report: aReport({ rules: [aCompliant(aRule())] }), policy: ['none'], outcome: 'none' },
];
test.for(attributeRows)(
  'makeNotice() names policies and outcome when there is $title',
  ({ report, policy, outcome }) => {
    expect(makeNotice(report).attributes).toMatchObject({
      policy,
      outcome,
      account: '123456789012',
      region: 'eu-west-1',
    });
  },
);

const crowd = (number: number) =>
  Array.from({ length: number }, (_, index) =>
    aViolation(aRule({ id: ruleIdOf(index), source: from(`10.0.${index % 256}.0/24`), description: 'd'.repeat(255) }), {
      findings: [
        aFinding({
          offending: Array(30).fill('tcp 22 from 0.0.0.0/0'),
          remainder: Array(30).fill('tcp 23 from 0.0.0.0/0'),
          why: 'w'.repeat(5000),
          runbook: 'r '.repeat(9000),
        }),
      ],
    }),
  );

test.for([51, 1000])('makeNotice() keeps the mail readable when %i rules come at once', (number) => {
  const { text, subject } = makeNotice(
    aReport({ rules: crowd(number), stayed: Array(500).fill('tcp 443 from 0.0.0.0/0') }),
  );
  expect(text.length).toBeLessThan(40_000);
  expect(text).toMatch(/\n {2}and \d+ more rules\n/);
  expect(text).toContain(`  and ${500 - 20} more\n`);
  expect(subject).toMatch(/^\[critical\] Reverted: .* and \d+ more on web-1 \(123456789012, eu-west-1\)$/);
});
