import { expect, test } from 'vitest';
import type { GroupId } from '../../functions/core/ids.ts';
import { asAudit, failedGroup, findingOf } from '../../functions/core/sweep.ts';
import {
  aCompliant,
  anUnclearReport,
  anUndetermined,
  aReport,
  aRule,
  aViolation,
  failed,
  ruleIdOf,
} from '../records/reports.ts';

const TOLD = { intent: { kind: 'notify' } } as const;

test('findingOf() puts the gravest first and leaves out what is within policy', () => {
  const ids = [1, 2, 3].map((number) => aRule({ id: ruleIdOf(number) }));
  const [one = aRule(), two = aRule(), three = aRule()] = ids;
  const rules = [aCompliant(one), aViolation(two, TOLD), aViolation(three, { outcome: failed() })];
  const { rules: found, more } = findingOf(aReport({ rules }));
  expect(found.map(({ word }) => word)).toEqual(['failed', 'notified']);
  expect(more).toBe(0);
});

test('findingOf() names ten rules and every failure', () => {
  const told = Array.from({ length: 15 }, (_, index) => aViolation(aRule({ id: ruleIdOf(index) }), TOLD));
  const failures = Array.from({ length: 12 }, (_, index) =>
    aViolation(aRule({ id: ruleIdOf(index + 20) }), { outcome: failed() }),
  );
  const { rules, more } = findingOf(aReport({ rules: [...told, ...failures] }));
  expect(rules.map(({ word }) => word)).toEqual(Array.from({ length: 12 }, () => 'failed'));
  expect(more).toBe(15);
});

test('findingOf() says why a group, or a rule, could not be judged', () => {
  const { rules } = findingOf(anUnclearReport());
  expect(rules).toEqual([{ word: 'undetermined', policies: [], reason: anUnclearReport().unclear }]);
  const [doubtful] = findingOf(aReport({ rules: [anUndetermined(aRule())], verdict: 'undetermined' })).rules;
  expect(doubtful).toMatchObject({
    word: 'undetermined',
    reason: expect.stringMatching(/./),
    policies: [expect.any(String)],
  });
});

test('asAudit() leaves nothing to be done', () => {
  const report = aReport({ rules: [{ ...aViolation(aRule()), intent: { kind: 'act', repair: { kind: 'revoke' } } }] });
  expect(asAudit(report).rules.map(({ intent }) => intent)).toEqual([{ kind: 'would', repair: { kind: 'revoke' } }]);
});

test('failedGroup() is a failure of the group as a whole', () => {
  const id = 'sg-0123456789abcdef0' as GroupId;
  expect(failedGroup(id, 'odd')).toMatchObject({ group: { id }, rules: [{ word: 'failed', reason: 'odd' }] });
  const act = { kind: 'act', repair: { kind: 'revoke' } } as const;
  const begun = aReport({ severity: 'low', rules: [{ ...aViolation(aRule()), intent: act }] });
  expect(failedGroup(id, 'odd', begun)).toMatchObject({
    reportId: begun.id,
    severity: 'high',
    rules: [
      { word: 'failed', reason: 'odd' },
      { word: 'reverted', text: 'tcp 22 from 0.0.0.0/0' },
    ],
  });
});
