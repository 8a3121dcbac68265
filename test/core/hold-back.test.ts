import { describe, expect, test } from 'vitest';
import { type Conduct, culpritOf, type RecentRepair } from '../../functions/core/conduct.ts';
import { DEFAULT_GUARDRAILS, type Guardrails } from '../../functions/core/guardrails.ts';
import { holdAtLimit, holdBack, hourOf } from '../../functions/core/hold-back.ts';
import { planRepair } from '../../functions/core/plan.ts';
import type { Report, ReportedRule } from '../../functions/core/report.ts';
import { ANNA, aCompliant, aReport, aRule, aViolation, WEB } from '../records/reports.ts';

/** A rule that is to be removed, and has not been yet. */
const open = (changes: Parameters<typeof aViolation>[1] = {}): ReportedRule => {
  const { outcome: _, ...rule } = aViolation(aRule(), changes);
  return rule;
};
const report = (changes: Partial<Report> = {}): Report => aReport({ rules: [open()], ...changes });
const SSH = 'tcp 22 from 0.0.0.0/0';
const NOT_TO_DO: ReportedRule[] = [
  aViolation(aRule(), { intent: { kind: 'would', repair: { kind: 'revoke' } } }),
  aViolation(aRule(), { intent: { kind: 'notify' } }),
  aViolation(aRule(), { outcome: { kind: 'already-gone', at: '2026-11-23T02:58:16Z' } }),
  aCompliant(aRule()),
];

const protecting = (by: Partial<Guardrails['protected']>): Guardrails => ({
  ...DEFAULT_GUARDRAILS,
  protected: { groups: [], tags: {}, ...by },
});
const outcomes = ({ rules }: Report) => rules.map(({ outcome }) => outcome);

describe('holdBack() for protected groups', () => {
  const NEVER = 'Portcullis never touches it';
  test.for<[string, Partial<Guardrails['protected']>, Report['group'], string | undefined]>([
    ['nothing', {}, WEB, undefined],
    ['its id', { groups: [WEB.id] }, WEB, `the group is protected by guardrails.yaml (${WEB.id}): ${NEVER}`],
    ['a glob', { groups: ['db-*', 'web-?'] }, WEB, `the group is protected by guardrails.yaml (web-?): ${NEVER}`],
    ['other names', { groups: ['web', 'db-*'] }, WEB, undefined],
    [
      'a tag',
      { tags: { keep: ['yes', 'true'] } },
      { ...WEB, tags: { keep: 'true' } },
      `the group is protected by guardrails.yaml (tag keep): ${NEVER}`,
    ],
    ['other tags', { tags: { keep: ['yes'] } }, { ...WEB, tags: { keep: 'no', yes: 'keep' } }, undefined],
    [
      'either of two tags',
      { tags: { a: ['1'], b: ['2'] } },
      { ...WEB, tags: { b: '2' } },
      `the group is protected by guardrails.yaml (tag b): ${NEVER}`,
    ],
    [
      'tags that are not known',
      { tags: { keep: ['yes'] } },
      WEB,
      "the group's tags would have to be known to tell whether guardrails.yaml protects the group",
    ],
    [
      'a name that is not known',
      { groups: ['db-*'] },
      { id: WEB.id, tags: {} },
      "the group's name would have to be known to tell whether guardrails.yaml protects the group",
    ],
    [
      'one that is certain, whatever else is not known',
      { groups: ['web-1'], tags: { keep: ['yes'] } },
      WEB,
      `the group is protected by guardrails.yaml (web-1): ${NEVER}`,
    ],
  ])('by %s', ([, by, group, reason]) => {
    const held = holdBack(report({ group }), protecting(by), undefined);
    expect(outcomes(held)).toEqual([reason && { kind: 'held', reason, guard: { kind: 'protected' } }]);
    expect(planRepair(held).length).toBe(reason === undefined ? 1 : 0);
    expect(held.rules[0]?.intent).toEqual(open().intent);
  });

  test('leaves alone what is not to be repaired', () => {
    const before = report({ rules: NOT_TO_DO });
    expect(holdBack(before, protecting({ groups: ['*'] }), undefined)).toEqual(before);
  });
});

describe('holdBack() for rules that keep coming back', () => {
  const CI = { kind: 'role', name: 'deploy', tool: 'Terraform' } as const;
  const at = (minute: number, changes: Partial<RecentRepair> = {}): RecentRepair => ({
    rule: SSH,
    report: `at ${minute}`,
    at: `2026-11-23T02:${String(minute).padStart(2, '0')}:16.412Z`,
    by: culpritOf(CI),
    ...changes,
  });
  const kept = (...repairs: RecentRepair[]): Conduct => ({ version: 1, repairs, holds: [] });
  const hold = (changes: object = {}): Conduct => ({
    version: 1,
    repairs: [],
    holds: [{ rule: SSH, guard: 'breaker', report: 'other', until: '2026-11-23T03:10:00Z', who: [], ...changes }],
  });

  test.for<[string, Conduct | undefined, boolean]>([
    ['nothing was repaired', undefined, false],
    ['it was repaired twice', kept(at(50), at(51)), false],
    ['it was repaired three times', kept(at(50), at(51), at(52)), true],
    ['one of three was a window ago', kept(at(50, { at: '2026-11-23T01:58:16.412Z' }), at(51), at(52)), false],
    [
      'one of three was a little less than a window ago',
      kept(at(50, { at: '2026-11-23T01:58:18Z' }), at(51), at(52)),
      true,
    ],
    ['one of three was of another rule', kept(at(50, { rule: 'tcp 3389 from 0.0.0.0/0' }), at(51), at(52)), false],
    ['one of three put it back', kept(at(50, { missing: true }), at(51), at(52)), false],
    ['one of three is of this report', kept(at(50, { report: report().id }), at(51), at(52)), false],
    ['a hold lasts', hold(), true],
    ['a hold is over', hold({ until: '2026-11-23T02:58:16.412Z' }), false],
    ['the hold is that of a limit', hold({ guard: 'limit' }), false],
    ['the hold is on another rule', hold({ rule: 'tcp 3389 from 0.0.0.0/0' }), false],
  ])('when %s: %s', ([, conduct, held]) => {
    const after = holdBack(report(), DEFAULT_GUARDRAILS, conduct);
    expect(outcomes(after).map((outcome) => outcome?.kind)).toEqual([held ? 'held' : undefined]);
  });

  test.for<[string, Report, Conduct, string, string]>([
    [
      'one who adds it',
      report({ actor: CI }),
      kept(at(50), at(51), at(52)),
      'repaired 3 times within 60 minutes, the limit is 3; role deploy (says it is Terraform) keeps putting it back: change it there; held until 03:58 UTC or until somebody else takes it away; what stands then is judged again at its next change or sweep',
      '2026-11-23T03:58:16Z',
    ],
    [
      'several who take it away, past midnight',
      report({
        actor: ANNA,
        judgedAt: '2026-11-23T23:40:00Z',
        rules: [open({ how: 'removed', intent: { kind: 'act', repair: { kind: 'put-back' } } })],
      }),
      kept(
        ...[10, 20, 30].map((minute) =>
          at(minute, {
            at: `2026-11-23T23:${minute}:00Z`,
            missing: true,
            by: minute === 10 ? culpritOf({ kind: 'user', name: 'bob' }) : culpritOf(CI),
          }),
        ),
      ),
      'put back 3 times within 60 minutes, the limit is 3; bob, role deploy (says it is Terraform) and 1 more keep taking it away: change it there; held until 2026-11-24 00:40 UTC or until somebody else puts it back; what stands then is judged again at its next change or sweep',
      '2026-11-24T00:40:00Z',
    ],
    [
      'a sweep, which sees nobody, beside one who adds it',
      report({ actor: { kind: 'unknown', name: 'unknown' } }),
      kept(at(50), at(51, { by: culpritOf({ kind: 'unknown', name: 'unknown' }) }), at(52)),
      'repaired 3 times within 60 minutes, the limit is 3; role deploy (says it is Terraform) keeps putting it back: change it there; held until 03:58 UTC or until somebody else takes it away; what stands then is judged again at its next change or sweep',
      '2026-11-23T03:58:16Z',
    ],
    [
      'a hold that lasts',
      report({ actor: CI }),
      hold(),
      'held already; role deploy (says it is Terraform) keeps putting it back: change it there; held until 03:10 UTC or until somebody else takes it away; what stands then is judged again at its next change or sweep',
      '2026-11-23T03:10:00Z',
    ],
  ])('says why: %s', ([, before, conduct, reason, until]) => {
    const after = holdBack(before, DEFAULT_GUARDRAILS, conduct);
    expect(outcomes(after)).toEqual([{ kind: 'held', reason, guard: { kind: 'breaker', until } }]);
    expect(reason.length).toBeLessThanOrEqual(400);
  });
});

describe('holdAtLimit()', () => {
  test('holds what is to be done, until the end of the hour', () => {
    const after = holdAtLimit(report({ rules: [open(), ...NOT_TO_DO] }), DEFAULT_GUARDRAILS);
    expect(after.rules.slice(1)).toEqual(NOT_TO_DO);
    expect(after.rules[0]?.outcome).toEqual({
      kind: 'held',
      reason:
        '30 repairs were made in this account and region since 02:00 UTC, and the limit is 30 an hour: Portcullis holds until 03:00 UTC, and a person must look; what stands then is judged again at its next change or sweep',
      guard: { kind: 'limit', until: '2026-11-23T03:00:00Z' },
    });
    expect(planRepair(after)).toEqual([]);
  });

  test('names the day where the hour ends with it', () => {
    const late = report({ judgedAt: '2026-12-31T23:00:00.001Z' });
    expect(outcomes(holdAtLimit(late, { ...DEFAULT_GUARDRAILS, repairsAnHour: 1 }))).toMatchObject([
      {
        reason: expect.stringMatching(/^1 repair was made .* since 23:00 UTC, .* holds until 2027-01-01 00:00 UTC/),
        guard: { until: '2027-01-01T00:00:00Z' },
      },
    ]);
  });
});

test('hourOf() is the hour of the clock in which a change was judged', () => {
  expect(hourOf(report({ judgedAt: '2026-11-23T02:59:59.999Z' }))).toBe('2026-11-23T02');
});
