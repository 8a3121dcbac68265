import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';

/** The service name in logs and the dimension of every metric. */
export const SERVICE = 'portcullis';

/** The namespace of the metrics that the functions write into their logs. */
export const NAMESPACE = 'Portcullis';

/** How long a point of an alarm or a chart is. */
export const MINUTE = Duration.minutes(1);

/** What the functions count, one for each change, rule or group; `Exposure` is in seconds. */
export type MetricName =
  | 'Events'
  | 'Violations'
  | 'Repaired'
  | 'Failed'
  | 'Held'
  | 'AlreadyGone'
  | 'Undetermined'
  | 'Exempt'
  | 'Exposure'
  /** Groups that the sweep looked at, and those that it had something to say of. */
  | 'Swept'
  | 'Found';

/** A metric of the functions. */
export const metric = (metricName: MetricName, statistic = 'Sum'): Metric =>
  new Metric({
    namespace: NAMESPACE,
    metricName,
    dimensionsMap: { service: SERVICE },
    statistic,
    period: MINUTE,
  });
