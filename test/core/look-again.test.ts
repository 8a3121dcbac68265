import { expect, test } from 'vitest';
import type { RuleId } from '../../functions/core/ids.ts';
import { lookAgain } from '../../functions/core/look-again.ts';
import type { Policy } from '../../functions/core/policy.ts';
import type { Outcome, Report, ReportedRule } from '../../functions/core/report.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { aFinding, aReport, aRule, aViolation, DONE, failed, from, GONE, held, ruleIdOf } from '../records/reports.ts';
import { context, policy } from './arbitraries.ts';

const AT = '2026-11-23T02:59:00Z';
const ADMIN: Policy = policy(
  { kind: 'deny', statements: [{ protocols: [6], ports: [[22, 22]], sources: [{ kind: 'anywhere' }] }] },
  { id: 'no-public-admin-ports', mode: 'enforce' },
);
const look = (report: Report, ...standing: Rule[]) => lookAgain(report, context(standing), [ADMIN], AT);
const again = aRule({ id: ruleIdOf(9) });
const narrow: Rule = { ...aRule({ from: 0, to: 21 }), id: ruleIdOf(8) };
const changed: Outcome = {
  kind: 'changed',
  at: GONE.kind === 'already-gone' ? GONE.at : AT,
  now: 'tcp 22 from 0.0.0.0/0',
};

const rows: { title: string; rule: ReportedRule; standing: Rule[]; outcome: object }[] = [
  {
    title: 'a removed rule that was added anew is not done',
    rule: aViolation(),
    standing: [again],
    outcome: { kind: 'stands-again', at: AT, rule: again.id, removed: true },
  },
  {
    title: 'one that somebody may have removed was not removed by the responder',
    rule: aViolation(aRule(), { outcome: { kind: 'done', at: AT, resumed: true } }),
    standing: [again],
    outcome: { kind: 'stands-again', at: AT, rule: again.id },
  },
  {
    title: 'one that was gone and was added anew is not gone',
    rule: aViolation(aRule(), { outcome: GONE }),
    standing: [again],
    outcome: { kind: 'stands-again', at: AT, rule: again.id },
  },
  {
    title: 'one beside which other traffic stands is done',
    rule: aViolation(),
    standing: [{ ...again, to: 23 }],
    outcome: DONE,
  },
  {
    title: 'one that was put back is done, whatever else stands',
    rule: aViolation(aRule(), { how: 'removed', intent: { kind: 'act', repair: { kind: 'put-back' } } }),
    standing: [again],
    outcome: DONE,
  },
  {
    title: 'one that was changed back is done, though another has what it had meanwhile',
    rule: aViolation(aRule(), {
      how: 'modified',
      intent: { kind: 'act', repair: { kind: 'restore', to: aRule({ source: from('10.0.0.0/8') }), orRevoke: true } },
    }),
    standing: [again],
    outcome: DONE,
  },
  {
    title: 'one that was removed since it could not be changed back, and was added anew, is not done',
    rule: aViolation(aRule(), {
      how: 'modified',
      intent: { kind: 'act', repair: { kind: 'restore', to: aRule({ source: from('10.0.0.0/8') }), orRevoke: true } },
      outcome: { kind: 'done', at: AT, instead: 'refused' },
    }),
    standing: [again],
    outcome: { kind: 'stands-again' },
  },
  {
    title: 'a changed one is judged as it reads now',
    rule: aViolation(aRule(), { outcome: changed }),
    standing: [aRule({ source: from('10.0.0.0/8') })],
    outcome: { kind: 'changed', at: AT, now: 'tcp 22 from 10.0.0.0/8', verdict: 'compliant' },
  },
  {
    title: 'a changed one that is gone by now is told as it was last',
    rule: aViolation(aRule(), { outcome: changed }),
    standing: [],
    outcome: changed,
  },
  {
    title: 'a failed one stays so',
    rule: aViolation(aRule(), { outcome: failed() }),
    standing: [again],
    outcome: failed(),
  },
  { title: 'a held one stays so', rule: aViolation(aRule(), { outcome: held() }), standing: [again], outcome: held() },
];
test.for(rows)('lookAgain(): $title', ({ rule, standing, outcome }) => {
  expect(look(aReport({ rules: [rule] }), ...standing).rules).toMatchObject([{ outcome }]);
});

test('lookAgain() measures no exposure of a hole that stands open again', () => {
  expect(look(aReport())).toHaveProperty('exposure', 7.02);
  expect(look(aReport(), again)).not.toHaveProperty('exposure');
});

test('lookAgain() names what else breaks the same policies, and not what a repair put there', () => {
  const findings = [aFinding({ remedy: 'narrow' })] as const;
  const { id: _, ...placed } = narrow;
  const report = aReport({
    rules: [
      aViolation(aRule({ to: 30 }), {
        findings,
        intent: { kind: 'act', repair: { kind: 'narrow', remainder: [placed] } },
      }),
    ],
  });
  const fine = aRule({ id: ruleIdOf(5), from: 443, to: 443 });
  const open = aRule({ id: ruleIdOf(6), from: 22, to: 100 });
  expect(look(report, narrow, fine, open)).toMatchObject({
    stayed: ['tcp 443 from 0.0.0.0/0', 'tcp 22-100 from 0.0.0.0/0'],
    alsoOpen: ['tcp 22-100 from 0.0.0.0/0'],
  });
  expect(look(report, narrow, fine)).not.toHaveProperty('alsoOpen');
  // One that stood there before stays, though a repair wants the same.
  expect(look({ ...report, stayed: ['tcp 0-21 from 0.0.0.0/0'] }, narrow)).toMatchObject({
    stayed: ['tcp 0-21 from 0.0.0.0/0'],
  });
});

test('lookAgain() names at most 20 of them', () => {
  const many = Array.from({ length: 30 }, (_, at) =>
    aRule({ id: `sgr-000000000000000${10 + at}` as RuleId, to: 22 + at }),
  );
  const { alsoOpen = [], stayed = [] } = look(aReport({ rules: [aViolation(aRule({ from: 0 }))] }), ...many);
  expect([alsoOpen.length, stayed.length]).toEqual([20, 30]);
});
