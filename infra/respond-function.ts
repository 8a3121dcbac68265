import { join } from 'node:path';
import { AssetHashType, DockerImage, Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Policy } from '../functions/core/policy.ts';
import { bundle } from './bundle.ts';
import { NAMESPACE, SERVICE } from './metrics.ts';

const HANDLER = 'functions/respond/handler.ts';
const FUNCTIONS = join(import.meta.dirname, '..', 'functions');

/** How long the function may take over one batch; the queue's visibility follows from it. */
export const TIMEOUT = Duration.seconds(30);

/** What the respond function is made with. */
export type RespondFunctionProps = {
  readonly role: Role;
  readonly logs: LogGroup;
  readonly policies: readonly Policy[];
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
    code: Code.fromAsset(FUNCTIONS, {
      // The hash of what is deployed, so that a change that leaves the bundle alone deploys nothing.
      assetHashType: AssetHashType.OUTPUT,
      bundling: {
        // Never pulled: the local bundling always succeeds or throws.
        image: DockerImage.fromRegistry('scratch'),
        local: {
          tryBundle: (outDir) => {
            bundle(HANDLER, outDir, props.policies);
            return true;
          },
        },
      },
    }),
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
