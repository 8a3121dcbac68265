import { Aws, CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Policy } from '../functions/core/policy.ts';
import { createAlarms } from './alarms.ts';
import { createDashboard } from './dashboard.ts';
import { createDigest } from './digest.ts';
import { eventPattern } from './event-pattern.ts';
import { createLedger } from './ledger.ts';
import { createQueues } from './queues.ts';
import { createRespondFunction } from './respond-function.ts';
import { createRole, permit } from './responder-role.ts';
import { createSampleGroup } from './sample-group.ts';
import type { Settings } from './settings.ts';
import { createSweep } from './sweep.ts';
import { createTopics } from './topic.ts';

/** The folders of the functions' bundles. */
export type CodeFolders = { readonly respond: string; readonly sweep: string; readonly digest: string };

/**
 * The whole product in one stack: rule -> queue -> function, schedule -> sweep, and what they remember and tell. One role
 * for both functions, so that one alone may write to EC2; its rights follow from the policies. What sends the digests of
 * bursts has another, which may not.
 */
export function createResponderStack(
  app: Construct,
  settings: Settings,
  policies: readonly Policy[],
  code: CodeFolders,
): Stack {
  const stack = new Stack(app, 'Portcullis', {
    description: 'Portcullis: undoes changes of security group rules that break a policy, seconds after they were made',
  });
  const ledger = createLedger(stack);
  const topics = createTopics(stack, settings.emails);
  const bus = EventBus.fromEventBusName(stack, 'Bus', 'default');
  const queues = createQueues(stack);
  const logGroup = (id: string) =>
    new LogGroup(stack, id, { retention: settings.retentionDays, removalPolicy: RemovalPolicy.RETAIN });
  const [logs, sweepLogs, digestLogs] = [logGroup('RespondLogs'), logGroup('SweepLogs'), logGroup('DigestLogs')];
  const role = createRole(stack);
  const around = { ledger, topics, bus, queues, logs: [logs, sweepLogs] };
  const permissions = permit(stack, role, policies, around);

  const environment = {
    TABLE_NAME: ledger.tableName,
    TOPIC_ARN: topics.notices.topicArn,
    REPORTS_TOPIC_ARN: topics.reports.topicArn,
    RECORDS_URL: queues.records.queueUrl,
    DIGESTS_URL: queues.digests.queueUrl,
    BUS_NAME: bus.eventBusName,
    OWN_ROLE_ARN: role.roleArn,
    RETENTION_DAYS: String(settings.retentionDays),
  };
  const respond = createRespondFunction(stack, { role, logs, code: code.respond, environment });
  const sweep = createSweep(stack, {
    role,
    logs: sweepLogs,
    code: code.sweep,
    environment: { ...environment, SWEEP: settings.sweep },
  });
  sweep.schedule.node.addDependency(permissions);
  createDigest(stack, {
    ledger,
    notices: topics.notices,
    digests: queues.digests,
    logs: digestLogs,
    code: code.digest,
  });
  const trigger = new EventSourceMapping(stack, 'Trigger', {
    target: respond,
    eventSourceArn: queues.records.queueArn,
    // Small batches, at once: a batch is worked on side by side, and is over when its slowest change is.
    batchSize: 5,
    reportBatchItemFailures: true,
    // A flood must not use up EC2's request allowance of the account. Reserving concurrency instead would fail in accounts
    // whose whole quota is ten.
    maxConcurrency: 5,
  });
  trigger.node.addDependency(permissions);

  const rule = new Rule(stack, 'Changes', {
    description: 'Changes of security group ingress, for Portcullis to judge',
    eventPattern: eventPattern(Aws.ACCOUNT_ID, role.roleArn),
    targets: [new SqsQueue(queues.records, { deadLetterQueue: queues.undelivered })],
  });
  // The sample's own HTTPS rule is older than its freeze only if nobody is listening yet.
  const sample = settings.sample ? createSampleGroup(stack) : undefined;
  if (sample) rule.node.addDependency(sample, trigger);

  createAlarms(stack, topics.notices, respond, sweep.function, queues);
  const dashboard = createDashboard(stack, respond, sweep.function, queues);

  const console = `https://${Aws.REGION}.console.aws.amazon.com/cloudwatch/home?region=${Aws.REGION}`;
  const outputs = {
    TopicArn: topics.notices.topicArn,
    ReportsTopicArn: topics.reports.topicArn,
    TableName: ledger.tableName,
    QueueUrl: queues.records.queueUrl,
    FunctionName: respond.functionName,
    SweepFunctionName: sweep.function.functionName,
    DashboardUrl: `${console}#dashboards/dashboard/${dashboard.dashboardName}`,
    ...(sample && { SampleGroupId: sample.attrGroupId }),
  };
  for (const [id, value] of Object.entries(outputs)) new CfnOutput(stack, id, { value });
  return stack;
}
