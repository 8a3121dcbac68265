import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteMessageBatchCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { createLambdaFunction, type LambdaFunction } from './lambda-function.ts';
import { poll } from './lambda-host.ts';

/** A function that does what the messages of its batch say. */
const OBEDIENT = `
  export const handler = async ({ Records }, context) => {
    const failed = [];
    for (const { messageId, body } of Records) {
      if (body === 'say') console.log(JSON.stringify({ pid: process.pid, env: process.env, context, left: context.getRemainingTimeInMillis() }));
      if (body === 'fail') failed.push({ itemIdentifier: messageId });
      if (body === 'name another') failed.push({ itemIdentifier: 'another' });
      if (body === 'throw') throw new TypeError('thrown');
      if (body === 'crash') process.exit(3);
      if (body === 'crash after') setImmediate(() => process.exit(4));
      if (body === 'hang') await new Promise((resolve) => setTimeout(resolve, 3_600_000));
      if (body === 'block') for (;;);
      if (body === 'nothing') return;
      if (body === 'nonsense') return { batchItemFailures: 'all' };
    }
    return { batchItemFailures: failed };
  };
`;

const folder = mkdtempSync(join(tmpdir(), 'portcullis-lambda-'));
writeFileSync(join(folder, 'index.mjs'), OBEDIENT);
writeFileSync(join(folder, 'broken.mjs'), 'throw new Error("broken");');
afterAll(() => rmSync(folder, { recursive: true }));

/** The function in a process of its own, which ends with the test. */
function run(handler = 'index.handler', timeoutMs = 5000): LambdaFunction {
  const lambda = createLambdaFunction({
    folder,
    handler,
    timeoutMs,
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:obedient',
    memoryMb: 1024,
    variables: { TABLE_NAME: 'ledger' },
    surroundings: { AWS_REGION: 'eu-west-1' },
  });
  onTestFinished(lambda.stop);
  return lambda;
}

/** Takes one batch with these bodies through the function, and gives what came of it and which bodies were deleted. */
async function handOut(lambda: LambdaFunction, bodies: readonly string[], partial = true) {
  const sqs = mockClient(SQSClient);
  const Messages = bodies.map((Body, index) => ({ MessageId: `m${index}`, ReceiptHandle: `r${index}`, Body }));
  sqs.on(ReceiveMessageCommand).resolves({ Messages });
  sqs.on(DeleteMessageBatchCommand).resolves({});
  const queue = 'arn:aws:sqs:eu-west-1:123456789012:records';
  const came = await poll(
    new SQSClient({ region: 'eu-west-1' }),
    { queueUrl: 'http://127.0.0.1/records', queueArn: queue, batchSize: 5, partial },
    lambda,
  );
  const entries = sqs.commandCalls(DeleteMessageBatchCommand).flatMap(({ args: [{ input }] }) => input.Entries ?? []);
  return { ...came, gone: entries.map(({ ReceiptHandle }) => bodies[Number(ReceiptHandle?.slice(1))]) };
}

test.for([
  { bodies: ['a', 'b'], gone: ['a', 'b'], kind: 'answered' },
  { bodies: ['a', 'fail', 'b'], gone: ['a', 'b'], kind: 'answered' },
  { bodies: ['fail', 'fail'], gone: [], kind: 'answered' },
  { bodies: ['a', 'fail'], partial: false, gone: ['a', 'fail'], kind: 'answered' },
  { bodies: ['a', 'nothing'], gone: ['a', 'nothing'], kind: 'answered' },
  { bodies: ['a', 'nonsense'], gone: [], kind: 'answered' },
  { bodies: ['a', 'name another'], gone: [], kind: 'answered' },
  { bodies: ['a', 'throw'], gone: [], kind: 'failed' },
  { bodies: ['a', 'crash'], gone: [], kind: 'crashed' },
])('poll() deletes $gone of $bodies', async ({ bodies, partial = true, gone, kind }) => {
  const came = await handOut(run(), bodies, partial);
  expect(came).toMatchObject({
    received: bodies.length,
    deleted: gone.length,
    kept: bodies.length - gone.length,
    gone,
  });
  expect(came.invocation?.kind).toBe(kind);
});

test('poll() does not start the function when the queue is empty', async () => {
  const lambda = run();
  expect(await handOut(lambda, [])).toEqual({ received: 0, deleted: 0, kept: 0, gone: [] });
  expect(lambda.coldStarts()).toBe(0);
});

test.for(['hang', 'block'])('invoke() kills an environment that runs out of time: %s', async (body) => {
  const lambda = run('index.handler', 300);
  expect(await handOut(lambda, ['a', body])).toMatchObject({ invocation: { kind: 'timed-out' }, gone: [] });
  expect(await handOut(lambda, ['a'])).toMatchObject({ invocation: { kind: 'answered' }, gone: ['a'] });
  expect(lambda.coldStarts()).toBe(2);
});

test('invoke() keeps an environment after a failure, and leaves one that ended by itself', async () => {
  const lambda = run();
  for (const body of ['a', 'throw', 'b']) await handOut(lambda, [body]);
  expect(lambda.coldStarts()).toBe(1);
  await handOut(lambda, ['crash after']);
  // The process may be gone by now or not; either way no message is lost.
  const { gone, invocation } = await handOut(lambda, ['c']);
  expect(gone).toEqual(invocation?.kind === 'answered' ? ['c'] : []);
  expect((await handOut(lambda, ['d'])).gone).toEqual(['d']);
  expect(lambda.coldStarts()).toBe(2);
});

test('invoke() runs as many environments as there are invocations at once', async () => {
  const lambda = run();
  await Promise.all([lambda.invoke({ Records: [] }), lambda.invoke({ Records: [] })]);
  await lambda.invoke({ Records: [] });
  expect(lambda.coldStarts()).toBe(2);
});

test('invoke() says that a bundle does not load', async () => {
  const lambda = run('broken.handler');
  expect(await lambda.invoke({})).toEqual({ kind: 'crashed', how: 'exit 1' });
  expect(lambda.lines.map(({ text }) => text)).toContain('Error: broken');
  expect(await run('index.nothing').invoke({})).toEqual({ kind: 'crashed', how: 'exit 1' });
});

test('the function has its own variables, those of Lambda and a context, and nothing of this machine', async () => {
  const lambda = run();
  await handOut(lambda, ['say']);
  await lambda.stop();
  const [{ pid, env, context, left }] = lambda.lines.map(({ text }) => JSON.parse(text));
  expect(pid).not.toBe(process.pid);
  expect(env).toMatchObject({ TABLE_NAME: 'ledger', AWS_REGION: 'eu-west-1', _HANDLER: 'index.handler', HOME: folder });
  const foreign = Object.keys(env).filter((name) => !/^(AWS_|LAMBDA_|_HANDLER$|NODE_CHANNEL_|TABLE_NAME$)/.test(name));
  expect(foreign.sort()).toEqual(['HOME', 'LANG', 'PATH', 'TZ']);
  expect(context).toMatchObject({
    functionName: 'obedient',
    memoryLimitInMB: '1024',
    awsRequestId: expect.any(String),
  });
  expect(left).toEqual(expect.any(Number));
});

test('stop() leaves no process behind', async () => {
  const lambda = run();
  const hanging = lambda.invoke({ Records: [{ body: 'say' }, { body: 'hang' }] });
  await expect.poll(() => lambda.lines.length).toBe(1);
  const { pid } = JSON.parse(lambda.lines[0]?.text ?? '');
  await lambda.stop();
  expect(await hanging).toEqual({ kind: 'crashed', how: 'SIGKILL' });
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
