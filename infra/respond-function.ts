import { Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { NAMESPACE, SERVICE } from './metrics.ts';

/** How long the function may take over one batch; the queue's visibility follows from it. */
export const TIMEOUT = Duration.seconds(30);

/** What the respond function is made with. */
export type RespondFunctionProps = {
  readonly role: Role;
  readonly logs: LogGroup;
  /** The folder of its bundle. */
  readonly code: string;
  /** TABLE_NAME and so on: what the handler reads from its environment. */
  readonly environment: Readonly<Record<string, string>>;
};

/** The function that judges and repairs, bundled with its compiled policies. */
export function createRespondFunction(scope: Construct, props: RespondFunctionProps): LambdaFunction {
  return new LambdaFunction(scope, 'Respond', {
    description: 'Portcullis: judges security group changes and removes the rules that break an enforced policy',
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: 'index.handler',
    code: Code.fromAsset(props.code),
    role: props.role,
    timeout: TIMEOUT,
    // Processor time grows with memory, and a cold start is all loading and TLS: the hole is open meanwhile.
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
}
