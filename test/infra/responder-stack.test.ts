import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, expect, test } from 'vitest';
import { readDigestEnvironment } from '../../functions/digest/environment.ts';
import { compilePolicies } from '../../functions/policy-file/compile-policies.ts';
import { readEnvironment } from '../../functions/respond/environment.ts';
import { readSweepEnvironment } from '../../functions/sweep/environment.ts';
import { FROZEN_TAG } from '../../infra/sample-group.ts';
import { type Template as Json, ofType, synth } from './synth.ts';

let json: Json;
let template: Template;
beforeAll(() => {
  json = synth();
  template = Template.fromJSON(json);
});

const ref = (id: string) => ({ Ref: Match.stringLikeRegexp(`^${id}[0-9A-F]{8}$`) });
const arn = (id: string) => ({ 'Fn::GetAtt': [Match.stringLikeRegexp(`^${id}[0-9A-F]{8}$`), 'Arn'] });

test('the stack with its sample is the one that was read', async () => {
  const sample = synth({ sample: 'true' });
  const text = JSON.stringify(sample, undefined, 2).replace(/\b[0-9a-f]{64}\b/g, '<asset hash>');
  await expect(`${text}\n`).toMatchFileSnapshot('../golden/template.json');
});

test('a record goes from the rule to the queue to the function', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    EventBusName: Match.absent(),
    State: 'ENABLED',
    Targets: [{ Arn: arn('Records'), DeadLetterConfig: { Arn: arn('UndeliveredEvents') } }],
  });
  template.hasResourceProperties('AWS::SQS::Queue', {
    RedrivePolicy: { deadLetterTargetArn: arn('FailedRecords'), maxReceiveCount: 5 },
    SqsManagedSseEnabled: true,
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: arn('Records'),
    FunctionName: ref('Respond'),
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BatchSize: 5,
    MaximumBatchingWindowInSeconds: Match.absent(),
    ScalingConfig: { MaximumConcurrency: 5 },
  });
});

test('dead letters stay for 14 days, longer than the records that they come from', () => {
  const queues = ofType(json, 'AWS::SQS::Queue').map(({ Properties }) => Properties);
  const days = (seconds: unknown) => Number(seconds) / 86_400;
  const kept = (redrives: boolean) =>
    queues.filter((queue) => 'RedrivePolicy' in queue === redrives).map((queue) => days(queue.MessageRetentionPeriod));
  expect(kept(false)).toEqual([14, 14, 14]);
  expect(kept(true)).toEqual([4, 4]);
});

test('the queues hide a message for six times as long as its function may run', () => {
  const timeouts = ofType(json, 'AWS::Lambda::Function').map(({ Properties }) => Properties.Timeout);
  expect(timeouts).toEqual([30, 600, 30]);
  const fed = ofType(json, 'AWS::SQS::Queue').filter(({ Properties }) => 'RedrivePolicy' in Properties);
  expect(fed.map(({ Properties }) => Properties.VisibilityTimeout)).toEqual([6 * 30, 6 * 30]);
});

test('the message of a digest goes from its queue to a function with a role of its own', () => {
  template.hasResourceProperties('AWS::SQS::Queue', {
    RedrivePolicy: { deadLetterTargetArn: arn('UntoldDigests'), maxReceiveCount: 5 },
    SqsManagedSseEnabled: true,
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    EventSourceArn: arn('Digests'),
    FunctionName: ref('Digest'),
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumBatchingWindowInSeconds: Match.absent(),
    ScalingConfig: { MaximumConcurrency: 2 },
  });
  const variables = { TABLE_NAME: ref('Ledger'), TOPIC_ARN: ref('Notices') };
  template.hasResourceProperties('AWS::Lambda::Function', {
    Role: arn('DigestRole'),
    LoggingConfig: { LogFormat: 'JSON', LogGroup: ref('DigestLogs') },
    Environment: { Variables: variables },
  });
  const resolved = { TABLE_NAME: 'ledger', TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:notices' };
  expect(readDigestEnvironment(resolved)).toMatchObject({ account: '123456789012', tableName: 'ledger' });
});

test('the functions run on Node 24 and arm64 and log JSON, and those that touch groups have one role', () => {
  template.resourceCountIs('AWS::Lambda::Function', 3);
  template.allResourcesProperties('AWS::Lambda::Function', { Runtime: 'nodejs24.x', Architectures: ['arm64'] });
  template.resourcePropertiesCountIs('AWS::Lambda::Function', { Role: arn('ResponderRole') }, 2);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Runtime: 'nodejs24.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    LoggingConfig: { LogFormat: 'JSON', LogGroup: ref('RespondLogs') },
    Role: arn('ResponderRole'),
    Environment: {
      Variables: {
        POWERTOOLS_SERVICE_NAME: 'portcullis',
        POWERTOOLS_METRICS_NAMESPACE: 'Portcullis',
        NODE_OPTIONS: '--enable-source-maps',
        OWN_ROLE_ARN: arn('ResponderRole'),
        TABLE_NAME: ref('Ledger'),
        TOPIC_ARN: ref('Notices'),
        REPORTS_TOPIC_ARN: ref('Reports'),
        RECORDS_URL: ref('Records'),
        DIGESTS_URL: ref('Digests'),
      },
    },
  });
});

test('the environment is one that the handler can read', () => {
  const environment = ofType(json, 'AWS::Lambda::Function').map(({ Properties }) => Properties.Environment)[0];
  const { Variables } = environment as { Variables: Record<string, unknown> };
  const resolved = 'arn:aws:iam::123456789012:role/resolved';
  const deployed = Object.entries(Variables).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : resolved,
  ]);
  expect(readEnvironment(Object.fromEntries(deployed))).toMatchObject({ busName: 'default', retentionDays: 365 });
});

test('the ledger and the logs outlive the stack, for as long as the settings say', () => {
  const kept = Template.fromJSON(synth({ retentionDays: '90' }));
  kept.hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Retain',
    Properties: {
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
    },
  });
  kept.hasResource('AWS::Logs::LogGroup', { DeletionPolicy: 'Retain', Properties: { RetentionInDays: 90 } });
  kept.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { RETENTION_DAYS: '90' } } });
});

test('every address gets the mail', () => {
  const subscriptions = ofType(synth({ email: 'a@example.com,b@example.com' }), 'AWS::SNS::Subscription');
  expect(subscriptions.map(({ Properties }) => [Properties.Protocol, Properties.Endpoint])).toEqual([
    ['email', 'a@example.com'],
    ['email', 'b@example.com'],
  ]);
});

test.for<[string, string, string, number]>([
  ['a failed repair', 'Portcullis', 'Failed', 0],
  ['a record given up', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', 0],
  ['a record waiting', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', 60],
  ['a crash', 'AWS/Lambda', 'Errors', 0],
  ['a refusal to run', 'AWS/Lambda', 'Throttles', 0],
])('%s alarms people', ([, Namespace, MetricName, Threshold]) => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    Namespace,
    MetricName,
    Threshold,
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    Period: 60,
    TreatMissingData: 'notBreaching',
    AlarmActions: [ref('Notices')],
  });
});

test('each dead-letter queue has its alarm, and each alarm says what to do', () => {
  const alarms = ofType(json, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
  expect(alarms).toHaveLength(8);
  const dimensions = JSON.stringify(alarms.map((alarm) => alarm.Dimensions));
  for (const queue of ['FailedRecords', 'UndeliveredEvents', 'UntoldDigests', 'Records'])
    expect(dimensions).toContain(`"${queue}`);
  for (const alarm of alarms) {
    expect(String(alarm.AlarmDescription).length).toBeGreaterThan(120);
    expect(String(alarm.AlarmDescription).length).toBeLessThan(1024);
    expect(alarm.AlarmName).toMatch(/^portcullis-[a-z-]+$/);
  }
});

test('the dashboard shows every metric that the function writes', () => {
  const body = JSON.stringify(ofType(json, 'AWS::CloudWatch::Dashboard')[0]?.Properties.DashboardBody);
  const shown = [
    'Events',
    'Violations',
    'Repaired',
    'Failed',
    'Held',
    'AlreadyGone',
    'Undetermined',
    'Exposure',
    'Swept',
    'Found',
    'p50',
    'p90',
  ];
  for (const name of [...shown, 'ApproximateAgeOfOldestMessage', 'Throttles', 'Errors']) expect(body).toContain(name);
});

test('the outputs are what an operator looks for', () => {
  expect(Object.keys(json.Outputs).sort()).toEqual([
    'DashboardUrl',
    'FunctionName',
    'QueueUrl',
    'ReportsTopicArn',
    'SweepFunctionName',
    'TableName',
    'TopicArn',
  ]);
});

test('the sample is left out unless it is asked for', () => {
  expect(ofType(json, 'AWS::EC2::SecurityGroup')).toEqual([]);
  expect(ofType(json, 'AWS::EC2::VPC')).toEqual([]);
});

test('the sample group has HTTPS and its freeze before anyone listens', () => {
  const sample = Template.fromJSON(synth({ sample: true }));
  sample.hasResourceProperties('AWS::EC2::SecurityGroup', {
    SecurityGroupIngress: [Match.objectLike({ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' })],
    Tags: Match.arrayWith([{ Key: 'portcullis:policy', Value: 'frozen' }]),
  });
  const frozen = compilePolicies('policies').find(({ id }) => id === 'frozen-sample');
  expect(frozen?.scope.tags).toEqual({ [FROZEN_TAG.key]: [FROZEN_TAG.value] });
  sample.hasResource('AWS::Events::Rule', { DependsOn: Match.arrayWith(['SampleGroup']) });
});

test('the schedule wakes the sweep more seldom than the sweep may run', () => {
  template.hasResourceProperties('AWS::Events::Rule', {
    ScheduleExpression: 'rate(15 minutes)',
    State: 'ENABLED',
    Targets: [{ Arn: arn('Sweep'), Input: '{"sweep":"if-due"}' }],
  });
  template.hasResourceProperties('AWS::Lambda::Permission', {
    FunctionName: arn('Sweep'),
    Principal: 'events.amazonaws.com',
    SourceArn: arn('SweepSchedule'),
  });
  template.resourceCountIs('AWS::Lambda::Permission', 1);
  template.hasResourceProperties('AWS::Lambda::Function', {
    Timeout: 600,
    LoggingConfig: { LogGroup: ref('SweepLogs') },
  });
});

test.for(['audit', 'enforce'])('the sweep is told %s, in an environment that its handler can read', (mode) => {
  const [, sweep] = ofType(mode === 'audit' ? json : synth({ sweep: mode }), 'AWS::Lambda::Function');
  const { Variables } = (sweep?.Properties.Environment ?? {}) as { Variables?: Record<string, unknown> };
  const resolved = Object.entries(Variables ?? {}).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : 'arn:aws:iam::123456789012:role/resolved',
  ]);
  const environment = readSweepEnvironment({ ...Object.fromEntries(resolved), AWS_REGION: 'eu-west-1' });
  expect(environment).toMatchObject({ region: 'eu-west-1', enforce: mode === 'enforce', busName: 'default' });
});

test('an error of the sweep alarms people', () => {
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'portcullis-sweep-errors',
    Namespace: 'AWS/Lambda',
    MetricName: 'Errors',
    Dimensions: [{ Name: 'FunctionName', Value: ref('Sweep') }],
    AlarmActions: [ref('Notices')],
  });
});
