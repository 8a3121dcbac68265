import { describe, expect, test } from 'vitest';
import type { Change } from '../../functions/core/change.ts';
import { draftReport } from '../../functions/core/draft.ts';
import type { AccountId, GroupId, RuleId } from '../../functions/core/ids.ts';
import { locate } from '../../functions/core/locate.ts';
import { planRepair } from '../../functions/core/plan.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Outcome, reportId, unclearReport, withOutcomes } from '../../functions/core/report.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { context, policy, rule } from './arbitraries.ts';

const AT = '2026-11-23T12:00:10Z';
const bad = rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-00000000000000001');
const fine = rule('tcp', [443, 443], '0.0.0.0/0', 'sgr-00000000000000002');
const other = rule('tcp', [80, 80], '10.0.0.0/8', 'sgr-00000000000000003');
const withoutId = ({ id: _, ...rest }: Rule): Rule => rest;

const change: Change = {
  eventId: '11111111-2222-4333-8444-555555555555',
  eventName: 'AuthorizeSecurityGroupIngress',
  time: '2026-11-23T12:00:00Z',
  account: '123456789012' as AccountId,
  region: 'eu-west-1',
  actor: { kind: 'user', name: 'alice' },
  group: { id: 'sg-0123456789abcdef0' as GroupId },
  effect: { kind: 'added', rules: [bad] },
};

const ssh = (more: Partial<Policy> = {}): Policy =>
  policy({ kind: 'deny', statements: [{ protocols: [6], ports: [[22, 22]], sources: [{ kind: 'anywhere' }] }] }, more);
const draft = (rules: Rule[], standing: Rule[], policies: Policy[]) =>
  draftReport(
    {
      change: { ...change, effect: { kind: 'added', rules } },
      live: { standing, egress: [] },
      context: context(standing),
    },
    policies,
    AT,
  );

describe('locate()', () => {
  test.for<[string, Rule, Rule[], string]>([
    ['a rule by id', bad, [other, bad], 'standing'],
    ['a rule without id by content', withoutId(bad), [other, bad], 'standing'],
    [
      'nothing where the id is not there, whatever the content',
      bad,
      [{ ...bad, id: 'sgr-00000000000000009' as RuleId }],
      'gone',
    ],
    ['nothing where no content is like it', withoutId(bad), [other, fine], 'gone'],
    ['an edit where the id has other content now', bad, [{ ...other, ...(bad.id && { id: bad.id }) }], 'changed'],
    [
      'a rule by id whose group the record knows by name',
      { ...bad, source: { kind: 'group-name', name: 'db' } },
      [{ ...bad, source: { kind: 'group', id: 'sg-00000001' as GroupId } }],
      'standing',
    ],
    [
      'doubt where neither rule nor group have an id',
      withoutId({ ...bad, source: { kind: 'group-name', name: 'db' } }),
      [bad],
      'uncertain',
    ],
  ])('finds %s', ([, wanted, standing, kind]) => {
    expect(locate(wanted, standing).kind).toBe(kind);
  });
});

describe('draftReport()', () => {
  test.for<[string, Rule[], Rule[], Policy[], object]>([
    [
      'an enforced violation is to be revoked',
      [bad],
      [bad],
      [ssh({ mode: 'enforce' })],
      { intent: { kind: 'act', repair: { kind: 'revoke' } } },
    ],
    ['an audited one is told', [bad], [bad], [ssh()], { intent: { kind: 'would', repair: { kind: 'revoke' } } }],
    [
      'one to notify of is told',
      [bad],
      [bad],
      [ssh({ mode: 'enforce', remedy: 'notify' })],
      { intent: { kind: 'notify' } },
    ],
    [
      'the strictest enforced remedy acts',
      [bad],
      [bad],
      [ssh({ remedy: 'notify', mode: 'enforce' }), ssh({ mode: 'enforce' })],
      { intent: { kind: 'act', repair: { kind: 'revoke' } } },
    ],
    [
      'a revoke in audit does not act beside a notice in enforce',
      [bad],
      [bad],
      [ssh(), ssh({ mode: 'enforce', remedy: 'notify' })],
      { intent: { kind: 'would', repair: { kind: 'revoke' } } },
    ],
    [
      'a rule that is gone has its outcome already',
      [bad],
      [],
      [ssh({ mode: 'enforce' })],
      { intent: { kind: 'act' }, outcome: { kind: 'already-gone', at: AT } },
    ],
    [
      'a rule that was changed since is left, and judged as it reads now',
      [bad],
      [{ ...bad, to: 23 }],
      [ssh({ mode: 'enforce' })],
      { outcome: { kind: 'changed', at: AT, now: 'tcp 22-23 from 0.0.0.0/0', verdict: 'violation' } },
    ],
    [
      'a rule that is gone and stands under another id is not called gone',
      [bad],
      [{ ...bad, id: 'sgr-00000000000000009' as RuleId }],
      [ssh({ mode: 'enforce' })],
      { rule: { id: bad.id }, outcome: { kind: 'stands-again', at: AT, rule: 'sgr-00000000000000009' } },
    ],
    [
      'a compliant rule has neither',
      [fine],
      [fine],
      [ssh({ mode: 'enforce' })],
      { verdict: { kind: 'compliant' }, intent: { kind: 'none' } },
    ],
    [
      'a rule without id gets that of the live one',
      [withoutId(bad)],
      [bad],
      [ssh({ mode: 'enforce' })],
      { rule: { id: bad.id } },
    ],
  ])('%s', ([, rules, standing, policies, expected]) => {
    expect(draft(rules, standing, policies).rules).toMatchObject([expected]);
  });

  test('takes the gravest verdict and severity, and names what stays', () => {
    const report = draft(
      [bad, fine],
      [bad, fine, other],
      [ssh({ severity: 'low' }), ssh({ severity: 'critical', id: 'q' })],
    );
    expect(report).toMatchObject({
      verdict: 'violation',
      severity: 'critical',
      stayed: ['tcp 80 from 10.0.0.0/8'],
      id: reportId(change),
    });
  });

  test('is plain JSON', () => {
    const report = draft([bad, fine], [bad, fine, other], [ssh()]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('reportId()', () => {
  test.for([
    [{ id: 'sg-0123456789abcdef0' as GroupId }, 'sg-0123456789abcdef0'],
    [{ name: 'web' }, 'web'],
    [{}, 'unknown'],
  ] as const)('names a report of %j by %s', ([group, name]) => {
    expect(reportId({ ...change, group })).toBe(`${change.eventId}/${name}`);
    expect(unclearReport({ ...change, group }, 'why', AT)).toMatchObject({
      verdict: 'undetermined',
      severity: 'high',
      unclear: 'why',
      rules: [],
    });
  });
});

describe('planRepair()', () => {
  const enforce = [ssh({ mode: 'enforce' })];
  test('revokes by id, in one step, what is meant to go and nothing else', () => {
    const second = rule('tcp', [0, 65535], '::/0', 'sgr-00000000000000004');
    const report = draft([bad, fine, second], [bad, fine, second, other], enforce);
    expect(planRepair(report)).toEqual([{ kind: 'revoke', group: 'sg-0123456789abcdef0', rules: [bad.id, second.id] }]);
  });

  test.for<[string, Rule[], Rule[], Policy[]]>([
    ['audit', [bad], [bad], [ssh()]],
    ['a compliant change', [fine], [fine], enforce],
    ['a rule that is gone', [bad], [other], enforce],
    ['a rule that was changed since', [bad], [{ ...bad, to: 23 }], enforce],
  ])('is empty for %s', ([, rules, standing, policies]) => {
    expect(planRepair(draft(rules, standing, policies))).toEqual([]);
  });

  test('is empty once every rule has its outcome, and for a report that is unclear', () => {
    const done: Outcome = { kind: 'done', at: AT };
    const report = withOutcomes(draft([bad], [bad], enforce), new Map([[bad.id as string, done]]), () => 10);
    expect(report).toMatchObject({ rules: [{ outcome: done }], exposure: 10 });
    expect(planRepair(report)).toEqual([]);
    expect(planRepair(unclearReport(change, 'why', AT))).toEqual([]);
  });
});
