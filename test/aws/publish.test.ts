import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { publish } from '../../functions/aws/publish.ts';
import type { Notice } from '../../functions/core/notice.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { sdkError } from './sdk-error.ts';

const sns = mockClient(SNSClient);
const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:findings';
const tell = publish(new SNSClient({ region: 'eu-west-1' }), TOPIC);

const NOTICE: Notice = {
  subject: '[critical] Reverted: tcp 22 from 0.0.0.0/0 on web-1 (123456789012, eu-west-1)',
  text: 'What was opened\n\n  "tcp 22 from 0.0.0.0/0"\n',
  json: '{"version":1,"id":"event-1/sg-1"}',
  attributes: {
    severity: 'critical',
    policy: ['no-public-admin-ports', 'frozen-sample'],
    verdict: 'violation',
    outcome: 'done',
    account: '123456789012',
    region: 'eu-west-1',
  },
};
const ATTRIBUTES = {
  severity: { DataType: 'String', StringValue: 'critical' },
  policy: { DataType: 'String.Array', StringValue: '["no-public-admin-ports","frozen-sample"]' },
  verdict: { DataType: 'String', StringValue: 'violation' },
  outcome: { DataType: 'String', StringValue: 'done' },
  account: { DataType: 'String', StringValue: '123456789012' },
  region: { DataType: 'String', StringValue: 'eu-west-1' },
};
/** The bytes of ATTRIBUTES as SNS counts them. */
const ATTRIBUTE_BYTES = Buffer.byteLength(
  Object.entries(ATTRIBUTES)
    .map(([name, { DataType, StringValue }]) => name + DataType + StringValue)
    .join(''),
);
const LIMIT = 262_144;

const inputs = () => sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => input);
const sent = (): Record<string, string> => JSON.parse(inputs()[0]?.Message ?? '');

beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({ MessageId: '1' });
});

describe('publish()', () => {
  test('publish() makes one call with text for mail, the subject for phones and JSON for all others', async () => {
    await tell(NOTICE);
    expect(inputs()).toEqual([
      {
        TopicArn: TOPIC,
        Subject: NOTICE.subject,
        Message: JSON.stringify({ default: NOTICE.json, email: NOTICE.text, sms: NOTICE.subject }),
        MessageStructure: 'json',
        MessageAttributes: ATTRIBUTES,
      },
    ]);
  });

  test('publish() leaves out an attribute that is empty, which SNS refuses', async () => {
    await tell({ ...NOTICE, attributes: { ...NOTICE.attributes, policy: [], outcome: '' } });
    const { policy: _, outcome: __, ...rest } = ATTRIBUTES;
    expect(inputs()[0]?.MessageAttributes).toEqual(rest);
  });

  test.for(['InternalErrorException', 'ThrottledException', 'KMSThrottlingException', 'TimeoutError'])(
    'publish() throws RetryableError when SNS says %s',
    async (name) => {
      const cause = sdkError(name);
      sns.on(PublishCommand).rejects(cause);
      const thrown = await tell(NOTICE).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(RetryableError);
      expect(thrown).toMatchObject({ cause });
    },
  );

  test.for(['NotFoundException', 'AuthorizationErrorException', 'InvalidParameterException'])(
    'publish() throws %s as it is',
    async (name) => {
      const error = sdkError(name);
      sns.on(PublishCommand).rejects(error);
      await expect(tell(NOTICE)).rejects.toBe(error);
    },
  );
});

describe('publish() near the limit of SNS', () => {
  /** A notice whose whole publication takes so many bytes; the padding of its JSON is not escaped. */
  const ofSize = (bytes: number): Notice => {
    const make = (padding: number) => ({ ...NOTICE, json: `{"id":"event-1/sg-1","p":"${'x'.repeat(padding)}"}` });
    const { json, text, subject } = make(0);
    const empty = Buffer.byteLength(JSON.stringify({ default: json, email: text, sms: subject })) + ATTRIBUTE_BYTES;
    return make(bytes - empty);
  };

  test('publish() sends the whole report when it fits exactly', async () => {
    const notice = ofSize(LIMIT);
    await tell(notice);
    expect(Buffer.byteLength(inputs()[0]?.Message ?? '') + ATTRIBUTE_BYTES).toBe(LIMIT);
    expect(sent()).toEqual({ default: notice.json, email: NOTICE.text, sms: NOTICE.subject });
  });

  test('publish() sends the mail whole and the report by its id when a byte is too much', async () => {
    await tell(ofSize(LIMIT + 1));
    expect(sent()).toMatchObject({ email: NOTICE.text, sms: NOTICE.subject });
    expect(JSON.parse(sent().default ?? '')).toEqual({
      cut: true,
      id: 'event-1/sg-1',
      subject: NOTICE.subject,
      ...NOTICE.attributes,
    });
  });

  test('publish() counts bytes and not characters', async () => {
    await tell({ ...NOTICE, json: JSON.stringify({ id: 'event-1/sg-1', p: '界'.repeat(100_000) }) });
    expect(JSON.parse(sent().default ?? '')).toMatchObject({ cut: true });
  });

  test('publish() throws RangeError with the size and the limit when the mail alone is too long', async () => {
    await expect(tell({ ...NOTICE, text: 'x'.repeat(LIMIT) })).rejects.toThrow(
      /^The mail takes 26\d{4} bytes, above the 26\d{4} that SNS leaves for it$/,
    );
    expect(inputs()).toHaveLength(0);
  });
});
