import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toItem } from '../../functions/aws/ledger-item.ts';
import { readDigestEnvironment } from '../../functions/digest/environment.ts';
import { readDigestKey } from '../../functions/digest/read-digest-key.ts';
import { REPORT } from '../aws/sample-report.ts';
import { ENVIRONMENT, type LoadedHandler, loadHandler } from '../respond/load-handler.ts';

test('readDigestEnvironment() reads what the deployment sets, and whose topic it is', () => {
  expect(readDigestEnvironment(ENVIRONMENT)).toEqual({
    account: '111122223333',
    region: 'eu-west-1',
    tableName: 'ledger',
    topicArn: ENVIRONMENT.TOPIC_ARN,
  });
});

test('readDigestEnvironment() names everything that is missing or odd', () => {
  expect(() => readDigestEnvironment({ TOPIC_ARN: 'notices' })).toThrow(
    'The function is not set up: TABLE_NAME is not set; TOPIC_ARN is "notices", no ARN of a topic',
  );
});

test.for<[string, string]>([
  ['no JSON', 'JSON'],
  ['null', 'window is undefined'],
  ['{"window":7,"part":0}', 'window is 7'],
  ['{"window":"2026-11-23T12:05Z#","part":0}', 'window is "2026-11-23T12:05Z#"'],
  ['{"window":"2026-11-23T12:05Z","part":-1}', 'part is -1'],
  ['{"window":"2026-11-23T12:05Z","part":1e300}', 'part is 1e+300'],
  ['{"window":"2026-11-23T12:05Z"}', 'part is undefined'],
])('readDigestKey() refuses %s', ([body, problem]) => {
  expect(() => readDigestKey(body)).toThrow(problem);
});

describe('handler', () => {
  const dynamo = mockClient(DynamoDBClient);
  const sns = mockClient(SNSClient);
  let loaded: LoadedHandler;
  const batch = (...bodies: string[]) => ({ Records: bodies.map((body, at) => ({ messageId: `m${at}`, body })) });

  beforeAll(async () => {
    loaded = await loadHandler('digest', { AWS_REGION: 'eu-west-1' });
  });
  afterAll(() => loaded.end());
  beforeEach(() => {
    loaded.lines.splice(0);
    dynamo.reset();
    sns.reset();
    sns.on(PublishCommand).resolves({});
    dynamo.on(GetItemCommand).resolves({ Item: toItem(REPORT, '{}', 'a', 0, 1) });
    dynamo.on(UpdateItemCommand).resolves({ Attributes: { reports: { SS: [REPORT.id, 'other/sg-1'] } } });
  });

  test('sends the digest that a message asks for, and gives back only what could not be sent', async () => {
    const good = JSON.stringify({ window: '2026-11-23T12:05Z', part: 0 });
    await expect(loaded.handle(batch('odd', good))).resolves.toEqual({ batchItemFailures: [{ itemIdentifier: 'm0' }] });
    const published = sns.commandCalls(PublishCommand).map(({ args: [command] }) => command.input);
    const Subject = expect.stringMatching(/^\[critical\] Burst: 2 more changes, /);
    expect(published).toMatchObject([{ TopicArn: ENVIRONMENT.TOPIC_ARN, Subject }]);
    expect(loaded.lines).toContainEqual(expect.objectContaining({ message: 'Digest sent', reports: 2 }));
    expect(loaded.lines).toContainEqual(
      expect.objectContaining({ message: 'Digest not sent; the queue will bring it again', messageId: 'm0' }),
    );
  });

  test('gives the message back when the mail does not go out', async () => {
    sns.on(PublishCommand).rejects(new Error('Access denied'));
    await expect(loaded.handle(batch(JSON.stringify({ window: '2026-11-23T12:05Z', part: 0 })))).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm0' }],
    });
  });

  test('logs an event that is no batch', async () => {
    await expect(loaded.handle({})).resolves.toEqual({ batchItemFailures: [] });
    expect(loaded.lines).toContainEqual(expect.objectContaining({ level: 'ERROR' }));
  });
});
