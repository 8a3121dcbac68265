import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeManagedPrefixListsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test, vi } from 'vitest';
import { adapters } from '../../functions/aws/adapters.ts';
import { makeNotice } from '../../functions/core/notice.ts';
import { ACCOUNT, cidr, GROUP, LIST, REPORT, RULE } from './sample-report.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:findings';
const REPORTS = 'arn:aws:sns:eu-west-1:123456789012:reports';
const RECORDS = 'https://sqs.eu-west-1.amazonaws.com/123456789012/records';
const DIGESTS = 'https://sqs.eu-west-1.amazonaws.com/123456789012/digests';
const HTTPS = { protocol: 6, from: 443, to: 443, source: { kind: 'cidr', cidr: cidr('10.0.0.0/8') } } as const;
const NOTICE = {
  subject: 'Subject',
  text: 'Text',
  json: '{}',
  attributes: { severity: 'low', policy: [], verdict: '', outcome: '', account: '', region: '' },
};

test('adapters() gives every port the client and the setting that it needs', async () => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  const ec2 = mockClient(EC2Client).onAnyCommand().resolves({});
  ec2.on(DescribeSecurityGroupsCommand).resolves({});
  const described = { PrefixListId: LIST, OwnerId: ACCOUNT, Version: 3 };
  ec2.on(DescribeManagedPrefixListsCommand).resolves({ PrefixLists: [described] });
  const db = mockClient(DynamoDBClient).on(GetItemCommand).resolves({});
  const sns = mockClient(SNSClient).on(PublishCommand).resolves({});
  const sqs = mockClient(SQSClient).on(SendMessageCommand).resolves({});
  const events = mockClient(EventBridgeClient).on(PutEventsCommand).resolves({ FailedEntryCount: 0 });

  const { readGroup, readLists, revoke, ledger, publish, emit, ...more } = adapters({
    account: ACCOUNT,
    topicArn: TOPIC,
    reportsTopicArn: REPORTS,
    recordsUrl: RECORDS,
    digestsUrl: DIGESTS,
    busName: 'security',
    tableName: 'reports',
    retentionDays: 30,
  });
  await expect(readGroup({ id: GROUP })).resolves.toEqual({ kind: 'missing' });
  await expect(readLists([LIST])).resolves.toEqual(new Map([[LIST, []]]));
  await expect(revoke(GROUP, [RULE])).resolves.toEqual({ kind: 'revoked' });
  await expect(more.findGroups({ using: LIST })).resolves.toEqual({ kind: 'found', ids: [] });
  await expect(more.authorize(GROUP, [HTTPS])).resolves.toEqual({ kind: 'authorized' });
  await expect(more.modify(GROUP, RULE, HTTPS)).resolves.toEqual({ kind: 'modified' });
  await expect(more.readList(LIST)).resolves.toEqual({ kind: 'found', version: 3, own: true });
  await expect(more.restoreList(LIST, 3, 2)).resolves.toEqual({ kind: 'restored' });
  await expect(ledger.find(REPORT.id)).resolves.toBeUndefined();
  await expect(ledger.recall({ account: ACCOUNT, region: 'eu-west-1', group: GROUP })).resolves.toBeUndefined();
  await publish(NOTICE);
  await emit(REPORT);
  await more.callDigest({ window: '2026-11-23T12:05Z', part: 1 }, 100);
  await more.passOn({ groups: [GROUP], event: {} });

  expect(ec2.commandCalls(GetManagedPrefixListEntriesCommand)).toHaveLength(1);
  const tables = db.commandCalls(GetItemCommand).map(({ args: [{ input }] }) => input.TableName);
  expect(tables).toEqual(['reports', 'reports']);
  const published = sns.commandCalls(PublishCommand).map(({ args: [{ input }] }) => [input.TopicArn, input.Subject]);
  expect(published).toEqual([
    [TOPIC, 'Subject'],
    [REPORTS, makeNotice(REPORT).subject],
  ]);
  expect(sqs.commandCalls(SendMessageCommand).map(({ args: [{ input }] }) => input)).toEqual([
    { QueueUrl: DIGESTS, MessageBody: '{"window":"2026-11-23T12:05Z","part":1}', DelaySeconds: 100 },
    { QueueUrl: RECORDS, MessageBody: `{"groups":["${GROUP}"],"event":{}}` },
  ]);
  expect(events.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0]?.EventBusName).toBe('security');
  vi.unstubAllEnvs();
});
