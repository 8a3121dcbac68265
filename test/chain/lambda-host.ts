import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Invocation } from './lambda-environment.ts';
import type { LambdaFunction } from './lambda-function.ts';

/** A queue that feeds a function, as its event source mapping says. */
export type EventSource = {
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  /** Whether the mapping has ReportBatchItemFailures; without it a batch succeeds or fails as one. */
  readonly partial: boolean;
};

/** What came of one look into the queue. `kept` messages come back when their visibility runs out. */
export type Poll = {
  readonly received: number;
  readonly deleted: number;
  readonly kept: number;
  /** Absent when the queue was empty. */
  readonly invocation?: Invocation;
};

/**
 * Takes one batch from the queue through the function, as Lambda's poller does: messages that were dealt with are
 * deleted, the others are left for the queue to bring again. The SQS client needs `endpoint`, else it calls the queue
 * URL's host.
 */
export async function poll(sqs: SQSClient, source: EventSource, lambda: LambdaFunction): Promise<Poll> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl: source.queueUrl,
      MaxNumberOfMessages: source.batchSize,
      WaitTimeSeconds: 1,
      MessageSystemAttributeNames: ['All'],
      MessageAttributeNames: ['All'],
    }),
  );
  if (Messages.length === 0) return { received: 0, deleted: 0, kept: 0 };
  const region = source.queueArn.split(':')[3];
  const Records = Messages.map((message) => toRecord(message, source.queueArn, region));
  const invocation = await lambda.invoke({ Records });
  const done = dealtWith(Messages, invocation, source.partial);
  if (done.length > 0) {
    const Entries = done.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    const { Failed = [] } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: source.queueUrl, Entries }));
    if (Failed.length > 0) throw new Error(`SQS did not delete ${Failed.length} of ${done.length} messages`);
  }
  return { received: Messages.length, deleted: done.length, kept: Messages.length - done.length, invocation };
}

/**
 * The messages of a batch that may be deleted. As Lambda has it: an answer that can't be read, or that names a message
 * which is not in the batch, fails the whole batch
 * (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
 */
function dealtWith(messages: readonly Message[], invocation: Invocation, partial: boolean): readonly Message[] {
  if (invocation.kind !== 'answered') return [];
  const failures = partial ? failuresOf(invocation.result) : [];
  if (failures === undefined) return [];
  const known = failures.every((id) => messages.some(({ MessageId }) => MessageId === id));
  return known ? messages.filter(({ MessageId }) => !failures.includes(MessageId)) : [];
}

/** What the answer lists as failed; undefined when it can't be read. Nothing at all is a success. */
function failuresOf(result: unknown): readonly unknown[] | undefined {
  if (result === undefined || result === null) return [];
  const { batchItemFailures = [] } = result as { readonly batchItemFailures?: unknown };
  if (!Array.isArray(batchItemFailures)) return undefined;
  return batchItemFailures.map((failure: { readonly itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
}

const toRecord = (message: Message, queueArn: string, region: string | undefined) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: {},
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: region,
});
