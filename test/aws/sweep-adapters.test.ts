import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DescribeSecurityGroupsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test, vi } from 'vitest';
import { sweepAdapters } from '../../functions/aws/sweep-adapters.ts';
import { ACCOUNT, GROUP } from './sample-report.ts';

test('sweepAdapters() gives every port the client and the setting that it needs', async () => {
  vi.stubEnv('AWS_REGION', 'eu-west-1');
  mockClient(EC2Client)
    .onAnyCommand()
    .resolves({})
    .on(DescribeSecurityGroupsCommand)
    .resolves({ SecurityGroups: [{ GroupId: GROUP }] });
  const db = mockClient(DynamoDBClient).on(GetItemCommand).resolves({});
  const { listGroups, readGroups, readGroup, book } = sweepAdapters({
    account: ACCOUNT,
    region: 'eu-west-1',
    topicArn: 'arn:aws:sns:eu-west-1:123456789012:findings',
    reportsTopicArn: 'arn:aws:sns:eu-west-1:123456789012:reports',
    recordsUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/records',
    digestsUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/digests',
    busName: 'security',
    tableName: 'reports',
    retentionDays: 30,
  });
  await expect(listGroups()).resolves.toEqual([GROUP]);
  expect((await readGroups([GROUP])).get(GROUP)).toMatchObject({ kind: 'found', standing: [] });
  await expect(readGroup({ id: GROUP })).resolves.toMatchObject({ kind: 'found' });
  await expect(book.read()).resolves.toBeUndefined();
  expect(db.commandCalls(GetItemCommand)[0]?.args[0].input).toMatchObject({
    TableName: 'reports',
    Key: { pk: { S: `sweep#${ACCOUNT}#eu-west-1` } },
  });
  vi.unstubAllEnvs();
});
