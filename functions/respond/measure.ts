import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { type OutcomeWord, ruleWord } from '../core/outcome-word.ts';
import type { Response } from './respond.ts';

/** The metric that counts a word, where there is one. */
export const COUNTED: Partial<Record<OutcomeWord, string>> = {
  reverted: 'Repaired',
  narrowed: 'Repaired',
  restored: 'Repaired',
  'put-back': 'Repaired',
  failed: 'Failed',
  held: 'Held',
  'already-gone': 'AlreadyGone',
  undetermined: 'Undetermined',
  exempt: 'Exempt',
};

/**
 * Counts what came of one record: `Events` for each, `Violations` for each policy that a rule, or the change as a whole,
 * breaks (dimensions policy and severity, and once without them), one of `Repaired`, `Failed`, `Held`, `AlreadyGone`,
 * `Undetermined`, `Exempt` for each rule or unclear change (none for one that was changed or added anew: that has its own event), and
 * `Exposure` in seconds. What an earlier delivery has counted is not
 * counted again.
 */
export function measure(response: Response, metrics: Metrics): void {
  // Its portions count.
  if (response.kind === 'passed-on') return;
  metrics.addMetric('Events', MetricUnit.Count, 1);
  if (response.kind !== 'reported' || response.again) return;
  const { rules, concerns = [], unclear, exposure } = response.report;
  const found = rules.map(({ verdict }) => (verdict.kind === 'violation' ? verdict.findings : []));
  for (const broken of [...found, concerns]) {
    if (broken.length === 0) continue;
    metrics.addMetric('Violations', MetricUnit.Count, 1);
    for (const { policy, severity } of broken) {
      const single = metrics.singleMetric();
      single.addDimensions({ policy, severity });
      single.addMetric('Violations', MetricUnit.Count, 1);
    }
  }
  for (const word of [...rules.map(ruleWord), ...(unclear === undefined ? [] : ['undetermined' as const])]) {
    const name = COUNTED[word];
    if (name !== undefined) metrics.addMetric(name, MetricUnit.Count, 1);
  }
  if (exposure !== undefined) metrics.addMetric('Exposure', MetricUnit.Seconds, exposure);
}
