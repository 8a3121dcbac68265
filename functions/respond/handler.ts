import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { adapters } from '../aws/adapters.ts';
import type { Policy } from '../core/policy.ts';
import { readEnvironment } from './environment.ts';
import { logEntry } from './log-entry.ts';
import { measure } from './measure.ts';
import type { Ports } from './ports.ts';
import { respond, type Settings } from './respond.ts';

const { ownRole, ...settings } = readEnvironment(process.env);
const logger = new Logger();
// Its own console would write a line that is no JSON when a batch has nothing to count.
const metrics = new Metrics({ logger });

const ports: Ports = { ...adapters(settings), now: () => new Date().toISOString(), pause, newLease: randomUUID };

const pipeline: Settings = {
  // Compiled and checked when the function was bundled, and laid beside it.
  policies: JSON.parse(readFileSync(new URL('policies.json', import.meta.url), 'utf8')) as Policy[],
  ownRole,
  // Longer than the function may run (30 s), shorter than the queue hides a message that it has handed out (180 s).
  leaseFor: 60_000,
};

async function respondTo({ body }: SQSRecord): Promise<void> {
  const response = await respond(JSON.parse(body), ports, pipeline);
  measure(response, metrics);
  logger.info('Record handled', logEntry(response));
}

/** Judges the CloudTrail events of one batch; those that could not be dealt with go back to the queue, one by one. */
export const handler = middy<SQSEvent, PromiseSettledResult<void>[]>()
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .use(
    sqsPartialBatchFailure({
      logger: (reason: unknown, { messageId }: SQSRecord) =>
        logger.error('Record not handled; the queue will bring it again', { messageId, error: reason as Error }),
    }),
  )
  .handler(({ Records }) => Promise.allSettled(Records.map(respondTo)));
