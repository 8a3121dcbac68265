/**
 * What AWS's Node runtime is to a function: the program of the child process that loads the bundle and hands it one
 * invocation after another, here over Node's IPC. It ends with the process that started it.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** One invocation, as the parent sends it. */
type Call = { readonly event: unknown; readonly requestId: string; readonly arn: string; readonly deadline: number };
type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const { LAMBDA_TASK_ROOT: root = '', _HANDLER: place = '', ...variables } = process.env;
const [file, name = ''] = place.split('.');

process.once('disconnect', () => process.exit());
const bundle: Record<string, unknown> = await import(pathToFileURL(join(root, `${file}.mjs`)).href);
const handler = bundle[name];
if (typeof handler !== 'function') throw new TypeError(`${file}.mjs exports no function ${name}`);

process.on('message', async ({ event, requestId, arn, deadline }: Call) => {
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: variables.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: variables.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: arn,
    memoryLimitInMB: variables.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: requestId,
    logGroupName: variables.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: variables.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
  try {
    process.send?.({ kind: 'answered', result: await (handler as Handler)(event, context) });
  } catch (error) {
    process.send?.({ kind: 'failed', error: String(error) });
  }
});
process.send?.({ kind: 'ready' });
