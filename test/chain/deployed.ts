import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventBridgeClient, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MotoServer } from '../moto/server.ts';
import type { FunctionSettings } from './lambda-environment.ts';
import type { EventSource } from './lambda-host.ts';

/** What stands in the emulated account after a deployment, as the account itself tells it. */
export type Deployed = {
  readonly account: string;
  readonly lambda: Omit<FunctionSettings, 'surroundings'>;
  readonly role: string;
  /** The mapping from the queue of records to the function. */
  readonly source: EventSource;
  /** The dead-letter queue of records. */
  readonly failedUrl: string;
  readonly maxReceiveCount: number;
  /** The rule's event pattern, and where it sends what matches. */
  readonly pattern: Record<string, unknown>;
  readonly targets: readonly (string | undefined)[];
  readonly template: Template;
};

/** The part of a synthesised template that is read here. */
export type Template = {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties: Record<string, unknown> }>>;
};

type Configuration = {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly Handler: string;
  readonly MemorySize: number;
  readonly Timeout: number;
  readonly Role: string;
  readonly Environment: { readonly Variables: Record<string, string> };
};
type Mapping = {
  readonly UUID: string;
  readonly EventSourceArn: string;
  readonly BatchSize: number;
  readonly FunctionResponseTypes?: readonly string[];
};

/**
 * Reads back what was deployed, and takes the place of the emulator's Lambda, which would need Docker: its mapping is
 * switched off. Only the bundle is taken from the cloud assembly in `outdir`, whose zip is what was uploaded.
 */
export async function readDeployed(moto: MotoServer, sqs: SQSClient, outdir: string): Promise<Deployed> {
  const { Functions } = await lambda<{ Functions: Configuration[] }>(moto, 'GET', 'functions/');
  const { EventSourceMappings } = await lambda<{ EventSourceMappings: Mapping[] }>(
    moto,
    'GET',
    'event-source-mappings/',
  );
  const [configuration, mapping] = [only(Functions, 'function'), only(EventSourceMappings, 'mapping')];
  await lambda(moto, 'PUT', `event-source-mappings/${mapping.UUID}`, { Enabled: false });

  const events = new EventBridgeClient(moto.client);
  const rule = only((await events.send(new ListRulesCommand({}))).Rules, 'rule');
  const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: rule.Name }));
  events.destroy();

  const queueUrl = await urlOf(sqs, mapping.EventSourceArn);
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['RedrivePolicy'] }),
  );
  const redrive = JSON.parse(Attributes?.RedrivePolicy ?? '{}');
  const template = readJson(outdir, 'Portcullis.template.json') as Template;
  return {
    account: configuration.FunctionArn.split(':')[4] ?? '',
    lambda: {
      folder: bundleOf(template, outdir),
      handler: configuration.Handler,
      arn: configuration.FunctionArn,
      memoryMb: configuration.MemorySize,
      timeoutMs: configuration.Timeout * 1000,
      variables: configuration.Environment.Variables,
    },
    role: configuration.Role,
    source: {
      queueUrl,
      queueArn: mapping.EventSourceArn,
      batchSize: mapping.BatchSize,
      partial: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
    },
    failedUrl: await urlOf(sqs, redrive.deadLetterTargetArn),
    maxReceiveCount: redrive.maxReceiveCount,
    pattern: JSON.parse(rule.EventPattern ?? '{}'),
    targets: Targets.map(({ Arn }) => Arn),
    template,
  };
}

/** The folder that was zipped and uploaded as the function's code. */
function bundleOf({ Resources }: Template, outdir: string): string {
  const { Properties } = only(
    Object.values(Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function'),
    'function',
  );
  const { S3Key } = Properties.Code as { readonly S3Key: string };
  const { files } = readJson(outdir, 'Portcullis.assets.json') as {
    readonly files: Readonly<Record<string, Asset>>;
  };
  const asset = Object.values(files).find(({ destinations }) =>
    Object.values(destinations).some(({ objectKey }) => objectKey === S3Key),
  );
  if (asset === undefined) throw new Error(`No asset has the key ${S3Key}`);
  return join(outdir, asset.source.path);
}
type Asset = {
  readonly source: { readonly path: string };
  readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
};

/** Calls Lambda's REST API, for which the project has no client. Moto tells services apart by the signature's scope. */
async function lambda<Answer>(
  { endpoint, client }: MotoServer,
  method: string,
  path: string,
  body?: object,
): Promise<Answer> {
  const scope = `${client.credentials.accessKeyId}/20260101/${client.region}/lambda/aws4_request`;
  const answer = await fetch(`${endpoint}/2015-03-31/${path}`, {
    method,
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none` },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`Lambda answered ${answer.status} to ${method} ${path}: ${await answer.text()}`);
  return (await answer.json()) as Answer;
}

async function urlOf(sqs: SQSClient, arn: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: arn.split(':').at(-1) }));
  return QueueUrl;
}

function only<Item>(items: readonly Item[] | undefined, what: string): Item {
  const [item] = items ?? [];
  if (item === undefined || items?.length !== 1) throw new Error(`There are ${items?.length ?? 0} of ${what}, not 1`);
  return item;
}

const readJson = (folder: string, name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));
