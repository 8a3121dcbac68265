import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import type { AccountId } from '../core/ids.ts';
import { makeNotice } from '../core/notice.ts';
import type { Ports } from '../respond/ports.ts';
import { authorize } from './authorize.ts';
import { CLIENT_SETTINGS } from './clients.ts';
import { findGroups } from './find-groups.ts';
import { lazily } from './lazily.ts';
import { ledger } from './ledger.ts';
import { modify } from './modify.ts';
import { readGroup } from './read-group.ts';
import { readList } from './read-list.ts';
import { entriesOf, readLists } from './read-lists.ts';
import { restoreList } from './restore-list.ts';
import { revoke } from './revoke.ts';

/** What the deployment tells the adapters. */
export type AdapterSettings = {
  /** The account that the responder runs in, whose prefix lists are its own to restore. */
  readonly account: AccountId;
  /** The topic that people subscribe to. */
  readonly topicArn: string;
  /** The topic that has every report, for tools. */
  readonly reportsTopicArn: string;
  /** The queue of records, which the responder takes its messages from. */
  readonly recordsUrl: string;
  /** The queue that holds the messages which bring digests. */
  readonly digestsUrl: string;
  readonly busName: string;
  readonly tableName: string;
  /** How many days a report is kept. */
  readonly retentionDays: number;
};

/** The ports that AWS stands behind; the clock, waiting and leases are the handler's. */
export type Adapters = Omit<Ports, 'now' | 'pause' | 'newLease'>;

/**
 * The ports over AWS. EC2 and DynamoDB are loaded at once, since they close the hole; SNS, SQS and EventBridge when the first
 * notice, digest or event goes out.
 */
export function adapters(settings: AdapterSettings): Adapters {
  const ec2 = new EC2Client(CLIENT_SETTINGS);
  return {
    readGroup: readGroup(ec2),
    readLists: readLists(ec2),
    revoke: revoke(ec2),
    findGroups: findGroups(ec2),
    authorize: authorize(ec2),
    modify: modify(ec2),
    readList: readList(ec2, settings.account),
    readEntries: (list, version) => entriesOf(ec2, list, version),
    restoreList: restoreList(ec2),
    ledger: ledger(new DynamoDBClient(CLIENT_SETTINGS), settings.tableName, settings.retentionDays),
    publish: lazily(async () => (await import('./publish.ts')).publisher(settings.topicArn)),
    callDigest: lazily(async () => (await import('./call-digest.ts')).digestCaller(settings.digestsUrl)),
    passOn: lazily(async () => (await import('./pass-on.ts')).passerOn(settings.recordsUrl)),
    emit: lazily(async () => {
      const [{ emitter }, { publisher }] = await Promise.all([import('./emit.ts'), import('./publish.ts')]);
      const [toBus, toTopic] = [emitter(settings.busName), publisher(settings.reportsTopicArn)];
      return async (report) => {
        await toTopic(makeNotice(report));
        await toBus(report);
      };
    }),
  };
}
