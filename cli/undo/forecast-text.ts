import { nameText, policyText, reasonText, trafficText } from '../../functions/core/notice/escape.ts';
import { exemptionsText } from '../../functions/core/notice/exempt-text.ts';
import { wrap } from '../../functions/core/notice/wrap.ts';
import { ruleText } from '../../functions/core/rule.ts';
import type { Verdict } from '../../functions/core/verdict.ts';
import type { Forecast } from './forecast.ts';

/** What the policies at hand say of what comes back, rule by rule. */
export const forecastText = (dir: string, forecasts: readonly Forecast[]): string =>
  [
    ...wrap(
      `By the policies in ${policyText(dir, 200)}, and the exemptions there, which are in force once they are deployed:`,
    ),
    ...forecasts.flatMap(({ rule, verdict }) => wrap(`${trafficText(ruleText(rule))}: ${wordOf(verdict)}`, 2, 6)),
  ].join('\n');

function wordOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'compliant':
      return 'within policy';
    case 'exempt':
      return `exempt by ${verdict.excuses.map(exemptionsText).join(', ')}`;
    case 'undetermined':
      return `not certain: ${reasonText(verdict.doubts[0].reason)}`;
    case 'violation': {
      const enforced = verdict.findings.filter(({ mode, remedy }) => mode === 'enforce' && remedy !== 'notify');
      const [first] = enforced;
      if (!first) return `breaks policy ${nameText(verdict.findings[0].policy, 64)}, which only tells`;
      return `breaks policy ${nameText(first.policy, 64)}, and would be repaired again`;
    }
    default:
      return verdict satisfies never;
  }
}
