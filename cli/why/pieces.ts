import type { Rule } from '../../functions/core/rule.ts';
import { partTexts, trafficOf } from '../../functions/core/traffic/rule-traffic.ts';
import { difference, intersection, type Traffic } from '../../functions/core/traffic/traffic.ts';
import { offendingTraffic } from '../../functions/core/verdict.ts';
import { contextOf, type Facts, type Weighed } from './weigh.ts';

/** A part of a rule, the policies that it breaks, and those that forbid it but for an exemption. */
export type Piece = {
  readonly texts: readonly string[];
  readonly breaks: readonly string[];
  readonly exempt: readonly string[];
};

type Part = { readonly traffic: Traffic; readonly breaks: readonly string[]; readonly exempt: readonly string[] };

/** A rule cut into the parts that the same policies forbid, what is within policy first. */
export function piecesOf({ rule, opinions }: Weighed, rules: readonly Rule[], facts: Facts): Piece[] {
  const context = contextOf(rules, facts);
  const judging = opinions.filter(
    ({ policy, scope, says }) =>
      policy.mode !== 'off' && scope.kind === 'covered' && (says.kind === 'breaks' || says.kind === 'exempt'),
  );
  const parts = judging.reduce<readonly Part[]>(
    (cut, { policy, says }) => {
      const { exemptions: _, ...strict } = policy;
      const offending = offendingTraffic(policy, rule, context, 'added');
      const excused = 'excuses' in says && says.excuses.length > 0;
      const exempt = excused ? difference(offendingTraffic(strict, rule, context, 'added'), offending) : [];
      return cut.flatMap((part) => parted(part, policy.id, offending, exempt));
    },
    [{ traffic: trafficOf(rule, facts.lists), breaks: [], exempt: [] }],
  );
  return parts
    .map(({ traffic, ...by }) => ({ texts: partTexts(traffic, rule.source, facts.lists), ...by }))
    .filter(({ texts }) => texts.length > 0);
}

function parted({ traffic, breaks, exempt }: Part, id: string, offending: Traffic, excused: Traffic): Part[] {
  return [
    { traffic: difference(difference(traffic, offending), excused), breaks, exempt },
    { traffic: intersection(traffic, excused), breaks, exempt: [...exempt, id] },
    { traffic: intersection(traffic, offending), breaks: [...breaks, id], exempt },
  ].filter((part) => part.traffic.length > 0);
}
