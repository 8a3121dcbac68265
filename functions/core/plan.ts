import type { GroupId, RuleId } from './ids.ts';
import type { Report } from './report.ts';

/** One thing to do. */
export type Step = { readonly kind: 'revoke'; readonly group: GroupId; readonly rules: readonly RuleId[] };

/** What is to be done for a report, in order. Data: nothing has been done by making it. */
export type Plan = readonly Step[];

/**
 * The plan of a report: to remove the rules that are meant to go and have no outcome yet, by id, in one step. A report
 * that an earlier attempt left open gives the plan for what is left of it.
 */
export function planRepair({ group, rules }: Report): Plan {
  const doomed = rules.flatMap(({ rule, intent, outcome }) =>
    intent.kind === 'revoke' && outcome === undefined && rule.id !== undefined ? [rule.id] : [],
  );
  return group.id !== undefined && doomed.length > 0 ? [{ kind: 'revoke', group: group.id, rules: doomed }] : [];
}
