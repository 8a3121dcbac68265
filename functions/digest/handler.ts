import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { CLIENT_SETTINGS } from '../aws/clients.ts';
import { ledger } from '../aws/ledger.ts';
import { publisher } from '../aws/publish.ts';
import { tryAgain } from '../respond/try-again.ts';
import { readDigestEnvironment } from './environment.ts';
import { readDigestKey } from './read-digest-key.ts';
import { type DigestPorts, sendDigest } from './send-digest.ts';

const { tableName, topicArn, account, region } = readDigestEnvironment(process.env);
const logger = new Logger();

// It opens no report, so how long one is kept does not matter to it.
const book = ledger(new DynamoDBClient(CLIENT_SETTINGS), tableName, 1);
const ports: DigestPorts = {
  ledger: book,
  publish: publisher(topicArn),
  now: () => new Date().toISOString(),
  newLease: randomUUID,
};
// Longer than the function may run (30 s), shorter than the queue hides a message that it has handed out (180 s).
const settings = { account, region, leaseFor: 60_000 };

async function answer({ body, messageId }: SQSRecord): Promise<void> {
  try {
    const key = readDigestKey(body);
    // One name for all tries, so that a second one may go on where the first stopped.
    const lease = randomUUID();
    const told = await tryAgain(() => sendDigest(key, { ...ports, newLease: () => lease }, settings), pause, [1000]);
    if (told > 0) logger.info('Digest sent', { ...key, reports: told });
  } catch (error) {
    logger.error('Digest not sent; the queue will bring it again', { messageId, error: error as Error });
    throw error;
  }
}

/** Sends the digests that a batch of messages asks for; those that could not be sent go back to the queue, one by one. */
export const handler = middy<SQSEvent, PromiseSettledResult<void>[]>()
  .use(injectLambdaContext(logger))
  .use(sqsPartialBatchFailure({ logger: () => {} }))
  .handler(async ({ Records }) => {
    if (!Array.isArray(Records)) logger.error('The event is no batch of a queue, so there is nothing to handle');
    const results: PromiseSettledResult<void>[] = [];
    // One after another: most messages of a batch ask for the same digest, and find that the first has sent it.
    for (const record of Records ?? []) results.push(...(await Promise.allSettled([answer(record)])));
    return results;
  });
