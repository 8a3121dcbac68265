import { readFileSync } from 'node:fs';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { S3Client } from '@aws-sdk/client-s3';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Policy } from '../core/policy.ts';
import { type StepEvent, takeStep } from './step.ts';

const { ARCHIVE_BUCKET: archive, RESULTS_BUCKET: results } = process.env;
if (!archive || !results)
  throw new TypeError('The function is not set up: ARCHIVE_BUCKET or RESULTS_BUCKET is not set');

const logger = new Logger();
// An archive that many read at once throttles: the SDK slows down rather than fails.
const client = new S3Client({ maxAttempts: 10, retryMode: 'adaptive', followRegionRedirects: true });
// Compiled and checked when the function was bundled, and laid beside it.
const policies = JSON.parse(readFileSync(new URL('policies.json', import.meta.url), 'utf8')) as Policy[];

/** One step of a rehearsal of an archive: what there is to do, or one item of it. */
export const handler = middy<StepEvent, Awaited<ReturnType<typeof takeStep>>, Error, Context>()
  .use(injectLambdaContext(logger))
  .handler(async (event) => {
    const result = await takeStep(event, { client, policies, archive, results });
    logger.info('Backtest', { step: event.step, prefix: event.prefix, ...result });
    return result;
  });
