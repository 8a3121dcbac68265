import type { Context } from '../context.ts';
import { type Exemption, lifeOf } from '../exemption.ts';
import type { Policy } from '../policy.ts';
import type { Rule } from '../rule.ts';
import { settle } from '../traffic/rule-traffic.ts';
import { difference, intersection, overlap, type Traffic, traffic, union } from '../traffic/traffic.ts';
import type { Coverage } from './coverage.ts';
import { type Forbidden, listed } from './forbidden.ts';
import { coverage } from './scope.ts';
import { namesActor } from './who.ts';

/** An exemption that is for a group, or may be. */
export type Candidate = {
  readonly exemption: Exemption;
  /** Why it counts for nothing here, though it is for the group. */
  readonly not?: 'to-come' | 'expired' | 'other-actor';
  /** The fact without which it can't be said whether it counts; absent when it does for certain. */
  readonly missing?: string;
};

/** The exemptions from a policy that are for a group, or may be. */
export function candidatesFor({ exemptions = [] }: Policy, context: Context): Candidate[] {
  return exemptions.flatMap((exemption): Candidate[] => {
    const covered = coverage(exemption.group, context);
    if (covered.kind === 'outside') return [];
    const life = context.at === undefined ? undefined : lifeOf(exemption, context.at);
    if (life === 'to-come' || life === 'expired') return [{ exemption, not: life }];
    const named: Coverage = exemption.actors ? namesActor(exemption.actors, context.actor) : { kind: 'covered' };
    if (named.kind === 'outside') return [{ exemption, not: 'other-actor' }];
    const missing =
      life === undefined
        ? 'the time of judging'
        : [covered, named].flatMap((each) => ('missing' in each ? [each.missing] : []))[0];
    return [{ exemption, ...(missing !== undefined && { missing }) }];
  });
}

/** What is left of what a policy forbids of a rule when exemptions are taken off. */
export type Excused = {
  /** offending = rule ∩ forbidden − exempt, with only what is certain. */
  readonly offending: Traffic;
  /** What is certainly exempt of what is forbidden, or may be. */
  readonly exempt: Traffic;
  /** What may be forbidden and is not certainly exempt. */
  readonly perhaps: Traffic;
  /** The exemptions that excuse something. */
  readonly by: readonly Exemption[];
  /** An exemption that may excuse some of the rest, the fact that would tell, and what of the rest that is. */
  readonly doubt?: { readonly exemption: string; readonly missing: string; readonly part: Traffic };
  /** Exemptions that would excuse some of what offends, but for their dates or the actor. */
  readonly nearly: readonly Candidate[];
};

/** Takes exemptions off what a policy forbids of a rule. */
export function exempted(
  { offending, perhaps }: Pick<Forbidden, 'offending' | 'perhaps'>,
  rule: Rule,
  context: Context,
  candidates: readonly Candidate[],
): Excused {
  const known = candidates.filter(({ not }) => not === undefined);
  const forbidden = perhaps.length === 0 ? offending : union(offending, perhaps);
  const named = known.flatMap(({ exemption, missing }) => {
    const reach = listed(exemption.traffic, rule, context);
    const sure = missing === undefined ? intersection(forbidden, reach.named) : [];
    const open = missing === undefined ? reach.perhaps : union(reach.named, reach.perhaps);
    return sure.length + open.length === 0
      ? []
      : [{ exemption, sure, open, missing: missing ?? reach.doubts[0]?.missing }];
  });
  const whole = (part: Traffic) => settle(part, rule.source, context.lists).whole;
  const exempt = traffic(named.flatMap(({ sure }) => sure));
  const left = exempt.length === 0 ? offending : whole(difference(offending, exempt));
  const open = traffic(named.flatMap((each) => each.open));
  const sure = open.length === 0 ? left : whole(difference(left, open));
  const first = open.length === 0 ? undefined : named.find((each) => overlap(left, each.open));
  const near = (of: Exemption) => overlap(sure, listed(of.traffic, rule, context).named);
  return {
    offending: sure,
    exempt,
    perhaps: exempt.length === 0 ? perhaps : whole(difference(perhaps, exempt)),
    by: named.flatMap((each) => (each.sure.length > 0 ? [each.exemption] : [])),
    ...(first && {
      doubt: { exemption: first.exemption.id, missing: first.missing ?? 'a fact', part: difference(left, sure) },
    }),
    nearly: candidates.filter(({ not, exemption }) => sure.length > 0 && not !== undefined && near(exemption)),
  };
}
