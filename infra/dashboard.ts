import { Aws, Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  MathExpression,
  PeriodOverride,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { type MetricName, MINUTE, metric, NAMESPACE } from './metrics.ts';
import type { Queues } from './queues.ts';

const OUTCOMES: readonly MetricName[] = ['Repaired', 'AlreadyGone', 'Held', 'Failed', 'Undetermined', 'Exempt'];

/** The page that answers, top down: is all well, what is going on, does the machine keep up. */
export function createDashboard(scope: Construct, respond: IFunction, sweep: IFunction, queues: Queues): Dashboard {
  const at = { period: MINUTE };
  const oldest = queues.records.metricApproximateAgeOfOldestMessage({ ...at, statistic: 'Maximum', label: 'Oldest' });
  const letters = (queue: keyof Queues, label: string) =>
    queues[queue].metricApproximateNumberOfMessagesVisible({ ...at, statistic: 'Maximum', label });
  return new Dashboard(scope, 'Dashboard', {
    // The dashboards of an account share one list over all regions.
    dashboardName: `Portcullis-${Aws.REGION}`,
    defaultInterval: Duration.days(1),
    periodOverride: PeriodOverride.INHERIT,
    widgets: [
      [
        new TextWidget({
          width: 24,
          height: 2,
          markdown:
            '**Portcullis** judges every change of security group ingress and removes the rules that break an enforced policy. ' +
            'Failed repairs and dead letters need a person: the alarms say what to do.',
        }),
      ],
      [
        new SingleValueWidget({
          title: 'In the time shown',
          width: 24,
          height: 3,
          setPeriodToTimeRange: true,
          metrics: [...(['Events', ...OUTCOMES] as const).map((name) => metric(name)), ...exposure()],
        }),
      ],
      [
        graph('Changes judged', [metric('Events')]),
        graph(
          'Outcomes',
          OUTCOMES.map((name) => metric(name)),
          true,
        ),
        graph('Violations by policy and severity', [violations()], true),
      ],
      [
        graph('Exposure, seconds', exposure()),
        graph('Age of the oldest record, seconds', [oldest]),
        graph('Dead letters', [
          letters('failed', 'Failed records'),
          letters('undelivered', 'Undelivered events'),
          letters('untold', 'Untold digests'),
        ]),
      ],
      [
        graph('Errors and throttles', [respond.metricErrors(at), respond.metricThrottles(at)]),
        graph(
          'Run time, milliseconds',
          ['p50', 'p99'].map((statistic) => respond.metricDuration({ ...at, statistic })),
        ),
        graph('Runs', [respond.metricInvocations(at)]),
      ],
      [
        graph('Groups swept, and groups with something to say of', [metric('Swept'), metric('Found')]),
        graph('Sweep: errors and throttles', [sweep.metricErrors(at), sweep.metricThrottles(at)]),
        graph('Sweep: run time, milliseconds', [sweep.metricDuration({ ...at, statistic: 'Maximum' })]),
      ],
    ],
  });
}

const graph = (title: string, left: IMetric[], stacked = false): GraphWidget =>
  new GraphWidget({ title, left, stacked, width: 8, height: 6, leftYAxis: { min: 0 } });

const exposure = (): IMetric[] =>
  ['p50', 'p90'].map((statistic) => metric('Exposure', statistic).with({ label: `Exposure ${statistic}` }));

/** One line for each policy and severity that was ever broken, found by search: the policies are not known here. */
const violations = (): IMetric =>
  new MathExpression({
    expression: `SEARCH('{${NAMESPACE},service,policy,severity} MetricName="Violations"', 'Sum')`,
    usingMetrics: {},
    label: '',
    period: MINUTE,
  });
