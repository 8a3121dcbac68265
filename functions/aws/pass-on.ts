import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { PassOn } from '../respond/ports.ts';
import { CLIENT_SETTINGS } from './clients.ts';
import { orRetry } from './faults.ts';

/** Puts messages on the responder's own queue. Throws RetryableError, and other faults as they are. */
export const passOn =
  (client: SQSClient, queueUrl: string): PassOn =>
  async (message) => {
    const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(message) });
    await orRetry('SendMessage', client.send(command));
  };

/** `passOn` with a client of its own, which calls the region's endpoint, not the host in the queue's URL. */
export const passerOn = (queueUrl: string): PassOn =>
  passOn(new SQSClient({ ...CLIENT_SETTINGS, useQueueUrlAsEndpoint: false }), queueUrl);
