import type { Context } from '../core/context.ts';
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

/** Judges each case by this policy alone, as if it were in audit mode when it is off. */
export function runCases(policy: Policy, cases: readonly Case[]): CaseResult[] {
  const judged: Policy = { ...policy, mode: policy.mode === 'off' ? 'audit' : policy.mode };
  return cases.map((entry) => {
    const actual = entry.kind === 'event' ? toldOf(entry, judged) : actualOf(entry, judged);
    const verdict = actual.verdict === entry.expect ? [] : (['verdict'] as const);
    const parts = (['offending', 'remainder'] as const).filter(
      (part) => entry.kind === 'rule' && !sameSet(entry[part], actual[part]),
    );
    const unmet = [...verdict, ...parts];
    return { case: entry, actual, unmet };
  });
}

function toldOf({ event, account, region }: EventCase, policy: Policy): Actual {
  const told = watchedBy([policy], event, { account, region }).length > 0;
  const why = told ? `the policy watches ${event}` : '';
  return { verdict: told ? 'violation' : 'compliant', offending: [], remainder: [], why };
}

function actualOf({ rule, group, account, region, prefixLists }: RuleCase, policy: Policy): Actual {
  const { rules, ...facts } = group;
  // Only the loss of a rule breaks a requirement; every other policy is shown by a rule that comes.
  const how = policy.ban.kind === 'require' ? 'removed' : 'added';
  const standing = how === 'removed' ? rules : [...rules, rule];
  const context: Context = { account, region, group: facts, standing, lists: prefixLists };
  const [judged] = judge([rule], context, [policy], how);
  if (!judged) throw new TypeError('judge() gave no verdict for a rule');
  const { verdict } = judged;
  switch (verdict.kind) {
    case 'compliant':
      return { verdict: 'compliant', offending: [], remainder: [], why: '' };
    case 'violation': {
      const [{ offending, remainder, because }] = verdict.findings;
      return { verdict: 'violation', offending, remainder, why: because };
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
