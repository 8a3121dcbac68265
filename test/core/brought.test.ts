import { describe, expect, test } from 'vitest';
import type { Actor } from '../../functions/core/actor.ts';
import { broughtBy, nextBrought } from '../../functions/core/brought.ts';
import type { Change, Effect } from '../../functions/core/change.ts';
import type { RuleId } from '../../functions/core/ids.ts';
import type { Intent, Report, ReportedRule } from '../../functions/core/report.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import type { How } from '../../functions/core/verdict.ts';
import { aReport } from '../records/reports.ts';
import { rule } from './arbitraries.ts';

const DEPLOY: Actor = {
  kind: 'role',
  arn: 'arn:aws:iam::123456789012:role/deploy',
  name: 'deploy',
  session: 'run-1',
  account: '123456789012',
};
const BOB: Actor = { kind: 'user', arn: 'arn:aws:iam::123456789012:user/bob', name: 'bob', address: '203.0.113.7' };
const BY_DEPLOY = { kind: 'role', arn: DEPLOY.arn, name: 'deploy', account: '123456789012' };
const BY_BOB = { kind: 'user', arn: BOB.arn, name: 'bob' };
const [ONE, TWO] = ['2026-11-23T12:00:00Z', '2026-11-23T12:01:00Z'];
const ssh = rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-00000000000000001');
const wide = { ...rule('tcp', [20, 25], '0.0.0.0/0'), id: ssh.id as RuleId };
const again = { ...ssh, id: 'sgr-00000000000000002' as RuleId };

const change = (actor: Actor, time: string, kind: 'added' | 'swept' = 'added') =>
  ({ actor, time, effect: { kind } as Effect }) as Change;
const report = (judged: Rule, how: How, intent: Intent = { kind: 'none' }): Report =>
  aReport({
    rules: [
      { rule: judged, how, text: ruleText(judged), verdict: { kind: 'compliant' }, intent } satisfies ReportedRule,
    ],
  });
const byOf = (brought: ReturnType<typeof nextBrought>, of: Rule) =>
  broughtBy({ version: 1, accepted: [], brought }, of);

describe('nextBrought()', () => {
  const first = nextBrought(undefined, [ssh], change(DEPLOY, ONE), report(ssh, 'added'));

  test('keeps the principal, and nothing that the caller chooses', () => {
    expect(first).toEqual([{ rule: ssh.id, text: 'tcp 22 from 0.0.0.0/0', by: BY_DEPLOY, at: ONE }]);
  });

  test('knows nothing of the same id with other content, nor of the same content under another id', () => {
    expect([byOf(first, ssh), byOf(first, wide), byOf(first, again)]).toEqual([BY_DEPLOY, undefined, undefined]);
  });

  test('forgets what is gone, and does not take the same for it that somebody adds anew', () => {
    expect(nextBrought(first, [again], change(BOB, TWO), report(wide, 'added'))).toEqual([]);
  });

  test('takes an edit for the work of whoever made it', () => {
    const edited = nextBrought(first, [wide], change(BOB, TWO), report(wide, 'modified'));
    expect([byOf(edited, wide), byOf(edited, ssh)]).toEqual([BY_BOB, undefined]);
  });

  test('learns nothing from a sweep, and loses nothing by it', () => {
    expect(nextBrought(first, [ssh, again], change(BOB, TWO, 'swept'), report(again, 'added'))).toEqual(first);
  });

  test.for([
    [
      'in order',
      [
        [DEPLOY, ONE],
        [BOB, TWO],
      ],
    ],
    [
      'the later first',
      [
        [BOB, TWO],
        [DEPLOY, ONE],
      ],
    ],
    [
      'one of them twice',
      [
        [BOB, TWO],
        [DEPLOY, ONE],
        [BOB, TWO],
        [DEPLOY, ONE],
      ],
    ],
  ] as const)('of two calls that made the rule what it is the later one counts, %s', ([, calls]) => {
    const brought = calls.reduce<ReturnType<typeof nextBrought> | undefined>(
      (before, [actor, time]) => nextBrought(before, [ssh], change(actor, time), report(ssh, 'modified')),
      undefined,
    );
    expect(byOf(brought ?? [], ssh)).toEqual(BY_BOB);
  });

  test('takes the rules that a repair put in the place of one for those of its actor', () => {
    const narrow: Intent = { kind: 'act', repair: { kind: 'narrow', remainder: [rule('tcp', [22, 22], '0.0.0.0/0')] } };
    expect(byOf(nextBrought(undefined, [again], change(DEPLOY, ONE), report(wide, 'added', narrow)), again)).toEqual(
      BY_DEPLOY,
    );
  });

  test('takes a rule that was put back for that of whoever brought it first', () => {
    const putBack: Intent = { kind: 'act', repair: { kind: 'put-back' } };
    expect(byOf(nextBrought(first, [again], change(BOB, TWO), report(ssh, 'removed', putBack)), again)).toEqual(
      BY_DEPLOY,
    );
  });
});
