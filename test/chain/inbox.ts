import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { MotoServer } from '../moto/server.ts';

/** A queue that someone else reads. */
type Inbox = { readonly url: string; readonly arn: string };

/** Subscribes a new queue, of this name, to a topic, and gives its URL. */
export async function subscribeQueue(
  moto: MotoServer,
  sqs: SQSClient,
  TopicArn: string,
  name: string,
): Promise<string> {
  const inbox = await createInbox(sqs, name);
  const sns = new SNSClient(moto.client);
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: inbox.arn }));
  sns.destroy();
  return inbox.url;
}

/** Sends the outcome events on a bus to a new queue, and gives its URL. */
export async function listenToBus(moto: MotoServer, sqs: SQSClient, EventBusName: string): Promise<string> {
  const inbox = await createInbox(sqs, 'listener');
  const events = new EventBridgeClient(moto.client);
  const Rule = 'listener';
  await events.send(
    new PutRuleCommand({ Name: Rule, EventBusName, EventPattern: JSON.stringify({ source: ['portcullis'] }) }),
  );
  await events.send(new PutTargetsCommand({ Rule, EventBusName, Targets: [{ Id: 'queue', Arn: inbox.arn }] }));
  events.destroy();
  return inbox.url;
}

/** Takes all messages out of a queue, in the order in which they came, and gives their bodies. */
export async function takeAll(sqs: SQSClient, QueueUrl: string): Promise<string[]> {
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

async function createInbox(sqs: SQSClient, QueueName: string): Promise<Inbox> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  return { url, arn: Attributes?.QueueArn ?? '' };
}
