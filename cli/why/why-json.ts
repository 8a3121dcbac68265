import { policyText as safe } from '../../functions/core/notice/escape.ts';
import { ruleText } from '../../functions/core/rule.ts';
import { opinionRow } from './opinion-row.ts';
import type { Piece } from './pieces.ts';
import type { Facts, Weighed } from './weigh.ts';
import { shownRule } from './why-text.ts';

/** What the policies say of one rule, as one line of JSON for tools. */
export function whyJson({ rule, verdict, opinions, fate }: Weighed, pieces: readonly Piece[], facts: Facts): string {
  return JSON.stringify({
    rule: shownRule(rule),
    verdict,
    policies: opinions.map((opinion) => {
      const { policy, scope, says } = opinion;
      const { lines } = opinionRow(opinion, facts);
      return {
        policy: policy.id,
        title: safe(policy.title, 200),
        severity: policy.severity,
        mode: policy.mode,
        remedy: policy.remedy,
        scope: scope.kind,
        says: says.kind,
        offending: says.kind === 'breaks' ? says.finding.offending : [],
        remainder: says.kind === 'breaks' ? says.finding.remainder : [],
        reason: lines.slice(1).join(' '),
      };
    }),
    pieces,
    repair:
      fate?.choice.kind === 'repair'
        ? {
            mode: fate.mode,
            kind: fate.choice.repair.kind,
            rules: fate.choice.repair.kind === 'narrow' ? fate.choice.repair.remainder.map(ruleText) : [],
          }
        : null,
  });
}
