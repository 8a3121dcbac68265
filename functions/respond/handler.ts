import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { adapters } from '../aws/adapters.ts';
import type { Guardrails } from '../core/guardrails.ts';
import type { Policy } from '../core/policy.ts';
import { readEnvironment } from './environment.ts';
import { eventIdOf, logEntry } from './log-entry.ts';
import { measure } from './measure.ts';
import type { Ports } from './ports.ts';
import { respond, type Settings } from './respond.ts';
import { tryAgain } from './try-again.ts';

const { ownRole, ...settings } = readEnvironment(process.env);
// Lambda itself sets it.
const { AWS_REGION: region } = process.env;
const logger = new Logger();
const metrics = new Metrics({ logger });

const ports: Ports = { ...adapters(settings), now: () => new Date().toISOString(), pause, newLease: randomUUID };

const pipeline: Settings = {
  // Compiled and checked when the function was bundled, and laid beside it.
  policies: JSON.parse(readFileSync(new URL('policies.json', import.meta.url), 'utf8')) as Policy[],
  guardrails: JSON.parse(readFileSync(new URL('guardrails.json', import.meta.url), 'utf8')) as Guardrails,
  ownRole,
  ...(region !== undefined && { home: { account: settings.account, region } }),
  // Longer than the function may run (30 s), shorter than the queue hides a message that it has handed out (180 s).
  leaseFor: 60_000,
};

async function respondTo({ body, messageId }: SQSRecord): Promise<void> {
  let eventId: string | undefined;
  try {
    const message: unknown = JSON.parse(body);
    eventId = eventIdOf(message);
    // One name for all tries, so that a second one may go on where the first stopped.
    const lease = randomUUID();
    for (const response of await tryAgain(
      () => respond(message, { ...ports, newLease: () => lease }, pipeline),
      pause,
    )) {
      measure(response, metrics);
      // At once: what is counted must not be lost when another record of the batch runs out of time.
      metrics.publishStoredMetrics();
      logger.info('Record handled', logEntry(response));
    }
  } catch (error) {
    logger.error('Record not handled; the queue will bring it again', { messageId, eventId, error: error as Error });
    throw error;
  }
}

/** Judges the CloudTrail events of one batch; those that could not be dealt with go back to the queue, one by one. */
export const handler = middy<SQSEvent, PromiseSettledResult<void>[]>()
  .use(injectLambdaContext(logger))
  .use(sqsPartialBatchFailure({ logger: () => {} }))
  .handler(({ Records }) => {
    if (!Array.isArray(Records)) logger.error('The event is no batch of a queue, so there is nothing to handle');
    return Promise.allSettled((Records ?? []).map(respondTo));
  });
