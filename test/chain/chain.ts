import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { matchesPattern } from '../../cli/local-account/event-pattern-match.ts';
import { ledger } from '../../functions/aws/ledger.ts';
import type { Entry } from '../../functions/respond/ports.ts';
import type { MotoServer } from '../moto/server.ts';
import type { Json } from '../records/records.ts';
import { deploy } from './deploy.ts';
import { type Deployed, readDeployed } from './deployed.ts';
import { listenToBus, subscribeQueue, takeAll } from './inbox.ts';
import { createLambdaFunction, type LambdaFunction } from './lambda-function.ts';
import { type Poll, poll } from './lambda-host.ts';
import { runOutLeases } from './run-out-leases.ts';
import { openWire, type Wire } from './wire.ts';

/** The deployed chain on the emulator: rule -> queue -> function -> ledger, topic and bus. */
export type Chain = {
  readonly outdir: string;
  readonly deployed: Deployed;
  readonly lambda: LambdaFunction;
  /** What the function calls. */
  readonly wire: Wire;
  /** Hands an event to the bus, which puts it on the queue when it matches the deployed pattern; that is the answer. */
  readonly deliver: (event: Json) => Promise<boolean>;
  /** Puts a message on the queue of records. */
  readonly send: (body: string) => Promise<void>;
  /** Lets Lambda poll, with so many pollers at once, until the queue of records is empty; `heard` follows each poll. */
  readonly drain: (pollers?: number, heard?: (poll: Poll) => unknown) => Promise<Poll[]>;
  /** What came to a queue that subscribed to the topic of reports, since the last time. */
  readonly reports: () => Promise<string[]>;
  /** What came to a queue that subscribed to the topic of people, where mail goes, since the last time. */
  readonly notices: () => Promise<string[]>;
  /** Lets the time of every digest come that was called for, and Lambda poll until all are sent. */
  readonly drainDigests: () => Promise<void>;
  /** The outcome events that were put on the bus, since the last time. */
  readonly outcomes: () => Promise<string[]>;
  /** The entry of a report in the ledger, by the function's own adapter. */
  readonly inLedger: (reportId: string) => Promise<Entry | undefined>;
  /** Lets the minute pass for which an attempt holds a report, without waiting for it. */
  readonly runOutLeases: () => Promise<void>;
  /** What came to the queues of failed records and untold digests, since the last time. */
  readonly deadLetters: () => Promise<string[]>;
};

/** How fast things go. */
export type Pace = {
  /** The most repairs in an hour; as shipped when absent. */
  readonly repairsAnHour?: number;
  /** For how long a message that was handed out is hidden, in seconds. */
  readonly hiddenFor?: number;
  /** How long the function may run, in milliseconds; as deployed when absent. */
  readonly timeoutMs?: number;
};

/** The policy that is moved from audit to enforce, as people are told to do. */
const ENFORCED = 'no-public-admin-ports';

/**
 * Deploys Portcullis and its sample into a fresh emulator, with the shipped policies, one of them enforced. Whatever has
 * to be ended is given to `atEnd`, also when opening fails half-way.
 */
export async function openChain(
  moto: MotoServer,
  atEnd: (end: () => unknown) => void,
  { repairsAnHour, hiddenFor = 0, timeoutMs }: Pace = {},
): Promise<Chain> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-chain-'));
  atEnd(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);
  mkdirSync(at('home'));
  writePolicies(at('policies'), repairsAnHour);
  const settings = { sample: 'true', policies: at('policies') };
  await deploy(moto, settings, { outdir: at('cdk.out'), home: at('home') });

  const wire = await openWire(moto.endpoint);
  atEnd(wire.close);
  // With the client's endpoint, since the SDK would else call the host of the queue's URL.
  const sqs = new SQSClient(moto.client);
  atEnd(() => sqs.destroy());
  const deployed = await readDeployed(moto, sqs, at('cdk.out'));
  const QueueUrl = deployed.source.queueUrl;
  // The template's three minutes are too long to wait for a message that comes back; with one poller none is needed.
  const Attributes = { VisibilityTimeout: String(hiddenFor) };
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  const {
    TOPIC_ARN = '',
    REPORTS_TOPIC_ARN = '',
    BUS_NAME = '',
    TABLE_NAME = '',
    RETENTION_DAYS,
  } = deployed.lambda.variables;
  const person = await subscribeQueue(moto, sqs, TOPIC_ARN, 'person');
  const tool = await subscribeQueue(moto, sqs, REPORTS_TOPIC_ARN, 'tool');
  const listener = await listenToBus(moto, sqs, BUS_NAME);
  const dynamo = new DynamoDBClient(moto.client);
  atEnd(() => dynamo.destroy());
  const { accessKeyId, secretAccessKey } = moto.client.credentials;
  const start = (of: Deployed['lambda'], timeout?: number) => {
    const lambda = createLambdaFunction({
      ...of,
      ...(timeout !== undefined && { timeoutMs: timeout }),
      surroundings: {
        AWS_REGION: deployed.region,
        AWS_ENDPOINT_URL: wire.endpoint,
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
      },
    });
    atEnd(lambda.stop);
    return lambda;
  };
  const lambda = start(deployed.lambda, timeoutMs);
  const digest = start(deployed.digest.lambda);
  const send = async (MessageBody: string) => void (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })));

  let called = 0;
  return {
    outdir: at('cdk.out'),
    deployed,
    lambda,
    wire,
    send,
    deliver: async (event) => {
      const matches = matchesPattern(deployed.rule.pattern, event);
      if (matches) await send(JSON.stringify(event));
      return matches;
    },
    drain: async (pollers = 1, heard = () => {}) => {
      const polls: Poll[] = [];
      let idle = 0;
      const work = async () => {
        while ((await countOf(sqs, QueueUrl)) > 0) {
          if (idle === 50 * pollers)
            throw new Error(
              `The queue is not empty, and ${idle} polls dealt with none of it: ${JSON.stringify(polls.at(-1))}`,
            );
          const polled = await poll(sqs, deployed.source, lambda);
          idle = polled.deleted > 0 ? 0 : idle + 1;
          polls.push(polled);
          await heard(polled);
        }
      };
      await Promise.all(Array.from({ length: pollers }, work));
      return polls;
    },
    runOutLeases: () => runOutLeases(dynamo, TABLE_NAME),
    inLedger: ledger(dynamo, TABLE_NAME, Number(RETENTION_DAYS)).find,
    notices: () => takeAll(sqs, person),
    reports: () => takeAll(sqs, tool),
    outcomes: () => takeAll(sqs, listener),
    deadLetters: async () => [
      ...(await takeAll(sqs, deployed.failed.queueUrl)),
      ...(await takeAll(sqs, deployed.digest.failed.queueUrl)),
    ],
    drainDigests: async () => {
      const { source } = deployed.digest;
      // Nobody waits five minutes here: the messages that are hidden until their window ends are put on the queue anew.
      await sqs.send(new PurgeQueueCommand({ QueueUrl: source.queueUrl }));
      const calls = wire.calls.slice(called).filter(({ action }) => action === 'sqs:SendMessage');
      called = wire.calls.length;
      for (const { body } of calls) {
        const { MessageBody, DelaySeconds } = JSON.parse(body) as { MessageBody: string; DelaySeconds: number };
        if (!(DelaySeconds > 0)) throw new Error(`A digest was called for at once: ${body}`);
        await sqs.send(new SendMessageCommand({ QueueUrl: source.queueUrl, MessageBody }));
      }
      for (let idle = 0; (await countOf(sqs, source.queueUrl)) > 0; ) {
        const polled = await poll(sqs, source, digest);
        idle = polled.deleted > 0 ? 0 : idle + 1;
        if (idle === 50) throw new Error(`The digests are not sent: ${JSON.stringify(polled)}`);
      }
    },
  };
}

function writePolicies(folder: string, repairsAnHour: number | undefined): void {
  cpSync(resolve(import.meta.dirname, '../../policies'), folder, { recursive: true });
  rewrite(join(folder, ENFORCED, 'policy.yaml'), 'mode: audit', 'mode: enforce');
  if (repairsAnHour !== undefined)
    rewrite(join(folder, 'guardrails.yaml'), /^repairs-an-hour: .*$/m, `repairs-an-hour: ${repairsAnHour}`);
}

const rewrite = (file: string, from: string | RegExp, to: string): void =>
  writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));

/** How many messages are on a queue, those included that were handed out. */
async function countOf(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Number(Attributes?.ApproximateNumberOfMessages) + Number(Attributes?.ApproximateNumberOfMessagesNotVisible);
}
