import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction as LambdaTarget } from 'aws-cdk-lib/aws-events-targets';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { NAMESPACE, SERVICE } from './metrics.ts';
import type { RespondFunctionProps } from './respond-function.ts';

/**
 * The function that looks at every group, and the schedule that wakes it.
 *
 * Every quarter of an hour it looks whether anything is to be done, which costs one read: a run begins once a day and
 * when the policies are others than in the last run, so that a deployment needs no trigger of its own; and a run that ran
 * out of time goes on, without a right of the function to call itself.
 */
export function createSweep(
  scope: Construct,
  props: RespondFunctionProps,
): { readonly function: LambdaFunction; readonly schedule: Rule } {
  const sweep = new LambdaFunction(scope, 'Sweep', {
    description:
      'Portcullis: judges every security group of the account in this region, and finds what events have missed',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(props.code),
    role: props.role,
    // Shorter than the schedule's interval, so that a run that is cut off is not at work any more when the next call comes.
    timeout: Duration.minutes(10),
    memorySize: 1024,
    logGroup: props.logs,
    loggingFormat: LoggingFormat.JSON,
    environment: {
      ...props.environment,
      POWERTOOLS_SERVICE_NAME: SERVICE,
      POWERTOOLS_METRICS_NAMESPACE: NAMESPACE,
      NODE_OPTIONS: '--enable-source-maps',
    },
  });
  const schedule = new Rule(scope, 'SweepSchedule', {
    description:
      'Wakes the sweep of Portcullis, which runs once a day, after new policies, and on where it was cut off',
    schedule: Schedule.rate(Duration.minutes(15)),
    targets: [new LambdaTarget(sweep, { event: RuleTargetInput.fromObject({ sweep: 'if-due' }) })],
  });
  return { function: sweep, schedule };
}
