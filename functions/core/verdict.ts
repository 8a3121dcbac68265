import type { Context } from './context.ts';
import { type Excuse, excuseOf, type NearMiss, nearMisses } from './excuse.ts';
import { candidatesFor } from './judge/exempted.ts';
import { offendingPart } from './judge/offending-part.ts';
import { coverage } from './judge/scope.ts';
import type { Mode, Policy, Remedy, Severity } from './policy.ts';
import { type Rule, ruleText } from './rule.ts';
import { partTexts, trafficOf } from './traffic/rule-traffic.ts';
import { difference, type Traffic, union } from './traffic/traffic.ts';

/** One policy that one rule breaks. Texts of traffic are canonical and in rising order. */
export type Finding = {
  readonly policy: string;
  readonly title: string;
  readonly severity: Severity;
  readonly mode: Exclude<Mode, 'off'>;
  readonly remedy: Remedy;
  readonly runbook: string;
  readonly why?: string;
  /** The part of the rule that the policy forbids and no exemption excuses. */
  readonly offending: readonly string[];
  /** The rest of the rule. */
  readonly remainder: readonly string[];
  /** What of the rest is certainly within the policy; absent where nothing of it is in doubt. */
  readonly within?: readonly string[];
  /** Why the part offends, one sentence without full stop. */
  readonly because: string;
  /** Exemptions that would excuse some of it, but for their dates or the actor: the first few, absent when none. */
  readonly nearly?: readonly NearMiss[];
};

/** A policy that could not be judged, and why. */
export type Doubt = {
  readonly policy: string;
  readonly severity: Severity;
  readonly reason: string;
  /** The part of the rule that is in doubt, where the rest of it certainly breaks the same policy or is within it. */
  readonly part?: readonly string[];
};

/**
 * What the policies say of one rule, gravest first. A violation may come with doubts: policies beside it that could not be
 * judged, and parts of the rule of which a policy that another part breaks could not be. Both come with excuses, for what
 * exemptions take off.
 */
export type Verdict =
  | {
      readonly kind: 'violation';
      readonly findings: readonly [Finding, ...Finding[]];
      readonly doubts: readonly Doubt[];
      readonly excuses?: readonly Excuse[];
    }
  | {
      readonly kind: 'undetermined';
      readonly doubts: readonly [Doubt, ...Doubt[]];
      readonly excuses?: readonly Excuse[];
    }
  /** All of it that a policy forbids is excused. */
  | { readonly kind: 'exempt'; readonly excuses: readonly [Excuse, ...Excuse[]] }
  | { readonly kind: 'compliant' };

/** The kinds of verdict, gravest first. */
export const VERDICTS = ['violation', 'undetermined', 'exempt', 'compliant'] as const satisfies Verdict['kind'][];

/** How a rule comes to be judged: by the change that added, modified or removed it, or as one that simply stands. */
export type How = 'added' | 'modified' | 'removed' | 'standing';

/** A rule and what the policies say of it. */
export type Judged = { readonly rule: Rule; readonly verdict: Verdict };

/**
 * Judges rules of one group by every policy whose scope covers it.
 *
 * `deny` and `only` are broken by rules that stand, `freeze` by every change, `require` by removals. Of a removed rule
 * `context.standing` holds what is left without it. Exemptions are taken off what is forbidden, as sets.
 *
 * Uncertain is never compliant and never exempt: where a missing fact could make a policy forbid some of a rule, or an
 * exemption not excuse it, and no known fact makes it a violation, the verdict is undetermined. Only what is certainly
 * forbidden and certainly not exempt is ever called offending, and only what is certainly neither is called within policy.
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
    if (covered.kind === 'outside') return [];
    return [{ policy, mode: policy.mode, covered, candidates: candidatesFor(policy, context) }];
  });
  return rules.map((rule) => {
    const findings: Finding[] = [];
    const doubts: Doubt[] = [];
    const excuses: Excuse[] = [];
    for (const { policy, mode, covered, candidates } of relevant) {
      const { because, missing, empty, ...part } = offendingPart(policy, rule, context, how, candidates);
      const { id, severity } = policy;
      const certain = part.offending.length > 0 || empty;
      const doubt = (reason: string, of: Traffic = []) =>
        doubts.push({
          policy: id,
          severity,
          reason,
          ...(certain && of.length > 0 && { part: textsOf(of, rule, context) }),
        });
      if (part.by.length > 0) excuses.push(excuseOf(policy, part.by, textsOf(part.exempt, rule, context)));
      if (!certain && part.perhaps.length === 0 && !part.doubt) continue;
      if (covered.kind === 'unknown') {
        doubt(`${covered.missing} would have to be known to tell whether the policy covers it`);
        continue;
      }
      if (certain) {
        const nearly = nearMisses(part.nearly);
        findings.push({
          ...findingOf(policy, mode),
          ...parts(rule, context, part.offending, union(part.perhaps, part.doubt?.part ?? [])),
          because,
          ...(nearly.length > 0 && { nearly }),
        });
      }
      if (part.perhaps.length > 0) doubt(`${missing} would have to be known`, part.perhaps);
      if (part.doubt)
        doubt(
          `${part.doubt.missing} would have to be known to tell whether exemption ${part.doubt.exemption} excuses it`,
          part.doubt.part,
        );
    }
    return { rule, verdict: verdictOf(findings, doubts, excuses) };
  });
}

/** What two judgements of one rule come to together. */
export function mergeVerdicts(a: Verdict, b: Verdict): Verdict {
  const findings = [a, b].flatMap((verdict) => (verdict.kind === 'violation' ? verdict.findings : []));
  return verdictOf(findings, [...doubtsOf(a), ...doubtsOf(b)], [...excusesOf(a), ...excusesOf(b)]);
}

/** The policies that could not be judged in a verdict. */
export const doubtsOf = (verdict: Verdict): readonly Doubt[] =>
  verdict.kind === 'violation' || verdict.kind === 'undetermined' ? verdict.doubts : [];

/** What exemptions took off in a verdict. */
export const excusesOf = (verdict: Verdict): readonly Excuse[] =>
  verdict.kind === 'compliant' ? [] : (verdict.excuses ?? []);

function verdictOf([finding, ...findings]: Finding[], [doubt, ...doubts]: Doubt[], excuses: Excuse[]): Verdict {
  const beside = excuses.length > 0 && { excuses };
  if (finding)
    return { kind: 'violation', findings: [finding, ...findings], doubts: doubt ? [doubt, ...doubts] : [], ...beside };
  if (doubt) return { kind: 'undetermined', doubts: [doubt, ...doubts], ...beside };
  const [excuse, ...more] = excuses;
  return excuse ? { kind: 'exempt', excuses: [excuse, ...more] } : { kind: 'compliant' };
}

function findingOf({ id, title, severity, remedy, runbook, why }: Policy, mode: Finding['mode']) {
  return { policy: id, title, severity, mode, remedy, runbook, ...(why !== undefined && { why }) };
}

function parts(
  rule: Rule,
  { lists }: Context,
  offending: Traffic,
  open: Traffic,
): Pick<Finding, 'offending' | 'remainder' | 'within'> {
  const whole = trafficOf(rule, lists);
  if (whole.length === 0) return { offending: [ruleText(rule)], remainder: [] };
  const rest = difference(whole, offending);
  return {
    offending: partTexts(offending, rule.source, lists),
    remainder: partTexts(rest, rule.source, lists),
    ...(open.length > 0 && { within: partTexts(difference(rest, open), rule.source, lists) }),
  };
}

const textsOf = (part: Traffic, rule: Rule, { lists }: Context): string[] =>
  trafficOf(rule, lists).length === 0 ? [ruleText(rule)] : partTexts(part, rule.source, lists);
