import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { PassOn } from '../respond/ports.ts';
import { orRetry } from './faults.ts';
import { queueClient } from './queue-client.ts';

/** Puts messages on the responder's own queue. Throws RetryableError, and other faults as they are. */
export const passOn =
  (client: SQSClient, queueUrl: string): PassOn =>
  async (message) => {
    const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) });
    await orRetry('SendMessage', client.send(command));
  };

/** `passOn` with a client of its own. */
export const passerOn = (queueUrl: string): PassOn => passOn(queueClient(), queueUrl);
