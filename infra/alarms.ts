import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { MINUTE, metric } from './metrics.ts';
import type { Queues } from './queues.ts';

/** What a person at night gets to read. */
type Warning = {
  readonly id: string;
  readonly name: string;
  readonly metric: IMetric;
  /** The alarm sounds above this. */
  readonly above: number;
  /** What it means, then what to do. */
  readonly text: string;
};

/** The alarms, each to the topic. A silent metric is a quiet one: most of them exist only while something happens. */
export function createAlarms(
  scope: Construct,
  topic: ITopic,
  respond: IFunction,
  sweep: IFunction,
  queues: Queues,
): Alarm[] {
  const waiting = { period: MINUTE, statistic: 'Maximum' };
  const warnings: Warning[] = [
    {
      id: 'RepairFailedAlarm',
      name: 'portcullis-repair-failed',
      metric: metric('Failed'),
      above: 0,
      text:
        'A rule that breaks an enforced policy could not be removed, so the hole may be open. The mail about that change ' +
        'names the group, the rule and the reason: remove the rule by hand, then find out why the role was refused.',
    },
    {
      id: 'FailedRecordsAlarm',
      name: 'portcullis-failed-records',
      metric: queues.failed.metricApproximateNumberOfMessagesVisible(waiting),
      above: 0,
      text:
        'A security group change failed five times and was not dealt with to the end: its hole may be open, or nobody was told. Search ' +
        'the function log for errors, mend the cause, then redrive the queue of failed records: doing so twice does no harm.',
    },
    {
      id: 'UndeliveredEventsAlarm',
      name: 'portcullis-undelivered-events',
      metric: queues.undelivered.metricApproximateNumberOfMessagesVisible(waiting),
      above: 0,
      text:
        'EventBridge could not put a security group change on the queue: nobody judged it. The message attributes give the ' +
        'reason, often a changed queue policy. Deploy again to restore it, then send the messages to the queue of records.',
    },
    {
      id: 'UntoldDigestsAlarm',
      name: 'portcullis-untold-digests',
      metric: queues.untold.metricApproximateNumberOfMessagesVisible(waiting),
      above: 0,
      text:
        'A digest of a burst of changes could not be mailed, so nobody was told of some of them: what they opened may still be open. Search ' +
        'the log of the digest function for errors, mend the cause, then redrive the queue of untold digests: doing so twice does no harm.',
    },
    {
      id: 'OldestRecordAlarm',
      name: 'portcullis-records-waiting',
      metric: queues.records.metricApproximateAgeOfOldestMessage(waiting),
      above: 60,
      text:
        'A security group change has waited for more than a minute, so holes stay open longer. Either its first attempt ' +
        'failed (search the function log), or changes come faster than they are judged, or the trigger is disabled.',
    },
    {
      id: 'ErrorsAlarm',
      name: 'portcullis-function-errors',
      metric: respond.metricErrors({ period: MINUTE }),
      above: 0,
      text:
        'The respond function crashed or ran out of time. The queue tries again up to five times; search the function log ' +
        'for the error. If it does not stop, changes go to the queue of failed records.',
    },
    {
      id: 'ThrottlesAlarm',
      name: 'portcullis-function-throttled',
      metric: respond.metricThrottles({ period: MINUTE }),
      above: 0,
      text:
        'Lambda refused to run the respond function, so changes wait. Other functions use up the concurrency of the ' +
        'account in this region, or someone reserved none for this one: raise the quota, or free some.',
    },
    {
      id: 'SweepErrorsAlarm',
      name: 'portcullis-sweep-errors',
      metric: sweep.metricErrors({ period: MINUTE }),
      above: 0,
      text:
        'The sweep, which finds what events have missed, was stopped by an error or ran out of time. Within a quarter of an ' +
        "hour it goes on where it stopped. If it does not stop failing, search the sweep function's log: often AWS throttles the account, or refuses a read.",
    },
  ];
  return warnings.map((warning) => createAlarm(scope, topic, warning));
}

function createAlarm(scope: Construct, topic: ITopic, { id, name, metric, above, text }: Warning): Alarm {
  const alarm = new Alarm(scope, id, {
    alarmName: name,
    alarmDescription: text,
    metric,
    threshold: above,
    comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
  alarm.addAlarmAction(new SnsAction(topic));
  return alarm;
}
