import { setTimeout as pause } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { authorize } from '../../functions/aws/authorize.ts';
import { CLIENT_SETTINGS } from '../../functions/aws/clients.ts';
import { findLedgers } from '../../functions/aws/find-ledgers.ts';
import { ledger } from '../../functions/aws/ledger.ts';
import { modify } from '../../functions/aws/modify.ts';
import { readGroup } from '../../functions/aws/read-group.ts';
import { readList } from '../../functions/aws/read-list.ts';
import { readLists } from '../../functions/aws/read-lists.ts';
import { readOwner } from '../../functions/aws/read-owner.ts';
import { restoreList } from '../../functions/aws/restore-list.ts';
import { revoke } from '../../functions/aws/revoke.ts';
import type { UndoPorts } from './undo-report.ts';

/** Where the ledger is; what is left out comes from the caller's environment or is looked for. */
export type Place = { readonly region?: string | undefined; readonly table?: string | undefined };

/** The world of a caller with AWS credentials; a text when the ledger can't be told. */
export async function connect({ region, table }: Place, confirm: UndoPorts['confirm']): Promise<UndoPorts | string> {
  const dynamo = new DynamoDBClient({ ...CLIENT_SETTINGS, ...(region !== undefined && { region }) });
  const found = table === undefined ? await findLedgers(dynamo) : [table];
  const [name, ...others] = found;
  if (name === undefined) {
    const there = await dynamo.config.region();
    return `No table of this account in ${there} has a name like a ledger's; give --region, or --table with the stack's output TableName`;
  }
  if (others.length > 0)
    return `${found.length} tables may be the ledger: ${found.join(', ')}; give --table with the stack's output TableName`;
  return {
    // Reports are only read here, so how long they are kept says nothing.
    find: ledger(dynamo, name, 1).find,
    ec2: ({ region: where, eventId, account }) => {
      // So that whoever finds the calls in CloudTrail finds the report.
      const client = new EC2Client({
        ...CLIENT_SETTINGS,
        region: where,
        customUserAgent: [['portcullis-undo', eventId]],
      });
      return {
        readOwner: readOwner(client),
        readGroup: readGroup(client),
        readLists: readLists(client),
        revoke: revoke(client),
        authorize: authorize(client),
        modify: modify(client),
        readList: readList(client, account),
        restoreList: restoreList(client),
        now: () => new Date().toISOString(),
        pause,
      };
    },
    confirm,
  };
}
