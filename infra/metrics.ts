import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

/** The service name in logs and the dimension of every metric. */
export const SERVICE = 'portcullis';

/** The namespace of the metrics that the respond function writes into its log. */
export const NAMESPACE = 'Portcullis';

/** How long a point of an alarm or a chart is. */
export const MINUTE = Duration.minutes(1);

/** What the respond function counts, one for each change or rule; `Exposure` is in seconds. */
export type MetricName =
  | 'Events'
  | 'Violations'
  | 'Repaired'
  | 'Failed'
  | 'Held'
  | 'AlreadyGone'
  | 'Undetermined'
  | 'Exposure';

/** A metric of the respond function. */
export const metric = (metricName: MetricName, statistic = 'Sum'): Metric =>
  new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { service: SERVICE },
    statistic,
    period: MINUTE,
  });
