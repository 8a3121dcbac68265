import type { Context } from './context.ts';
import { coverage } from './judge/scope.ts';
import { namedBy } from './judge/statement.ts';
import type { Ban, Mode, Policy, Remedy, Severity, Statement } from './policy.ts';
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

/** How a rule comes to be judged: by the change that added, modified or removed it, or as one that simply stands. */
export type How = 'added' | 'modified' | 'removed' | 'standing';

/** A rule and what the policies say of it. */
export type Judged = { readonly rule: Rule; readonly verdict: Verdict };

/**
 * Judges rules of one group by every policy whose scope covers it.
 *
 * `deny` and `only` are broken by rules that stand, `freeze` by every change, `require` by removals. Of a removed rule
 * `context.standing` holds what is left without it.
 *
 * Uncertain is never compliant: where a missing fact could make a policy forbid some of a rule, and no known fact
 * already does, the verdict is undetermined. Only what is certainly forbidden is ever called offending.
 */
export function judge(
  rules: readonly Rule[],
  context: Context,
  policies: readonly Policy[],
  how: How = 'added',
): Judged[] {
  const relevant = policies.flatMap((policy) => {
    if (policy.mode === 'off') return [];
    const covered = coverage(policy.scope, context);
    return covered.kind === 'outside' ? [] : [{ policy, mode: policy.mode, covered }];
  });
  return rules.map((rule) => {
    const findings: Finding[] = [];
    const doubts: Doubt[] = [];
    for (const { policy, mode, covered } of relevant) {
      const { offending, because, missing } = forbidden(policy.ban, rule, context, how);
      const { id, severity } = policy;
      const doubt = (reason: string) => doubts.push({ policy: id, severity, reason });
      const certain = offending.length > 0 || (policy.ban.kind === 'freeze' && how !== 'standing');
      if (!certain && missing === undefined) continue;
      if (covered.kind === 'unknown')
        doubt(`${covered.missing} would have to be known to tell whether the policy covers it`);
      else if (certain) findings.push({ ...findingOf(policy, mode), ...parts(rule, context, offending), because });
      else doubt(`${missing} would have to be known`);
    }
    return { rule, verdict: verdictOf(findings, doubts) };
  });
}

/** What two judgements of one rule come to together. */
export function mergeVerdicts(a: Verdict, b: Verdict): Verdict {
  const findings = [a, b].flatMap((verdict) => (verdict.kind === 'violation' ? verdict.findings : []));
  const doubts = [a, b].flatMap((verdict) => (verdict.kind === 'compliant' ? [] : verdict.doubts));
  return verdictOf(findings, doubts);
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

/** The part of a rule that a ban certainly forbids. */
export const offendingTraffic = (ban: Ban, rule: Rule, context: Context, how: How): Traffic =>
  forbidden(ban, rule, context, how).offending;

/** offending = rule ∩ forbidden, with only what is certain; `missing` is the fact that could make it more. */
function forbidden(ban: Ban, rule: Rule, context: Context, how: How): Forbidden {
  const whole = trafficOf(rule, context.lists);
  switch (ban.kind) {
    case 'freeze':
      return how === 'standing' ? NOTHING : { offending: whole, because: FROZEN[how], missing: undefined };
    case 'deny': {
      if (how === 'removed') return NOTHING;
      const named = ban.statements.map((statement) => namedBy(statement, rule, context, 'deny'));
      const reasons = [...new Set(named.flatMap(({ because }) => because))];
      return {
        offending: traffic(named.flatMap(({ boxes }) => boxes)),
        because: reasons.length > 0 ? reasons.join('; ') : 'the policy denies this traffic',
        missing: named.flatMap(({ doubts }) => doubts)[0]?.missing,
      };
    }
    case 'only': {
      if (how === 'removed') return NOTHING;
      const { named, perhaps, missing } = listed(ban.statements, rule, context);
      const rest = settle(difference(whole, named), rule.source, context.lists).whole;
      const doubtful = intersection(rest, perhaps);
      return {
        offending: difference(rest, doubtful),
        because: 'the policy lets only other traffic in',
        missing: doubtful.length > 0 ? missing : undefined,
      };
    }
    case 'require': {
      if (how !== 'removed') return NOTHING;
      const { named, perhaps, missing } = listed(ban.statements, rule, context);
      const left = traffic((context.standing ?? []).flatMap((other) => trafficOf(other, context.lists)));
      const lost = difference(named, left);
      const open = difference(perhaps, left).length > 0;
      const unseen = !context.standing || context.unseen;
      return {
        offending: unseen ? [] : lost,
        because: 'the policy requires this traffic to be let in, and no other rule does',
        missing: unseen && (lost.length > 0 || open) ? "the group's other rules" : open ? missing : undefined,
      };
    }
    case 'watch':
      return NOTHING;
    default:
      return ban satisfies never;
  }
}

const NOTHING: Forbidden = { offending: [], because: '', missing: undefined };

const FROZEN: Readonly<Record<Exclude<How, 'standing'>, string>> = {
  added: 'the group is frozen: no ingress rule may be added to it',
  modified: 'the group is frozen: no ingress rule may be changed in it',
  removed: 'the group is frozen: no ingress rule may be taken out of it',
};

/** What an allow-list certainly names of a rule, and what it may name if a missing fact were known. */
function listed(statements: readonly Statement[], rule: Rule, context: Context) {
  const all = statements.map((statement) => namedBy(statement, rule, context, 'only'));
  const doubts = all.flatMap((named) => named.doubts);
  return {
    named: traffic(all.flatMap(({ boxes }) => boxes)),
    perhaps: traffic(doubts.map(({ box }) => box)),
    missing: doubts[0]?.missing,
  };
}
