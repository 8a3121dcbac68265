import type { Context } from '../core/context.ts';
import type { Policy } from '../core/policy.ts';
import { judge, type Verdict } from '../core/verdict.ts';
import type { Case } from './case.ts';

/** What a policy says of a case's rule, in the terms of cases.yaml. */
type Actual = {
  readonly verdict: Verdict['kind'];
  readonly offending: readonly string[];
  readonly remainder: readonly string[];
  /** Why the rule offends, or what could not be known; empty when it is compliant. */
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
    const actual = actualOf(entry, judged);
    const { expect, offending, remainder } = entry;
    const unmet = [
      ...(actual.verdict === expect ? [] : (['verdict'] as const)),
      ...(sameSet(offending, actual.offending) ? [] : (['offending'] as const)),
      ...(sameSet(remainder, actual.remainder) ? [] : (['remainder'] as const)),
    ];
    return { case: entry, actual, unmet };
  });
}

function actualOf({ rule, group, account, region, prefixLists }: Case, policy: Policy): Actual {
  const { rules, ...facts } = group;
  const context: Context = { account, region, group: facts, standing: [...rules, rule], lists: prefixLists };
  const [judged] = judge([rule], context, [policy]);
  if (!judged) throw new TypeError('judge() gave no verdict for a rule');
  const { verdict } = judged;
  switch (verdict.kind) {
    case 'compliant':
      return { verdict: 'compliant', offending: [], remainder: [], why: '' };
    case 'violation': {
      const [{ offending, remainder, because }] = verdict.findings;
      return { verdict: 'violation', offending, remainder, why: because };
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
