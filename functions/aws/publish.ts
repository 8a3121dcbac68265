import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Notice } from '../core/notice.ts';
import type { Publish } from '../respond/ports.ts';
import { CLIENT_SETTINGS } from './clients.ts';
import { orRetry } from './faults.ts';
import { snsMessage } from './sns-message.ts';

/** The most bytes of one publication, attributes included, that a topic takes unless it is set higher. */
const LIMIT = 262_144;

/** Publishes notices to an SNS topic. Throws RetryableError, RangeError from `snsMessage`, and other faults as they are. */
export const publish =
  (client: SNSClient, topicArn: string): Publish =>
  async (notice) => {
    const MessageAttributes = toAttributes(notice.attributes);
    const command = new PublishCommand({
      TopicArn: topicArn,
      Subject: notice.subject,
      Message: snsMessage(notice, LIMIT - sizeOf(MessageAttributes)),
      MessageStructure: 'json',
      MessageAttributes,
    });
    await orRetry('Publish', client.send(command));
  };

/** `publish` with a client of its own. */
export const publisher = (topicArn: string): Publish => publish(new SNSClient(CLIENT_SETTINGS), topicArn);

type Attributes = Record<string, { DataType: 'String' | 'String.Array'; StringValue: string }>;

/** A text is a String, a list a String.Array; empty ones are left out, since SNS refuses a publication that has one. */
function toAttributes(attributes: Notice['attributes']): Attributes {
  const made: Attributes = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value.length === 0) continue;
    made[name] =
      typeof value === 'string'
        ? { DataType: 'String', StringValue: value }
        : { DataType: 'String.Array', StringValue: JSON.stringify(value) };
  }
  return made;
}

/** SNS counts an attribute's name, type and value. */
const sizeOf = (attributes: Attributes): number =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue }]) => sum + Buffer.byteLength(name + DataType + StringValue),
    0,
  );
