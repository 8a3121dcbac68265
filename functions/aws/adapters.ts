import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import type { Ports } from '../respond/ports.ts';
import { CLIENT_SETTINGS } from './clients.ts';
import { lazily } from './lazily.ts';
import { ledger } from './ledger.ts';
import { readGroup } from './read-group.ts';
import { readLists } from './read-lists.ts';
import { revoke } from './revoke.ts';

/** What the deployment tells the adapters. */
export type AdapterSettings = {
  readonly topicArn: string;
  readonly busName: string;
  readonly tableName: string;
  /** How many days a report is kept. */
  readonly retentionDays: number;
};

/** The ports that AWS stands behind; the clock, waiting and leases are the handler's. */
export type Adapters = Pick<Ports, 'readGroup' | 'readLists' | 'revoke' | 'ledger' | 'publish' | 'emit'>;

/**
 * The ports over AWS. EC2 and DynamoDB are loaded at once, since they close the hole; SNS and EventBridge when the first
 * notice or event goes out.
 */
export function adapters(settings: AdapterSettings): Adapters {
  const ec2 = new EC2Client(CLIENT_SETTINGS);
  return {
    readGroup: readGroup(ec2),
    readLists: readLists(ec2),
    revoke: revoke(ec2),
    ledger: ledger(new DynamoDBClient(CLIENT_SETTINGS), settings.tableName, settings.retentionDays),
    publish: lazily(async () => (await import('./publish.ts')).publisher(settings.topicArn)),
    emit: lazily(async () => (await import('./emit.ts')).emitter(settings.busName)),
  };
}
