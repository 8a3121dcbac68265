import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { EC2Client } from '@aws-sdk/client-ec2';
import {
  GetQueueAttributesCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { matchesPattern } from '../../cli/local-account/event-pattern-match.ts';
import type { MotoServer } from '../moto/server.ts';
import type { Json } from '../records/records.ts';
import type { Workplace } from './colleague.ts';
import { deploy } from './deploy.ts';
import { type Deployed, readDeployed } from './deployed.ts';
import { listenToBus, subscribeQueue, takeAll } from './inbox.ts';
import { createLambdaFunction, type LambdaFunction } from './lambda-function.ts';
import { type Poll, poll } from './lambda-host.ts';
import { openWire, type Wire } from './wire.ts';

/** The deployed chain on the emulator: rule -> queue -> function -> ledger, topic and bus. */
export type Chain = {
  readonly deployed: Deployed;
  readonly place: Workplace;
  readonly sqs: SQSClient;
  readonly lambda: LambdaFunction;
  /** What the function calls. */
  readonly wire: Wire;
  /** Hands an event to the bus: it goes to the queue when it matches the deployed pattern, which is the answer. */
  readonly deliver: (event: Json) => Promise<boolean>;
  /** Puts a message into the queue of records. */
  readonly send: (body: string) => Promise<void>;
  /** Lets Lambda poll until the queue of records is empty. */
  readonly drain: () => Promise<Poll[]>;
  /** What a queue that is subscribed to the topic got since the last time. */
  readonly notices: () => Promise<string[]>;
  /** The outcome events that were put on the bus since the last time. */
  readonly outcomes: () => Promise<string[]>;
  /** Ends all that was started and removes what was written. */
  readonly close: () => Promise<void>;
};

/** The policy that is moved from audit to enforce, as the README tells people to. */
const ENFORCED = 'no-public-admin-ports';

/** Deploys Portcullis with its sample into a fresh emulator, with the shipped policies but one of them enforced. */
export async function openChain(moto: MotoServer): Promise<Chain> {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-chain-'));
  const [home, outdir, policies] = ['home', 'cdk.out', 'policies'].map((name) => join(folder, name)) as Three;
  mkdirSync(home);
  enforce(policies);
  await deploy(moto, { email: 'you@example.com', sample: 'true', policies }, { outdir, home });

  // The client's own endpoint, and not the host of the queue's URL.
  const sqs = new SQSClient(moto.client);
  const ec2 = new EC2Client(moto.client);
  const wire = await openWire(moto.endpoint);
  const deployed = await readDeployed(moto, sqs, outdir);
  const { source, failedUrl, pattern, account } = deployed;
  // Three minutes in the template: too long to wait for a message that comes back.
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: source.queueUrl, Attributes: { VisibilityTimeout: '1' } }));
  const { TOPIC_ARN = '', BUS_NAME = '' } = deployed.lambda.variables;
  const subscriber = await subscribeQueue(moto, sqs, TOPIC_ARN);
  const listener = await listenToBus(moto, sqs, BUS_NAME);
  const lambda = createLambdaFunction({
    ...deployed.lambda,
    surroundings: {
      AWS_REGION: moto.client.region,
      AWS_ENDPOINT_URL: wire.endpoint,
      AWS_ACCESS_KEY_ID: moto.client.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: moto.client.credentials.secretAccessKey,
      AWS_SESSION_TOKEN: 'test',
    },
  });
  const send = async (MessageBody: string) =>
    void (await sqs.send(new SendMessageCommand({ QueueUrl: source.queueUrl, MessageBody })));

  return {
    deployed,
    place: { ec2, account, region: moto.client.region },
    sqs,
    lambda,
    wire,
    send,
    deliver: async (event) => {
      const matches = matchesPattern(pattern, event);
      if (matches) await send(JSON.stringify(event));
      return matches;
    },
    drain: async () => {
      const polls: Poll[] = [];
      while ((await waiting(sqs, source.queueUrl)) > 0) {
        if (polls.length > 50) throw new Error(`The queue does not empty: ${JSON.stringify(polls.slice(-3))}`);
        polls.push(await poll(sqs, source, lambda));
      }
      return polls;
    },
    notices: () => takeAll(sqs, subscriber),
    outcomes: () => takeAll(sqs, listener),
    close: async () => {
      await lambda.stop();
      await wire.close();
      sqs.destroy();
      ec2.destroy();
      rmSync(folder, { recursive: true });
    },
  };
}
type Three = [string, string, string];

function enforce(folder: string): void {
  cpSync(resolve(import.meta.dirname, '../../policies'), folder, { recursive: true });
  const file = join(folder, ENFORCED, 'policy.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('mode: audit', 'mode: enforce'));
}

/** The messages that are in a queue, those that were handed out included. */
async function waiting(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
  return Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible);
}
