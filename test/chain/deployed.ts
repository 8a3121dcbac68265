import {
  EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { MotoServer } from '../moto/server.ts';
import { bundleOf } from './assembly.ts';
import { disableMapping, listFunctions, listMappings } from './lambda-api.ts';
import type { FunctionSettings } from './lambda-environment.ts';
import type { EventSource } from './lambda-host.ts';

/** A deployed function, and the mapping from a queue that feeds it. */
export type Fed = {
  readonly lambda: Omit<FunctionSettings, 'surroundings'>;
  readonly roleArn: string;
  readonly source: EventSource;
  /** The queue of messages that failed too often, and how often that is. */
  readonly failed: { readonly queueUrl: string; readonly maxReceiveCount: number };
};

/** What stands in the emulated account after a deployment, as the account itself tells it: the responder, and beside it the digests. */
export type Deployed = Fed & {
  readonly account: string;
  readonly region: string;
  /** What sends the digests of bursts. */
  readonly digest: Fed;
  /** The rule's event pattern, and the ARNs to which it sends what matches. */
  readonly rule: { readonly pattern: Record<string, unknown>; readonly targets: readonly (string | undefined)[] };
};

/**
 * Reads back what was deployed; only the bundles are taken from the cloud assembly in `outdir`. Moto's own Lambda, which
 * would need Docker, is taken off the queues and the schedule.
 */
export async function readDeployed(moto: MotoServer, sqs: SQSClient, outdir: string): Promise<Deployed> {
  const [mappings, functions] = [await listMappings(moto), await listFunctions(moto)];
  for (const mapping of mappings) await disableMapping(moto, mapping);
  const fedBy = async (id: string): Promise<Fed> => {
    const configuration = only(functions.filter(({ FunctionArn }) => FunctionArn.includes(`:Portcullis-${id}`)));
    const mapping = only(mappings.filter(({ FunctionArn }) => FunctionArn === configuration.FunctionArn));
    const queueUrl = await urlOf(sqs, mapping.EventSourceArn);
    const { deadLetterTargetArn, maxReceiveCount } = await redriveOf(sqs, queueUrl);
    return {
      lambda: {
        folder: bundleOf(outdir, id),
        handler: configuration.Handler,
        arn: configuration.FunctionArn,
        memoryMb: configuration.MemorySize,
        timeoutMs: configuration.Timeout * 1000,
        variables: configuration.Environment.Variables,
      },
      roleArn: configuration.Role,
      source: {
        queueUrl,
        queueArn: mapping.EventSourceArn,
        batchSize: mapping.BatchSize,
        partial: mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') ?? false,
      },
      failed: { queueUrl: await urlOf(sqs, deadLetterTargetArn), maxReceiveCount },
    };
  };
  const respond = await fedBy('Respond');
  return {
    ...respond,
    account: respond.lambda.arn.split(':')[4] ?? '',
    region: moto.client.region,
    digest: await fedBy('Digest'),
    rule: await ruleOf(moto),
  };
}

async function ruleOf({ client }: MotoServer): Promise<Deployed['rule']> {
  const events = new EventBridgeClient(client);
  const targetsOf = async (Rule?: string) => (await events.send(new ListTargetsByRuleCommand({ Rule }))).Targets ?? [];
  try {
    const { Rules = [] } = await events.send(new ListRulesCommand({}));
    // A schedule has no pattern, for which moto takes every event to match, and fails to run its Lambda.
    for (const { Name } of Rules.filter(({ EventPattern }) => !EventPattern)) {
      const Ids = (await targetsOf(Name)).flatMap(({ Id }) => Id ?? []);
      await events.send(new RemoveTargetsCommand({ Rule: Name, Ids }));
    }
    const { Name, EventPattern = '' } = only(Rules.filter((rule) => rule.EventPattern));
    return { pattern: JSON.parse(EventPattern), targets: (await targetsOf(Name)).map(({ Arn }) => Arn) };
  } finally {
    events.destroy();
  }
}

async function redriveOf(sqs: SQSClient, QueueUrl: string): Promise<Redrive> {
  const wanted = { QueueUrl, AttributeNames: ['RedrivePolicy' as const] };
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand(wanted));
  return JSON.parse(Attributes?.RedrivePolicy ?? '');
}
type Redrive = { readonly deadLetterTargetArn: string; readonly maxReceiveCount: number };

async function urlOf(sqs: SQSClient, arn: string): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: arn.split(':').at(-1) }));
  return QueueUrl;
}

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined || items.length > 1) throw new Error(`${items.length} of a kind were deployed, not 1`);
  return item;
}
