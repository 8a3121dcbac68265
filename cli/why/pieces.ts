import type { Rule } from '../../functions/core/rule.ts';
import { partTexts, trafficOf } from '../../functions/core/traffic/rule-traffic.ts';
import { difference, intersection, type Traffic } from '../../functions/core/traffic/traffic.ts';
import { offendingTraffic } from '../../functions/core/verdict.ts';
import { contextOf, type Facts, type Weighed } from './weigh.ts';

/** A part of a rule and the policies that forbid it: none where it is within policy. */
export type Piece = { readonly texts: readonly string[]; readonly breaks: readonly string[] };

/** A rule cut into the parts that the same policies forbid, in the order of the policies, what is within policy first. */
export function piecesOf({ rule, opinions }: Weighed, rules: readonly Rule[], facts: Facts): Piece[] {
  const context = contextOf(rules, facts);
  const broken = opinions.filter(
    ({ policy, scope, says }) => policy.mode !== 'off' && scope.kind === 'covered' && says.kind === 'breaks',
  );
  const whole: { traffic: Traffic; breaks: string[] }[] = [{ traffic: trafficOf(rule, facts.lists), breaks: [] }];
  const parts = broken.reduce((cut, { policy }) => {
    const forbidden = offendingTraffic(policy.ban, rule, context, 'added');
    return cut.flatMap(({ traffic, breaks }) =>
      [
        { traffic: difference(traffic, forbidden), breaks },
        { traffic: intersection(traffic, forbidden), breaks: [...breaks, policy.id] },
      ].filter((part) => part.traffic.length > 0),
    );
  }, whole);
  return parts
    .map(({ traffic, breaks }) => ({ texts: partTexts(traffic, rule.source, facts.lists), breaks }))
    .filter(({ texts }) => texts.length > 0);
}
