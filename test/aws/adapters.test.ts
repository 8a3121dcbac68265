import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupsCommand, EC2Client, GetManagedPrefixListEntriesCommand } from '@aws-sdk/client-ec2';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test, vi } from 'vitest';
import { adapters } from '../../functions/aws/adapters.ts';
import { GROUP, LIST, REPORT, RULE } from './sample-report.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:findings';
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
  const db = mockClient(DynamoDBClient).on(GetItemCommand).resolves({});
  const sns = mockClient(SNSClient).on(PublishCommand).resolves({});
  const events = mockClient(EventBridgeClient).on(PutEventsCommand).resolves({ FailedEntryCount: 0 });

  const { readGroup, readLists, revoke, ledger, publish, emit } = adapters({
    topicArn: TOPIC,
    busName: 'security',
    tableName: 'reports',
    retentionDays: 30,
  });
  await expect(readGroup({ id: GROUP })).resolves.toEqual({ kind: 'missing' });
  await expect(readLists([LIST])).resolves.toEqual(new Map([[LIST, []]]));
  await expect(revoke(GROUP, [RULE])).resolves.toEqual({ kind: 'revoked' });
  await expect(ledger.find(REPORT.id)).resolves.toBeUndefined();
  await publish(NOTICE);
  await emit(REPORT);

  expect(ec2.commandCalls(GetManagedPrefixListEntriesCommand)).toHaveLength(1);
  expect(db.commandCalls(GetItemCommand)[0]?.args[0].input.TableName).toBe('reports');
  expect(sns.commandCalls(PublishCommand)[0]?.args[0].input.TopicArn).toBe(TOPIC);
  expect(events.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries?.[0]?.EventBusName).toBe('security');
  vi.unstubAllEnvs();
});
