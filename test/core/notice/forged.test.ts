import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PrefixListId, RuleId } from '../../../functions/core/ids.ts';
import { makeNotice } from '../../../functions/core/notice.ts';
import type { Report } from '../../../functions/core/report.ts';
import { anyReport } from '../../records/any-report.ts';
import { aConcern, aDoubt, aFinding, aReport, aRule, aViolation, failed, WEB } from '../../records/reports.ts';

const HEADINGS = [
  'WHAT WAS OPENED',
  'WHAT WAS CHANGED',
  'WHAT WAS TAKEN AWAY',
  'WHAT WAS JUDGED',
  'WHAT HAPPENED',
  'WHERE',
  'WHO DID IT',
  'WHEN',
  'WHY IT IS NOT ALLOWED',
  'WHY IT IS TOLD',
  'WHAT COULD NOT BE JUDGED',
  'WHAT WAS DONE',
  'WHAT STAYED',
  'OPEN CONNECTIONS',
  'REPORT',
];
const headingsOf = (text: string) => text.split('\n').filter((line) => HEADINGS.includes(line));

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
  'a description before': (description) => ({
    rules: [aViolation(aRule(), { how: 'modified', was: aRule({ description }) })],
  }),
  'why nothing milder was done': (instead) => ({
    rules: [aViolation(aRule(), { intent: { kind: 'act', repair: { kind: 'revoke' }, instead } })],
  }),
  'a rule that took its place': (name) => ({
    rules: [
      aViolation(aRule(), {
        intent: {
          kind: 'act',
          repair: { kind: 'narrow', remainder: [aRule({ source: { kind: 'group-name', name } })] },
        },
      }),
    ],
  }),
  'a rule that is again what it was': (name) => ({
    rules: [
      aViolation(aRule(), {
        how: 'modified',
        intent: {
          kind: 'act',
          repair: { kind: 'restore', to: aRule({ source: { kind: 'group-name', name } }), orRevoke: true },
        },
      }),
    ],
  }),
  'a prefix list': (list) => ({
    eventName: 'ModifyManagedPrefixList',
    rules: [
      aViolation(aRule({ source: { kind: 'list', id: list as PrefixListId } }), {
        how: 'standing',
        intent: { kind: 'act', repair: { kind: 'restore-list', list: list as PrefixListId, version: 3 } },
      }),
    ],
  }),
  'a concern': (because) => ({ rules: [], concerns: [aConcern({ because })] }),
  "a concern's policy": (policy) => ({ concerns: [aConcern({ policy })] }),
  'a standing rule': (text) => ({ stayed: [text] }),
  'a standing rule that is open too': (text) => ({ alsoOpen: [text] }),
  'what a rule reads now': (now) => ({
    rules: [aViolation(aRule(), { outcome: { kind: 'changed', at: '2026-11-23T12:00:00Z', now } })],
  }),
  'the id of a rule that was added anew': (id) => ({
    rules: [aViolation(aRule(), { outcome: { kind: 'stands-again', at: '2026-11-23T12:00:00Z', rule: id as RuleId } })],
  }),
  'the runbook': (runbook) => ({ rules: [aViolation(aRule(), { findings: [aFinding({ runbook })] })] }),
};
const forgeries = Object.entries(INTO).flatMap(([place, into]) => FORGED.map((text) => ({ place, text, into })));

test.for(forgeries)('makeNotice() has the same headings when $place is $text', ({ text, into }) => {
  expect(headingsOf(makeNotice(aReport(into(text))).text)).toEqual(headingsOf(makeNotice(aReport(into('plain'))).text));
});
