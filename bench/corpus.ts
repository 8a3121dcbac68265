import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { LogFile } from '../cli/backtest/log-files.ts';

/** What an account's trail is mostly made of, and how large its requests and responses are, in characters. */
const EVERYDAY = [
  ['DescribeInstances', 'ec2.amazonaws.com', 120],
  ['AssumeRole', 'sts.amazonaws.com', 700],
  ['GetObject', 's3.amazonaws.com', 300],
  ['Decrypt', 'kms.amazonaws.com', 250],
  ['PutItem', 'dynamodb.amazonaws.com', 500],
  ['CreateLogStream', 'logs.amazonaws.com', 150],
  ['RunInstances', 'ec2.amazonaws.com', 4000],
  ['PutRolePolicy', 'iam.amazonaws.com', 1500],
] as const;

/** Of so many records one changes a security group. */
const RARE = 50;

/** A year's trail in short: log files as CloudTrail writes them, one line each, packed. The same records each time. */
export function writeCorpus(folder: string, files: number, recordsEach: number): LogFile[] {
  const changes = readFileSync(join(import.meta.dirname, '..', 'test', 'records', 'quarter.json'), 'utf8');
  const rare = (JSON.parse(changes) as { Records: object[] }).Records;
  mkdirSync(folder, { recursive: true });
  let number = 0;
  return Array.from({ length: files }, (_, file) => {
    const records = Array.from({ length: recordsEach }, () => {
      const eventID = `${(++number).toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;
      const change = rare[Math.floor(number / RARE) % rare.length];
      return number % RARE === 0 ? { ...change, eventID } : everyday(number, eventID);
    });
    const path = join(folder, `${String(file).padStart(4, '0')}.json.gz`);
    const packed = gzipSync(JSON.stringify({ Records: records }));
    writeFileSync(path, packed);
    return { path, size: packed.length };
  });
}

function everyday(number: number, eventID: string): object {
  const [eventName, eventSource, size] = EVERYDAY[number % EVERYDAY.length] ?? EVERYDAY[0];
  const filler = Array.from({ length: Math.ceil(size / 60) }, (_, at) => ({
    name: `member-${number}-${at}`,
    value: `arn:aws:iam::111122223333:role/${number * 31 + at}`,
  }));
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      principalId: 'AROAEXAMPLEEXAMPLEEXA:pipeline',
      arn: 'arn:aws:sts::111122223333:assumed-role/deploy/pipeline',
      accountId: '111122223333',
      sessionContext: { sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111122223333:role/deploy' } },
    },
    eventTime: new Date(Date.parse('2026-01-01T00:00:00Z') + number * 1000).toISOString().replace('.000', ''),
    eventSource,
    eventName,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.24',
    userAgent: 'aws-cli/2.17.44 md/awscrt#0.21.2 ua/2.0 os/linux#6.8.0 lang/python#3.12.6',
    requestParameters: { filterSet: { items: filler } },
    responseElements: null,
    requestID: eventID,
    eventID,
    readOnly: true,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: '111122223333',
    eventCategory: 'Management',
  };
}
