import type { Context } from './context.ts';
import type { RuleId } from './ids.ts';
import type { Policy } from './policy.ts';
import type { Report } from './report.ts';
import { judge } from './verdict.ts';

/**
 * The standing rules of a report that break a policy still, by what is known now: those of which a policy that they broke says
 * anything but that they are compliant or exempt.
 */
export function stillBroken(
  report: Report,
  ids: readonly RuleId[],
  context: Context,
  policies: readonly Policy[],
): RuleId[] {
  return ids.filter((id) => {
    const reported = report.rules.find(({ rule }) => rule.id === id);
    const live = context.standing?.find((rule) => rule.id === id);
    if (!live || reported?.verdict.kind !== 'violation') return false;
    const broken = new Set(reported.verdict.findings.map(({ policy }) => policy));
    const [again] = judge(
      [live],
      { ...context, ...(reported.by && { actor: reported.by }) },
      policies.filter((policy) => broken.has(policy.id)),
      reported.how,
    );
    return again?.verdict.kind !== 'compliant' && again?.verdict.kind !== 'exempt';
  });
}
