import type { Mode, Policy, Remedy, Severity } from './policy.ts';
import type { Rule } from './rule.ts';

/** One policy that one rule breaks. Texts of traffic are canonical and in rising order. */
export type Finding = {
  readonly policy: string;
  readonly title: string;
  readonly severity: Severity;
  readonly mode: Exclude<Mode, 'off'>;
  readonly remedy: Remedy;
  readonly runbook: string;
  readonly why?: string;
  /** The part of the rule that the policy forbids. */
  readonly offending: readonly string[];
  /** The rest of the rule. */
  readonly remainder: readonly string[];
  /** Why the part offends, one sentence without full stop. */
  readonly because: string;
};

/** A policy that could not be judged, and the fact that was missing. */
export type Doubt = { readonly policy: string; readonly reason: string };

/** What the policies say of one rule. A violation may come with doubts: policies beside it that could not be judged. */
export type Verdict =
  | { readonly kind: 'compliant' }
  | {
      readonly kind: 'violation';
      readonly findings: readonly [Finding, ...Finding[]];
      readonly doubts: readonly Doubt[];
    }
  | { readonly kind: 'undetermined'; readonly doubts: readonly [Doubt, ...Doubt[]] };

/** A rule and what the policies say of it. */
export type Judged = { readonly rule: Rule; readonly verdict: Verdict };

export type { Policy };
