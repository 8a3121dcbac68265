import { describe, expect, test } from 'vitest';
import type { Actor } from '../../functions/core/actor.ts';
import {
  type Conduct,
  culpritOf,
  type Hold,
  nextConduct,
  quieted,
  type RecentRepair,
} from '../../functions/core/conduct.ts';
import { DEFAULT_GUARDRAILS } from '../../functions/core/guardrails.ts';
import type { Guard, Report, ReportedRule } from '../../functions/core/report.ts';
import {
  aCompliant,
  aConcern,
  anUndetermined,
  aReport,
  aRule,
  aViolation,
  DONE,
  failed,
  GONE,
  ruleIdOf,
} from '../records/reports.ts';

const SSH = 'tcp 22 from 0.0.0.0/0';
const RDP = aRule({ from: 3389, to: 3389 });
const CI: Actor = { kind: 'role', arn: 'arn:aws:iam::123456789012:role/ci/deploy', name: 'deploy', session: 'run-7' };
const BOB: Actor = { kind: 'user', name: 'bob' };
const AT = '2026-11-23T12:30:00Z';
const UNTIL = '2026-11-23T13:00:00Z';
const MINE = 'mine/sg-1';

const report = (rules: readonly ReportedRule[], changes: Partial<Report> = {}): Report =>
  aReport({ id: MINE, judgedAt: AT, actor: CI, rules, stayed: [], ...changes });
const repaired = aViolation(aRule(), { outcome: DONE });
const heldBy = (guard: Guard | undefined, rule = aRule()): ReportedRule =>
  aViolation(rule, { outcome: { kind: 'held', reason: 'r', ...(guard && { guard }) } });
const broken = heldBy({ kind: 'breaker', until: UNTIL });
const limited = heldBy({ kind: 'limit', until: UNTIL });
const taken = (how: 'removed' | 'added', text = SSH): ReportedRule => ({ ...aCompliant(aRule()), how, text });

const repair = (at: string, changes: Partial<RecentRepair> = {}): RecentRepair => ({
  rule: SSH,
  report: `of ${at}`,
  at,
  by: culpritOf(CI),
  ...changes,
});
const hold = (changes: Partial<Hold> = {}): Hold => ({
  rule: SSH,
  guard: 'breaker',
  report: 'theirs/sg-1',
  until: UNTIL,
  who: [culpritOf(CI).who],
  ...changes,
});
const kept = (repairs: readonly RecentRepair[], holds: readonly Hold[] = []): Conduct => ({
  version: 4,
  repairs,
  holds,
});
const next = (before: Conduct | undefined, of: Report) => nextConduct(before, of, DEFAULT_GUARDRAILS);

describe('nextConduct()', () => {
  test.for<[string, Conduct | undefined, Report]>([
    ['nothing was repaired', undefined, report([aCompliant(aRule())])],
    ['the repair failed', undefined, report([aViolation(aRule(), { outcome: failed() })])],
    [
      'somebody else removed it and added it anew',
      undefined,
      report([aViolation(aRule(), { outcome: { kind: 'stands-again', at: AT, rule: ruleIdOf(2) } })]),
    ],
    ['nothing was left to repair', undefined, report([aViolation(aRule(), { outcome: GONE })])],
    ['the rule is held for its own sake', undefined, report([heldBy(undefined)])],
    ['the group is protected', undefined, report([heldBy({ kind: 'protected' })])],
    ['the report has counted before', kept([repair(AT, { report: MINE })]), report([repaired])],
    ['the hold stands already', kept([], [hold()]), report([broken])],
    [
      'it only gets older',
      kept([repair('2026-11-23T08:00:00Z')], [hold({ until: AT })]),
      report([aCompliant(aRule())]),
    ],
    ['whoever brought the hold on takes the rule away', kept([], [hold()]), report([taken('removed')])],
    ['somebody adds what is held', kept([], [hold()]), report([taken('added')], { actor: BOB })],
    ['somebody takes another rule away', kept([], [hold()]), report([taken('removed', 'tcp 23')], { actor: BOB })],
    ['the rule stands again', kept([], [hold()]), report([taken('removed')], { actor: BOB, stayed: [SSH] })],
  ])('is undefined when %s', ([, before, of]) => {
    expect(next(before, of)).toBeUndefined();
  });

  test.for<[string, Conduct | undefined, Report, Conduct]>([
    [
      'counts each rule that was repaired',
      undefined,
      report([repaired, aViolation(RDP, { how: 'removed' }), aCompliant(aRule())]),
      {
        version: 1,
        repairs: [
          repair(AT, { report: MINE }),
          repair(AT, { report: MINE, rule: 'tcp 3389 from 0.0.0.0/0', missing: true }),
        ],
        holds: [],
      },
    ],
    [
      'counts a rule that was removed and stands again at once',
      undefined,
      report([aViolation(aRule(), { outcome: { kind: 'stands-again', at: AT, rule: ruleIdOf(2), removed: true } })]),
      { version: 1, repairs: [repair(AT, { report: MINE })], holds: [] },
    ],
    [
      'forgets repairs as old as the window',
      kept([repair('2026-11-23T11:30:00Z'), repair('2026-11-23T11:30:01Z')]),
      report([repaired]),
      { version: 5, repairs: [repair('2026-11-23T11:30:01Z'), repair(AT, { report: MINE })], holds: [] },
    ],
    [
      'begins the hold of a breaker with all who brought it on, and its count anew',
      kept([repair('2026-11-23T12:00:00Z', { by: culpritOf(BOB) }), repair('2026-11-23T12:01:00Z', { rule: 'other' })]),
      report([broken]),
      {
        version: 5,
        repairs: [repair('2026-11-23T12:01:00Z', { rule: 'other' })],
        holds: [hold({ report: MINE, who: ['user bob', culpritOf(CI).who] })],
      },
    ],
    [
      'begins the hold of a limit and leaves the count',
      kept([repair('2026-11-23T12:00:00Z')]),
      report([limited]),
      { version: 5, repairs: [repair('2026-11-23T12:00:00Z')], holds: [hold({ report: MINE, guard: 'limit' })] },
    ],
    [
      'begins a hold anew once the last is over',
      kept([], [hold({ until: AT })]),
      report([broken]),
      { version: 5, repairs: [], holds: [hold({ report: MINE })] },
    ],
    [
      'ends a hold when somebody else takes the rule away',
      kept([], [hold(), hold({ rule: 'other' })]),
      report([taken('removed')], { actor: BOB }),
      { version: 5, repairs: [], holds: [hold({ rule: 'other' })] },
    ],
    [
      'ends a hold of a missing rule when somebody else puts it back',
      kept([], [hold({ missing: true })]),
      report([taken('added')], { actor: BOB }),
      { version: 5, repairs: [], holds: [] },
    ],
  ])('%s', ([, before, of, after]) => {
    expect(next(before, of)).toEqual(after);
  });

  test('keeps no more than 300 entries, the newest', () => {
    const many = Array.from({ length: 300 }, (_, index) => repair(AT, { rule: `rule ${index}` }));
    const after = next(kept(many), report([repaired]));
    expect(after?.repairs).toHaveLength(300);
    expect(after?.repairs.at(-1)?.rule).toBe(SSH);
  });
});

describe('quieted()', () => {
  const told = kept([], [hold(), hold({ guard: 'limit' })]);
  test.for<[boolean, string, Report]>([
    [true, 'all is held as it was told', report([broken])],
    [true, 'the limit holds it again', report([limited, aCompliant(RDP)])],
    [false, 'another rule is held too', report([broken, heldBy({ kind: 'breaker', until: UNTIL }, RDP)])],
    [false, 'another rule was repaired', report([broken, aViolation(RDP)])],
    [false, 'another rule could not be judged', report([broken, anUndetermined(RDP)])],
    [false, 'the change breaks a policy as a whole', report([broken], { concerns: [aConcern()] })],
    [false, 'a part of it could not be judged', report([broken], { unclear: 'why' })],
    [false, 'the group is protected', report([heldBy({ kind: 'protected' })])],
    [false, 'it is held for its own sake', report([heldBy(undefined)])],
    [false, 'the hold is over', report([broken], { judgedAt: UNTIL })],
    [false, 'it is the report that began the hold', report([broken], { id: 'theirs/sg-1' })],
    [false, 'the rule is missing, not there', report([{ ...broken, how: 'removed' }])],
    [false, 'there is nothing to tell', report([aCompliant(aRule())])],
  ])('is %s when %s', ([quiet, , of]) => {
    expect(quieted(of, told)).toEqual(quiet ? { ...of, quiet: true } : of);
  });

  test('leaves a report alone when nothing is kept', () => {
    expect(quieted(report([broken]), undefined)).toEqual(report([broken]));
  });
});

test.for<[Actor, string, string]>([
  [CI, 'role arn:aws:iam::123456789012:role/ci/deploy', 'role deploy'],
  [
    { ...CI, session: 'run-8', tool: 'Terraform' },
    'role arn:aws:iam::123456789012:role/ci/deploy',
    'role deploy (says it is Terraform)',
  ],
  [{ ...BOB, tool: 'console' }, 'user bob', 'bob (says it is the AWS console)'],
  [{ kind: 'root', name: 'root' }, 'root root', 'the root user'],
  [{ kind: 'unknown', name: 'unknown' }, 'unknown unknown', 'an unknown caller'],
  [{ kind: 'identity-center', name: 'Admin', session: 'eve' }, 'identity-center Admin', 'eve with Admin'],
  [{ kind: 'user', name: 'x'.repeat(400) }, `user ${'x'.repeat(300)}`, `${'x'.repeat(61)}...`],
])('culpritOf(%o) is %s, %s', ([actor, who, name]) => {
  expect(culpritOf(actor)).toEqual({ who, name });
});
