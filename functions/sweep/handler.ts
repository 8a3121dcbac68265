import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics } from '@aws-lambda-powertools/metrics';
import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { sweepAdapters } from '../aws/sweep-adapters.ts';
import type { Guardrails } from '../core/guardrails.ts';
import type { Policy } from '../core/policy.ts';
import { readSweepEnvironment } from './environment.ts';
import { measureSweep } from './measure-sweep.ts';
import type { SweepPorts } from './ports.ts';
import { sweep } from './sweep.ts';
import { sweepLog } from './sweep-log.ts';

const environment = readSweepEnvironment(process.env);
const logger = new Logger();
const metrics = new Metrics({ logger });

const ports: SweepPorts = {
  ...sweepAdapters(environment),
  now: () => new Date().toISOString(),
  pause,
  newLease: randomUUID,
};

// Compiled and checked when the function was bundled, and laid beside it.
const compiled = readFileSync(new URL('policies.json', import.meta.url), 'utf8');
const policies = JSON.parse(compiled) as Policy[];
const guardrails = JSON.parse(readFileSync(new URL('guardrails.json', import.meta.url), 'utf8')) as Guardrails;
const policiesHash = createHash('sha256').update(compiled).update(String(environment.enforce)).digest('hex');

/** How long a report may be held, in milliseconds: longer than the function may run. */
const LEASE = 900_000;

/** What is asked for by hand: `{"sweep":"now"}` begins a run; with anything else, such as what the schedule sends, one begins when it is due. */
type SweepEvent = { readonly sweep?: unknown };

/** Begins a run of the sweep, or goes on with the one that was cut off, as far as time allows. */
export const handler = middy<SweepEvent, Record<string, unknown>, Error, Context>()
  .use(injectLambdaContext(logger))
  .handler(async (event, context) => {
    const { account, region, enforce } = environment;
    const timeLeft = () => context.getRemainingTimeInMillis();
    const start = event?.sweep === 'now';
    const setUp = { policies, policiesHash, guardrails, account, region, enforce, leaseFor: LEASE, timeLeft };
    const result = await sweep(start, ports, setUp);
    measureSweep(result, metrics);
    metrics.publishStoredMetrics();
    const entry = sweepLog(result);
    logger.info('Sweep', entry);
    return entry;
  });
