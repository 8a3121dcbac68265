import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { CallDigest } from '../respond/ports.ts';
import { orRetry } from './faults.ts';
import { queueClient } from './queue-client.ts';

/** The longest that SQS lets a message wait, in seconds. */
const LONGEST = 900;

/** Puts the message that brings a digest on a queue, hidden until its time. Throws RetryableError, and other faults as they are. */
export const callDigest =
  (client: SQSClient, queueUrl: string): CallDigest =>
  async ({ window, part }, seconds) => {
    const command = new SendMessageCommand({
      QueueUrl: queueUrl,
      MessageBody: JSON.stringify({ window, part }),
      DelaySeconds: Math.min(LONGEST, Math.max(0, Math.ceil(seconds))),
    });
    await orRetry('SendMessage', client.send(command));
  };

/** `callDigest` with a client of its own. */
export const digestCaller = (queueUrl: string): CallDigest => callDigest(queueClient(), queueUrl);
