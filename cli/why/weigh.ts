import type { Context } from '../../functions/core/context.ts';
import type { Excuse } from '../../functions/core/excuse.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import type { Coverage } from '../../functions/core/judge/coverage.ts';
import { coverage, type Place } from '../../functions/core/judge/scope.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Choice, chooseRepair } from '../../functions/core/repair.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { type Doubt, excusesOf, type Finding, judge, type Verdict } from '../../functions/core/verdict.ts';

/** What is known of the group that the rules stand in; what is absent is not known. */
export type Facts = Place & Pick<Context, 'lists' | 'at'>;

/** What a policy says of a rule, in a group that it covers. */
export type Says =
  | {
      readonly kind: 'breaks';
      readonly finding: Finding;
      readonly doubts: readonly Doubt[];
      readonly excuses: readonly Excuse[];
    }
  /** All of what it forbids is excused. */
  | { readonly kind: 'exempt'; readonly excuses: readonly Excuse[] }
  | { readonly kind: 'allows' }
  /** `account`: the fact that is missing is which account the group is of. */
  | { readonly kind: 'unknown'; readonly missing: string; readonly account?: true }
  /** It has nothing to say of a rule that is added. */
  | { readonly kind: 'silent' };

/** One policy's part in the verdict on one rule. */
export type Opinion = { readonly policy: Policy; readonly scope: Coverage; readonly says: Says };

/** A rule, what every policy says of it, and what comes of it. */
export type Weighed = {
  readonly rule: Rule;
  readonly verdict: Verdict['kind'];
  readonly opinions: readonly Opinion[];
  /** What is done, or in audit mode would be; only for a violation. */
  readonly fate?: Fate;
};

/** A choice of repair, the policies that it is made for, and whether it is made at all. */
export type Fate = { readonly mode: 'enforce' | 'audit'; readonly by: readonly string[]; readonly choice: Choice };

/** Judges rules that are added to one group and stand there together, by every policy, whatever its scope and mode. */
export function weigh(rules: readonly Rule[], facts: Facts, policies: readonly Policy[]): Weighed[] {
  return rules.map((rule) => {
    const opinions = policies.map(
      (policy): Opinion => ({ policy, scope: coverage(policy.scope, facts), says: saysOf(policy, rule, rules, facts) }),
    );
    const judging = opinions.filter(({ policy, scope }) => policy.mode !== 'off' && scope.kind !== 'outside');
    const broken = judging.filter(({ scope, says }) => scope.kind === 'covered' && says.kind === 'breaks');
    if (broken.length > 0) return { rule, verdict: 'violation', opinions, fate: fateOf(rule, broken, rules, facts) };
    const open = judging.some(({ says }) => says.kind === 'breaks' || says.kind === 'unknown');
    const exempt = judging.some(({ says }) => says.kind === 'exempt');
    return { rule, verdict: open ? 'undetermined' : exempt ? 'exempt' : 'compliant', opinions };
  });
}

/** An account that nobody has. */
const NOBODY = '000000000000' as AccountId;

/** What a judgement may be asked: the account and region that are not known stand for none, as `saysOf` makes up for. */
export const contextOf = (rules: readonly Rule[], facts: Facts, account = facts.account ?? NOBODY): Context => ({
  account,
  region: facts.region ?? '',
  group: facts.group,
  standing: rules,
  lists: facts.lists,
  ...(facts.actor && { actor: facts.actor }),
  ...(facts.at !== undefined && { at: facts.at }),
});

function saysOf(policy: Policy, rule: Rule, rules: readonly Rule[], facts: Facts): Says {
  if (policy.ban.kind === 'watch' || policy.ban.kind === 'require') return { kind: 'silent' };
  const everywhere: Policy = { ...policy, scope: {}, ...(policy.mode === 'off' && { mode: 'audit' }) };
  const verdicts = accountsToTry(policy, facts).map((account): Says => {
    const [judged] = judge([rule], contextOf(rules, facts, account), [everywhere]);
    return judged ? saidBy(judged.verdict) : { kind: 'silent' };
  });
  const [first = { kind: 'silent' }, ...others] = verdicts;
  const same = others.every((other) => JSON.stringify(other) === JSON.stringify(first));
  return same ? first : { kind: 'unknown', missing: 'the account would have to be known', account: true };
}

function saidBy(verdict: Verdict): Says {
  const excuses = excusesOf(verdict);
  switch (verdict.kind) {
    case 'violation':
      return { kind: 'breaks', finding: verdict.findings[0], doubts: verdict.doubts, excuses };
    case 'exempt':
      return { kind: 'exempt', excuses };
    case 'undetermined':
      return { kind: 'unknown', missing: verdict.doubts[0].reason };
    case 'compliant':
      return { kind: 'allows' };
    default:
      return verdict satisfies never;
  }
}

/** The accounts that the group could be in, as far as the policy tells them apart. */
function accountsToTry({ ban }: Policy, { account }: Facts): AccountId[] {
  if (account !== undefined) return [account];
  const words = ban.kind === 'deny' || ban.kind === 'only' ? ban.statements.flatMap(({ sources }) => sources) : [];
  return [NOBODY, ...words.flatMap((word) => (word.kind === 'account' ? [word.id] : []))];
}

function fateOf(rule: Rule, broken: readonly Opinion[], rules: readonly Rule[], facts: Facts): Fate {
  const findings = broken.flatMap(({ says }) => (says.kind === 'breaks' ? [says.finding] : []));
  const enforced = findings.filter(({ mode, remedy }) => mode === 'enforce' && remedy !== 'notify');
  const acting = enforced.length > 0 ? enforced : findings;
  const policies = broken.map(({ policy }) => policy);
  return {
    mode: enforced.length > 0 ? 'enforce' : 'audit',
    by: acting.map(({ policy }) => policy),
    choice: chooseRepair({ rule, how: 'added' }, acting, contextOf(rules, facts), policies),
  };
}
