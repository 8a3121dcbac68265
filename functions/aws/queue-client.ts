import { SQSClient } from '@aws-sdk/client-sqs';
import { CLIENT_SETTINGS } from './clients.ts';

/**
 * A client of SQS. It calls the region's endpoint, as every other client does, and not the host in the queue's URL, which
 * an emulator may not be.
 */
export const queueClient = (): SQSClient => new SQSClient({ ...CLIENT_SETTINGS, useQueueUrlAsEndpoint: false });
