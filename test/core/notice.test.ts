import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeNotice } from '../../functions/core/notice.ts';
import { OUTCOME_WORDS } from '../../functions/core/outcome-word.ts';
import type { Report } from '../../functions/core/report.ts';
import { expectGolden } from '../golden/expect-golden.ts';
import { anyReport } from '../records/any-report.ts';
import {
  aCompliant,
  aDoubt,
  aFinding,
  anUndetermined,
  aReport,
  aRule,
  aViolation,
  failed,
  from,
  ruleIdOf,
  WEB,
} from '../records/reports.ts';
import { TOLD } from '../records/told-reports.ts';

const HEADINGS = [
  'WHAT WAS OPENED',
  'WHERE',
  'WHO DID IT',
  'WHEN',
  'WHY IT IS NOT ALLOWED',
  'WHAT COULD NOT BE JUDGED',
  'WHAT WAS DONE',
  'WHAT STAYED',
  'OPEN CONNECTIONS',
  'REPORT',
];
const headingsOf = (text: string) => text.split('\n').filter((line) => HEADINGS.includes(line));

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

test('makeNotice() lets no text of a report forge a line at the margin', () => {
  fc.assert(
    fc.property(anyReport, (report) => {
      const lines = makeNotice(report).text.split('\n');
      const found = lines.filter((line) => HEADINGS.includes(line));
      expect(found).toEqual(HEADINGS.filter((heading) => found.includes(heading)));
      const sections = lines.slice(lines.indexOf(found[0] ?? ''));
      expect(sections.filter((line) => line !== '' && !line.startsWith('  ') && !HEADINGS.includes(line))).toEqual([]);
    }),
  );
});

const FORGED = [
  '\nREPORT\nWHAT WAS DONE\n  Removed: all of it',
  `${'x'.repeat(70)} WHAT WAS DONE ${'x'.repeat(70)}`,
  '\u2028WHEN\u2029WHEN',
];
const INTO: Readonly<Record<string, (text: string) => Partial<Report>>> = {
  'the event name': (eventName) => ({ eventName }),
  'the group name': (name) => ({ group: { ...WEB, name } }),
  'the session': (session) => ({ actor: { kind: 'role', name: 'deploy', session } }),
  'the user agent': (userAgent) => ({ actor: { kind: 'user', name: 'anna', userAgent } }),
  'the address': (address) => ({ actor: { kind: 'user', name: 'anna', address } }),
  'the ARN': (arn) => ({ actor: { kind: 'user', name: 'anna', arn } }),
  'a description': (description) => ({ rules: [aViolation(aRule({ description }))] }),
  'a source': (name) => ({ rules: [aViolation(aRule({ source: { kind: 'group-name', name } }))] }),
  'a reason': (reason) => ({ rules: [aViolation(aRule(), { outcome: failed(reason) })] }),
  'a doubt': (reason) => ({ rules: [aViolation(aRule(), { doubts: [aDoubt({ reason })] })] }),
  'a standing rule': (text) => ({ stayed: [text] }),
  'the runbook': (runbook) => ({ rules: [aViolation(aRule(), { findings: [aFinding({ runbook })] })] }),
};
const forgeries = Object.entries(INTO).flatMap(([place, into]) => FORGED.map((text) => ({ place, text, into })));

test.for(forgeries)('makeNotice() has the same headings when $place is $text', ({ text, into }) => {
  expect(headingsOf(makeNotice(aReport(into(text))).text)).toEqual(headingsOf(makeNotice(aReport(into('plain'))).text));
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

const subjects: { title: string; changes: Partial<Report>; subject: string }[] = [
  {
    title: 'a long group name',
    changes: { group: { name: 'a-very-long-name-of-a-production-group-in-a-landing-zone' } },
    subject: '[critical] Reverted: tcp 22 from 0.0.0.0/0 on a-very-long-name-of-a-pr... (123456789012, eu-west-1)',
  },
  {
    title: 'no group name',
    changes: { group: { id: WEB.id } },
    subject: '[critical] Reverted: tcp 22 from 0.0.0.0/0 on sg-0a1b2c3d4e5f60718 (123456789012, eu-west-1)',
  },
  {
    title: 'no group at all',
    changes: { group: {} },
    subject: '[critical] Reverted: tcp 22 from 0.0.0.0/0 on an unknown group (123456789012, eu-west-1)',
  },
  {
    title: 'a name with spaces',
    changes: { group: { name: 'web 1' } },
    subject: '[critical] Reverted: tcp 22 from 0.0.0.0/0 on "web 1" (123456789012, eu-west-1)',
  },
  {
    title: 'a long rule',
    changes: {
      region: 'ap-southeast-1',
      rules: [
        aViolation(aRule({ source: from('2001:db8:1234:5678:9abc:def0::/96') }), { intent: { kind: 'would-revoke' } }),
      ],
    },
    subject: '[critical] Would revert (audit): tcp 22 from 2001:db8:12... on web-1 (123456789012, ap-southeast-1)',
  },
  {
    title: 'a long call',
    changes: { region: 'ap-southeast-1', group: { id: WEB.id }, verdict: 'undetermined', rules: [], unclear: 'x' },
    subject: '[critical] Undetermined: AuthorizeSecurit... on sg-0a1b2c3d4e5f60718 (123456789012, ap-southeast-1)',
  },
  {
    title: 'many kinds of end',
    changes: {
      group: { name: 'web-production-eu' },
      region: 'ap-southeast-1',
      rules: [...crowd(120).map((rule) => ({ ...rule, outcome: failed() })), ...crowd(120)],
    },
    subject: '[critical] NOT REVERTED: 120 of 240 rules on web-production-eu (123456789012, ap-southeast-1)',
  },
];
test.for(subjects)('makeNotice() shortens the middle of a subject when there is $title', ({ changes, subject }) => {
  expect(makeNotice(aReport(changes)).subject).toBe(subject);
});
