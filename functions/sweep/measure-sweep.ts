import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { ruleWord } from '../core/outcome-word.ts';
import { COUNTED } from '../respond/measure.ts';
import type { SweepResult } from './sweep.ts';

/**
 * Counts what one call of the sweep did: `Swept` for each group that it looked at, `Found` for each with something to
 * say, and for each rule `Repaired`, `Failed` and so on, as for a change.
 */
export function measureSweep(result: SweepResult, metrics: Metrics): void {
  if (result.kind === 'idle' || result.kind === 'busy') return;
  metrics.addMetric('Swept', MetricUnit.Count, result.groups);
  if (result.reports.length > 0) metrics.addMetric('Found', MetricUnit.Count, result.reports.length);
  for (const word of result.reports.flatMap(({ rules }) => rules.map(ruleWord))) {
    const name = COUNTED[word];
    if (name !== undefined) metrics.addMetric(name, MetricUnit.Count, 1);
  }
}
