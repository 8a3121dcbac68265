import { ArnFormat, type CfnElement, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { backtestStates } from './backtest-states.ts';
import { SERVICE } from './metrics.ts';

/** How long results are kept: they can be made again. */
const KEPT = Duration.days(90);

const NAME = 'portcullis-backtest';

/**
 * What rehearses the policies on an organisation's archive: a state machine that takes it apart by account, region and
 * month, a function for each piece, and a bucket for what they find. A stack of its own, without any right to EC2.
 */
export function createBacktestStack(app: Construct, archive: string, retentionDays: number, code: string): Stack {
  const stack = new Stack(app, 'PortcullisBacktest', {
    description: 'Portcullis: rehearses its policies on the CloudTrail archive of an organisation, touching nothing',
  });
  const results = new Bucket(stack, 'Results', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    lifecycleRules: [{ expiration: KEPT }],
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const logs = new LogGroup(stack, 'BacktestLogs', { retention: retentionDays, removalPolicy: RemovalPolicy.RETAIN });
  const archiveArn = stack.formatArn({ service: 's3', region: '', account: '', resource: archive });
  const archived = `${archiveArn}/*`;

  const role = new Role(stack, 'BacktestRole', {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: 'Portcullis backtest: reads the archive, writes results',
  });
  const allow = (sid: string, actions: string[], ...resources: string[]) =>
    new PolicyStatement({ sid, actions, resources });
  const rights = new Policy(stack, 'BacktestPolicy', {
    roles: [role],
    statements: [
      allow('ListArchive', ['s3:ListBucket'], archiveArn),
      allow('ReadArchive', ['s3:GetObject'], archived),
      allow('WriteResults', ['s3:PutObject'], results.arnForObjects('*')),
      allow('WriteLogs', ['logs:CreateLogStream', 'logs:PutLogEvents'], logs.logGroupArn),
    ],
  });
  const worker = new LambdaFunction(stack, 'Backtest', {
    description: 'Portcullis: judges the changes that one account, region and month of an archive records',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(code),
    role,
    timeout: Duration.minutes(15),
    memorySize: 2048,
    logGroup: logs,
    loggingFormat: LoggingFormat.JSON,
    environment: {
      ARCHIVE_BUCKET: archive,
      RESULTS_BUCKET: results.bucketName,
      POWERTOOLS_SERVICE_NAME: SERVICE,
      NODE_OPTIONS: '--enable-source-maps',
    },
  });
  worker.node.addDependency(rights);

  const arn = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const machineRole = new Role(stack, 'StatesRole', {
    assumedBy: new ServicePrincipal('states.amazonaws.com'),
    description: 'Portcullis backtest: calls the function for each item of a run',
  });
  // Items are executions under the label of the map, or, by the documentation, plainly of the machine.
  const executions = [arn('execution', `${NAME}/*`), arn('execution', `${NAME}:*`)];
  const machineRights = new Policy(stack, 'StatesPolicy', {
    roles: [machineRole],
    statements: [
      allow('CallFunction', ['lambda:InvokeFunction'], worker.functionArn),
      allow('ReadItems', ['s3:GetObject'], results.arnForObjects('*/items.json')),
      // A distributed map runs its items as executions of the same machine.
      allow('StartItems', ['states:StartExecution'], arn('stateMachine', NAME)),
      allow('WatchItems', ['states:DescribeExecution', 'states:StopExecution'], ...executions),
    ],
  });
  const machine = new CfnStateMachine(stack, 'Machine', {
    stateMachineName: NAME,
    roleArn: machineRole.roleArn,
    definition: backtestStates(worker.functionArn, results.bucketName),
  });
  machine.node.addDependency(machineRights);

  const acknowledge = (construct: Construct, id: string, reason: string) =>
    Validations.of(construct).acknowledge({ id, reason });
  acknowledge(
    results,
    'AwsSolutions-S1',
    'Results can be made again from the archive; who reads them is in CloudTrail',
  );
  acknowledge(
    machine,
    'AwsSolutions-SF1',
    'The function logs each item; the rights to deliver logs of a machine know no resource',
  );
  acknowledge(
    machine,
    'AwsSolutions-SF2',
    'A run is a batch of alike calls, which the function logs; there is nothing to trace',
  );
  const bucket = `<${stack.getLogicalId(results.node.defaultChild as CfnElement)}.Arn>`;
  const execution = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:${NAME}`;
  for (const resource of [`arn:<AWS::Partition>:s3:::${archive}/*`, `${bucket}/*`])
    acknowledge(
      rights,
      `AwsSolutions-IAM5[Resource::${resource}]`,
      'Every log of the archive is read, and a result is written for each piece',
    );
  for (const resource of [`${bucket}/*/items.json`, `${execution}/*`, `${execution}:*`])
    acknowledge(machineRights, `AwsSolutions-IAM5[Resource::${resource}]`, 'Runs have names that are not known before');
  new CfnOutput(stack, 'StateMachineArn', { value: machine.attrArn });
  new CfnOutput(stack, 'ResultsBucket', { value: results.bucketName });
  return stack;
}
