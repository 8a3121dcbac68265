import type { OutcomeWord } from '../../functions/core/outcome-word.ts';
import type { Severity } from '../../functions/core/policy.ts';
import type { Report } from '../../functions/core/report.ts';
import { type SweepFinding, sweptRule } from '../../functions/core/sweep.ts';

/** One line of what a sweep found: a rule, or a group as a whole. */
export type SweepRow = {
  readonly outcome: OutcomeWord;
  readonly severity: Severity;
  readonly groupId?: string;
  readonly group?: string;
  readonly rule?: string;
  readonly ruleId?: string;
  readonly policies: readonly string[];
  readonly reason?: string;
};

/** Everything that a sweep found: each rule of its reports, and the groups that it could not deal with. */
export function sweepRows(reports: readonly Report[], findings: readonly SweepFinding[]): SweepRow[] {
  const judged = reports.flatMap(({ group, severity, rules, unclear }): SweepRow[] => {
    const at = {
      severity,
      ...(group.id && { groupId: group.id }),
      ...(group.name !== undefined && { group: group.name }),
    };
    const rows = rules.map((each): SweepRow => {
      const { word, text, policies, reason } = sweptRule(each);
      return {
        outcome: word,
        ...at,
        ...(text !== undefined && { rule: text }),
        ...(each.rule.id && { ruleId: each.rule.id }),
        policies,
        ...(reason !== undefined && { reason }),
      };
    });
    const whole: SweepRow[] =
      unclear === undefined ? [] : [{ outcome: 'undetermined', ...at, policies: [], reason: unclear }];
    return [...rows.filter(({ outcome }) => outcome !== 'none'), ...whole];
  });
  const failed = findings.flatMap(({ reportId, group, severity, rules }): SweepRow[] =>
    reportId === undefined
      ? rules.map(({ word, policies, reason }) => ({
          outcome: word,
          severity,
          ...(group.id && { groupId: group.id }),
          policies,
          ...(reason !== undefined && { reason }),
        }))
      : [],
  );
  return [...failed, ...judged];
}
