import { type Actor, actorOfArn } from '../core/actor.ts';
import type { Context } from '../core/context.ts';
import { partDoubts } from '../core/doubt-text.ts';
import { watchedBy } from '../core/judge/watch.ts';
import type { Policy } from '../core/policy.ts';
import { judge, type Verdict } from '../core/verdict.ts';
import type { Case, EventCase, RuleCase } from './case.ts';

/** What a policy says of a case, in the terms of cases.yaml. */
type Actual = {
  readonly verdict: Verdict['kind'];
  readonly offending: readonly string[];
  readonly remainder: readonly string[];
  /** Why it offends, or what could not be known; empty when it is compliant. */
  readonly why: string;
};

/** A case, what came of it, and what was not as expected: nothing when it passed. */
export type CaseResult = {
  readonly case: Case;
  readonly actual: Actual;
  readonly unmet: readonly ('verdict' | 'offending' | 'remainder')[];
};

/**
 * Judges each case by this policy alone, as if it were in audit mode when it is off.
 *
 * Its exemptions count as of the case's `now`; where a case has none, they count for nothing, and all of them for one that
 * expects `exempt`, whatever their dates. So an exemption that comes, or ends, fails no case that does not speak of it.
 */
export function runCases(policy: Policy, cases: readonly Case[]): CaseResult[] {
  return cases.map((entry) => {
    const judged = asOf(policy, entry);
    const actual = entry.kind === 'event' ? toldOf(entry, judged) : actualOf(entry, judged);
    const verdict = actual.verdict === entry.expect ? [] : (['verdict'] as const);
    const parts = (['offending', 'remainder'] as const).filter(
      (part) => entry.kind === 'rule' && !sameSet(entry[part], actual[part]),
    );
    const unmet = [...verdict, ...parts];
    return { case: entry, actual, unmet };
  });
}

function asOf({ exemptions = [], ...policy }: Policy, { now, expect }: Case): Policy {
  const always = { from: '0000-01-01T00:00:00Z', until: '9999-12-31T23:59:59Z' };
  const counting =
    now !== undefined ? exemptions : expect === 'exempt' ? exemptions.map((each) => ({ ...each, ...always })) : [];
  return {
    ...policy,
    mode: policy.mode === 'off' ? 'audit' : policy.mode,
    ...(counting.length > 0 && { exemptions: counting }),
  };
}

function toldOf({ event, account, region, actor }: EventCase, policy: Policy): Actual {
  const told = watchedBy([policy], event, { account, region, actor: principalOf(actor) }).length > 0;
  const why = told ? `the policy watches ${event}` : '';
  return { verdict: told ? 'violation' : 'compliant', offending: [], remainder: [], why };
}

/** Whose call a case stands for; nobody that a condition could name where it does not say. */
const principalOf = (arn: string | undefined): Actor =>
  arn === undefined ? { kind: 'unknown', name: 'unknown' } : actorOfArn(arn);

function actualOf({ rule, group, account, region, prefixLists, actor, now }: RuleCase, policy: Policy): Actual {
  const { rules, ...facts } = group;
  // Only the loss of a rule breaks a requirement; every other policy is shown by a rule that comes.
  const how = policy.ban.kind === 'require' ? 'removed' : 'added';
  const standing = how === 'removed' ? rules : [...rules, rule];
  const context: Context = {
    account,
    region,
    group: facts,
    standing,
    lists: prefixLists,
    actor: principalOf(actor),
    at: now ?? '2000-01-01T00:00:00Z',
  };
  const [judged] = judge([rule], context, [policy], how);
  if (!judged) throw new TypeError('judge() gave no verdict for a rule');
  const { verdict } = judged;
  switch (verdict.kind) {
    case 'compliant':
      return { verdict: 'compliant', offending: [], remainder: [], why: '' };
    case 'violation': {
      const [{ offending, remainder, because }] = verdict.findings;
      return { verdict: 'violation', offending, remainder, why: [because, ...partDoubts(verdict.doubts)].join('; ') };
    }
    case 'exempt': {
      const ids = verdict.excuses.flatMap(({ exemptions }) => exemptions.map(({ id }) => id));
      return { verdict: 'exempt', offending: [], remainder: [], why: `exempt by ${ids.join(', ')}` };
    }
    case 'undetermined':
      return { verdict: 'undetermined', offending: [], remainder: [], why: verdict.doubts[0].reason };
    default:
      return verdict satisfies never;
  }
}

function sameSet(expected: readonly string[] | undefined, actual: readonly string[]): boolean {
  return expected === undefined || new Set(expected).symmetricDifference(new Set(actual)).size === 0;
}
