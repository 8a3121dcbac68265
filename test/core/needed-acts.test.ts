import { expect, test } from 'vitest';
import type { Context } from '../../functions/core/context.ts';
import type { AccountId, GroupId, PrefixListId, RuleId } from '../../functions/core/ids.ts';
import { type NeededAct, neededActs } from '../../functions/core/needed-acts.ts';
import { type Ban, MODES, type Policy, REMEDIES, type Remedy, type Statement } from '../../functions/core/policy.ts';
import { chooseRepair, type Repair } from '../../functions/core/repair.ts';
import type { Rule } from '../../functions/core/rule.ts';
import type { Cidr } from '../../functions/core/traffic/cidr.ts';
import { type How, judge } from '../../functions/core/verdict.ts';

const ports = (first: number, last: number): readonly Statement[] => [
  { protocols: [6], ports: [[first, last]], sources: [{ kind: 'any' }] },
];
const BANS: readonly Ban[] = [
  { kind: 'deny', statements: ports(22, 22) },
  { kind: 'only', statements: ports(20, 21) },
  { kind: 'freeze' },
  { kind: 'require', statements: ports(22, 22) },
  { kind: 'watch', events: ['attachments'] },
];

const policy = (ban: Ban, remedy: Remedy, mode: Policy['mode'] = 'enforce'): Policy => ({
  id: 'p',
  title: 'T',
  severity: 'low',
  mode,
  scope: {},
  ban,
  remedy,
  runbook: 'R',
});

const ban = (kind: Ban['kind']): Ban => BANS.find((each) => each.kind === kind) ?? { kind: 'freeze' };

test.for<[Ban['kind'], Remedy, NeededAct[]]>([
  ['deny', 'narrow', ['authorize']],
  ['only', 'narrow', ['authorize']],
  ['deny', 'restore', ['modify', 'restore-list']],
  ['only', 'restore', ['modify', 'restore-list']],
  ['freeze', 'restore', ['authorize', 'modify', 'restore-list']],
  ['require', 'restore', ['authorize', 'modify']],
])('neededActs() of %s with remedy %s is %j', ([kind, remedy, acts]) => {
  expect([...neededActs([policy(ban(kind), remedy)])].sort()).toEqual(acts);
});

test('neededActs() is nothing when all that policies do is tell or revoke', () => {
  const mild = (['notify', 'revoke'] as const).flatMap((remedy) => BANS.map((each) => policy(each, remedy)));
  expect(neededActs(mild)).toEqual(new Set());
});

test('neededActs() is nothing when policies are off or in audit mode', () => {
  const idle = MODES.filter((mode) => mode !== 'enforce').flatMap((mode) =>
    REMEDIES.flatMap((remedy) => BANS.map((each) => policy(each, remedy, mode))),
  );
  expect(neededActs(idle)).toEqual(new Set());
});

test('neededActs() is what any of the policies needs', () => {
  const policies = [policy(ban('deny'), 'restore'), policy(ban('only'), 'narrow'), policy(ban('freeze'), 'revoke')];
  expect(neededActs(policies)).toEqual(new Set(['modify', 'restore-list', 'authorize']));
});

const RULE: Rule & { id: RuleId } = {
  id: 'sgr-0123456789abcdef0' as RuleId,
  protocol: 6,
  from: 20,
  to: 30,
  source: { kind: 'cidr', cidr: '10.0.0.0/8' as Cidr },
};
const CONTEXT: Context = {
  account: '123456789012' as AccountId,
  region: 'eu-west-1',
  group: { id: 'sg-0123456789abcdef0' as GroupId },
  standing: [],
  lists: new Map(),
};
const HOWS: readonly How[] = ['added', 'modified', 'removed', 'standing'];
const ACT: Readonly<Record<Repair['kind'], readonly NeededAct[]>> = {
  revoke: [],
  narrow: ['authorize'],
  restore: ['modify'],
  'put-back': ['authorize'],
  'restore-list': ['restore-list'],
};

/** The acts of every repair that is ever chosen for a policy. */
function chosenActs(chosen: Policy): Set<NeededAct> {
  const list = { id: 'pl-0123456789abcdef0' as PrefixListId, version: 1 };
  // One that the policy may forbid as well, and one that it does not; to a `require` it is the other way round.
  const before = [20, 29].map((to) => ({ ...RULE, to }));
  const acts = HOWS.flatMap((how) =>
    before.flatMap((was) => {
      // What a modified rule was is judged too, as if it had been taken away.
      const judged = [
        judge([RULE], CONTEXT, [chosen], how),
        how === 'modified' ? judge([was], CONTEXT, [chosen], 'removed') : [],
        // A freeze minds what becomes of the prefix list of a rule that merely stands.
        how === 'standing' && chosen.ban.kind === 'freeze' ? judge([RULE], CONTEXT, [chosen], 'modified') : [],
      ];
      const verdict = judged.flat().find((each) => each.verdict.kind === 'violation')?.verdict;
      if (verdict?.kind !== 'violation') return [];
      const choice = chooseRepair({ rule: RULE, how, was, list }, verdict.findings, CONTEXT, [chosen]);
      return choice.kind === 'repair' ? ACT[choice.repair.kind] : [];
    }),
  );
  return new Set(acts);
}

const CHOICES = BANS.flatMap((each) => REMEDIES.map((remedy) => [each.kind, remedy] as const)).filter(
  // No policy file may say so.
  ([kind, remedy]) => remedy !== 'narrow' || kind === 'deny' || kind === 'only',
);

test.for(CHOICES)(
  'neededActs() is what repairs come to, no more and no less, for %s with remedy %s',
  ([kind, remedy]) => {
    const given = policy(ban(kind), remedy);
    expect(chosenActs(given)).toEqual(neededActs([given]));
  },
);
