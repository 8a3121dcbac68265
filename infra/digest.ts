import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  EventSourceMapping,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { SERVICE } from './metrics.ts';
import { TIMEOUT } from './respond-function.ts';

/** What the function that sends digests works with. */
export type DigestProps = {
  readonly ledger: Table;
  readonly notices: Topic;
  /** The queue whose messages bring the digests. */
  readonly digests: Queue;
  readonly logs: LogGroup;
  /** The folder of its bundle. */
  readonly code: string;
};

/**
 * The function that sends the digests of bursts, under a role of its own that can change no security group: it reads reports
 * in the ledger and sends mail, and whoever takes it over can do no more.
 */
export function createDigest(scope: Construct, { ledger, notices, digests, logs, code }: DigestProps): LambdaFunction {
  const role = new Role(scope, 'DigestRole', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: 'Portcullis digest: mails what became of a burst of changes',
  });
  const allow = (sid: string, actions: string[], resource: string) =>
    new PolicyStatement({ sid, actions, resources: [resource] });
  const permissions = new Policy(scope, 'DigestPolicy', {
    roles: [role],
    statements: [
      allow('ReadReports', ['dynamodb:GetItem', 'dynamodb:UpdateItem'], ledger.tableArn),
      allow('TellPeople', ['sns:Publish'], notices.topicArn),
      allow('TakeDigests', ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], digests.queueArn),
      allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], logs.logGroupArn),
    ],
  });
  const digest = new LambdaFunction(scope, 'Digest', {
    description: 'Portcullis: mails the changes of a burst that had no mail of their own, in one digest',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(code),
    role,
    timeout: TIMEOUT,
    memorySize: 512,
    logGroup: logs,
    loggingFormat: LoggingFormat.JSON,
    environment: {
      TABLE_NAME: ledger.tableName,
      TOPIC_ARN: notices.topicArn,
      POWERTOOLS_SERVICE_NAME: SERVICE,
      NODE_OPTIONS: '--enable-source-maps',
    },
  });
  const trigger = new EventSourceMapping(scope, 'DigestTrigger', {
    target: digest,
    eventSourceArn: digests.queueArn,
    // Every report of a digest brings its message, and the first one sends it: the more come together, the fewer runs.
    batchSize: 10,
    reportBatchItemFailures: true,
    // The fewest that Lambda allows.
    maxConcurrency: 2,
  });
  trigger.node.addDependency(permissions);
  return digest;
}
