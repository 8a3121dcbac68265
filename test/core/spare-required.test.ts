import { describe, expect, test } from 'vitest';
import { draftReport } from '../../functions/core/draft.ts';
import type { GroupId } from '../../functions/core/ids.ts';
import { planRepair } from '../../functions/core/plan.ts';
import type { Policy, Statement } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import { context, policy, rule } from './arbitraries.ts';
import { exemption } from './exemptions.ts';

const HTTPS: Statement = { protocols: [6], ports: [[443, 443]], sources: [{ kind: 'any' }] };
const SSH: Statement = { protocols: [6], ports: [[22, 22]], sources: [{ kind: 'anywhere' }] };
const requires = (more: Partial<Policy> = {}, ...statements: Statement[]): Policy =>
  policy(
    { kind: 'require', statements: statements.length > 0 ? statements : [HTTPS] },
    { id: 'https-stays', mode: 'enforce', remedy: 'restore', ...more },
  );
const denies = (more: Partial<Policy> = {}, ...statements: Statement[]): Policy =>
  policy(
    { kind: 'deny', statements: statements.length > 0 ? statements : [SSH] },
    { id: 'no-ssh', mode: 'enforce', ...more },
  );

const WIDE = rule('tcp', [0, 1024], '0.0.0.0/0', 'sgr-0000000000000000a');
const ALSO = rule('tcp', [0, 2000], '0.0.0.0/0', 'sgr-0000000000000000b');
const STAYS = rule('tcp', [443, 443], '0.0.0.0/0', 'sgr-0000000000000000c');

/** What comes of rules that were added, beside others that stood. */
function draft(added: readonly Rule[], beside: readonly Rule[], policies: readonly Policy[]) {
  const here = context([...added, ...beside]);
  const { account, region } = here;
  const change = {
    eventId: 'e',
    eventName: 'AuthorizeSecurityGroupIngress',
    time: '2026-11-23T12:00:00Z',
    account,
    region,
    actor: { kind: 'user' as const, name: 'anna' },
    group: { id: 'sg-0123456789abcdef0' as GroupId },
    effect: { kind: 'added' as const, rules: added },
  };
  const live = { standing: here.standing ?? [], egress: [] };
  return draftReport({ change, live, context: here }, policies, '2026-11-23T12:00:05Z');
}
const repairs = (report: ReturnType<typeof draft>) =>
  report.rules.map(({ intent, outcome }) => {
    if (outcome) return `${outcome.kind}: ${'reason' in outcome ? outcome.reason : ''}`;
    if (intent.kind !== 'act' && intent.kind !== 'would') return intent.kind;
    const to = intent.repair.kind === 'narrow' ? ` to ${intent.repair.remainder.map(ruleText).join(', ')}` : '';
    const why = intent.kind === 'act' && intent.instead !== undefined ? ` (${intent.instead})` : '';
    return `${intent.kind} ${intent.repair.kind}${to}${why}`;
  });

describe('a repair that would cut what a policy requires', () => {
  test.for<[string, readonly Rule[], readonly Rule[], readonly Policy[], readonly string[]]>([
    ['narrows the rule to that part', [WIDE], [], [denies(), requires()], ['act narrow to tcp 443 from 0.0.0.0/0']],
    [
      'removes it where an exemption lets that go',
      [WIDE],
      [],
      [denies(), requires({ exemptions: [exemption([HTTPS])] })],
      ['act revoke'],
    ],
    [
      'is none of the actors that an exemption is for',
      [WIDE],
      [],
      [denies(), requires({ exemptions: [exemption([HTTPS], { actors: ['arn:aws:iam::*:user/anna'] })] })],
      ['act narrow to tcp 443 from 0.0.0.0/0'],
    ],
    ['removes it where another rule lets the same in', [WIDE], [STAYS], [denies(), requires()], ['act revoke']],
    [
      'sees two rules that go together',
      [WIDE, ALSO],
      [],
      [denies(), requires()],
      ['act narrow to tcp 443 from 0.0.0.0/0', 'act revoke'],
    ],
    [
      'adds nothing to what narrow leaves anyway',
      [WIDE],
      [],
      [denies({ remedy: 'narrow' }), requires()],
      ['act narrow to tcp 0-21 from 0.0.0.0/0, tcp 23-1024 from 0.0.0.0/0'],
    ],
    [
      'holds where that part is forbidden itself, and names both',
      [WIDE],
      [],
      [denies(), requires({ id: 'ssh-stays' }, { ...SSH, sources: [{ kind: 'any' }] })],
      [
        'held: policy ssh-stays requires some of it, and that part alone breaks policy no-ssh: the policies contradict each other, so a person has to decide',
      ],
    ],
    [
      'removes it where the policy only tells, and says what goes',
      [WIDE],
      [],
      [denies(), requires({ mode: 'audit' })],
      ['act revoke (policy https-stays requires some of it, and only tells of it)'],
    ],
    [
      'removes it where the policy would not put it back',
      [WIDE],
      [],
      [denies(), requires({ remedy: 'notify' })],
      ['act revoke (policy https-stays requires some of it, and only tells of it)'],
    ],
    ['removes it where the policy is off', [WIDE], [], [denies(), requires({ mode: 'off' })], ['act revoke']],
    [
      'removes it where the policy is for other groups',
      [WIDE],
      [],
      [denies(), requires({ scope: { groups: ['db-*'] } })],
      ['act revoke'],
    ],
    [
      'tells in audit mode what it would do',
      [WIDE],
      [],
      [denies({ mode: 'audit' }), requires()],
      ['would narrow to tcp 443 from 0.0.0.0/0'],
    ],
    [
      'lets nobody add to a frozen group',
      [STAYS],
      [],
      [policy({ kind: 'freeze' }, { mode: 'enforce' }), requires()],
      ['act revoke'],
    ],
    [
      'removes it where that part takes too many rules',
      [rule('-1', [-1, -1], '0.0.0.0/0', 'sgr-0000000000000000a')],
      [],
      [
        denies(),
        requires(
          {},
          ...Array.from({ length: 11 }, (_, at): Statement => ({ ...HTTPS, ports: [[at * 2 + 100, at * 2 + 100]] })),
        ),
      ],
      ['act revoke (what policy https-stays requires of it would take more than 10 rules)'],
    ],
  ])('%s', ([, added, beside, policies, expected]) => {
    expect(repairs(draft(added, beside, policies))).toEqual(expected);
  });

  test('leaves nothing to be done where it is held', () => {
    const policies = [denies(), requires({ id: 'ssh-stays' }, { ...SSH, sources: [{ kind: 'any' }] })];
    expect(planRepair(draft([WIDE], [], policies))).toEqual([]);
  });
});
