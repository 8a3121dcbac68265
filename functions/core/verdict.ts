import type { Context } from './context.ts';
import { coverage } from './judge/scope.ts';
import { namedBy } from './judge/statement.ts';
import type { Ban, Mode, Policy, Remedy, Severity } from './policy.ts';
import { type Rule, ruleText } from './rule.ts';
import { partTexts, settle, trafficOf } from './traffic/rule-traffic.ts';
import { difference, intersection, type Traffic, traffic } from './traffic/traffic.ts';

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

/** A policy that could not be judged, and why. */
export type Doubt = { readonly policy: string; readonly severity: Severity; readonly reason: string };

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

/**
 * Judges rules of one group by every policy whose scope covers it.
 *
 * Uncertain is never compliant: where a missing fact could make a policy forbid some of a rule, and no known fact
 * already does, the verdict is undetermined. Only what is certainly forbidden is ever called offending.
 */
export function judge(rules: readonly Rule[], context: Context, policies: readonly Policy[]): Judged[] {
  const relevant = policies.flatMap((policy) => {
    if (policy.mode === 'off') return [];
    const covered = coverage(policy.scope, context);
    return covered.kind === 'outside' ? [] : [{ policy, mode: policy.mode, covered }];
  });
  return rules.map((rule) => {
    const findings: Finding[] = [];
    const doubts: Doubt[] = [];
    for (const { policy, mode, covered } of relevant) {
      const { offending, because, missing } = forbidden(policy.ban, rule, context);
      const { id, severity } = policy;
      const doubt = (reason: string) => doubts.push({ policy: id, severity, reason });
      const certain = offending.length > 0 || policy.ban.kind === 'freeze';
      if (!certain && missing === undefined) continue;
      if (covered.kind === 'unknown')
        doubt(`${covered.missing} would have to be known to tell whether the policy covers it`);
      else if (certain) findings.push({ ...findingOf(policy, mode), ...parts(rule, context, offending), because });
      else doubt(`${missing} would have to be known`);
    }
    return { rule, verdict: verdictOf(findings, doubts) };
  });
}

function verdictOf([finding, ...findings]: Finding[], [doubt, ...doubts]: Doubt[]): Verdict {
  if (finding) return { kind: 'violation', findings: [finding, ...findings], doubts: doubt ? [doubt, ...doubts] : [] };
  return doubt ? { kind: 'undetermined', doubts: [doubt, ...doubts] } : { kind: 'compliant' };
}

function findingOf({ id, title, severity, remedy, runbook, why }: Policy, mode: Finding['mode']) {
  return { policy: id, title, severity, mode, remedy, runbook, ...(why !== undefined && { why }) };
}

function parts(rule: Rule, { lists }: Context, offending: Traffic): Pick<Finding, 'offending' | 'remainder'> {
  const whole = trafficOf(rule, lists);
  // A frozen group's rule offends even where it lets nothing in, such as one from an empty prefix list.
  if (whole.length === 0) return { offending: [ruleText(rule)], remainder: [] };
  return {
    offending: partTexts(offending, rule.source, lists),
    remainder: partTexts(difference(whole, offending), rule.source, lists),
  };
}

type Forbidden = { offending: Traffic; because: string; missing: string | undefined };

/** offending = rule ∩ forbidden, with only what is certain; `missing` is the fact that could make it more. */
function forbidden(ban: Ban, rule: Rule, context: Context): Forbidden {
  const whole = trafficOf(rule, context.lists);
  switch (ban.kind) {
    case 'freeze':
      return {
        offending: whole,
        because: 'the group is frozen: no ingress rule may be added to it',
        missing: undefined,
      };
    case 'deny': {
      const named = ban.statements.map((statement) => namedBy(statement, rule, context, 'deny'));
      const reasons = [...new Set(named.flatMap(({ because }) => because))];
      return {
        offending: traffic(named.flatMap(({ boxes }) => boxes)),
        because: reasons.length > 0 ? reasons.join('; ') : 'the policy denies this traffic',
        missing: named.flatMap(({ doubts }) => doubts)[0]?.missing,
      };
    }
    case 'only': {
      const named = ban.statements.map((statement) => namedBy(statement, rule, context, 'only'));
      const allowed = traffic(named.flatMap(({ boxes }) => boxes));
      const perhaps = named.flatMap(({ doubts }) => doubts);
      const rest = settle(difference(whole, allowed), rule.source, context.lists).whole;
      const doubtful = intersection(rest, traffic(perhaps.map(({ box }) => box)));
      return {
        offending: difference(rest, doubtful),
        because: 'the policy lets only other traffic in',
        missing: doubtful.length > 0 ? perhaps[0]?.missing : undefined,
      };
    }
    default:
      return ban satisfies never;
  }
}
