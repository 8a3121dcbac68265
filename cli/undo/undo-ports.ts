import { setTimeout as pause } from 'node:timers/promises';
import { EC2Client } from '@aws-sdk/client-ec2';
import { authorize } from '../../functions/aws/authorize.ts';
import { CLIENT_SETTINGS } from '../../functions/aws/clients.ts';
import { findGroups } from '../../functions/aws/find-groups.ts';
import { ledger } from '../../functions/aws/ledger.ts';
import { modify } from '../../functions/aws/modify.ts';
import { readGroup } from '../../functions/aws/read-group.ts';
import { readList } from '../../functions/aws/read-list.ts';
import { entriesOf, readLists } from '../../functions/aws/read-lists.ts';
import { readOwner } from '../../functions/aws/read-owner.ts';
import { restoreList } from '../../functions/aws/restore-list.ts';
import { revoke } from '../../functions/aws/revoke.ts';
import { findLedger, type Place } from '../find-ledger.ts';
import type { UndoPorts } from './undo-report.ts';

/** The world of a caller with AWS credentials; a text when the ledger can't be told. */
export async function connect(place: Place, confirm: UndoPorts['confirm']): Promise<UndoPorts | string> {
  const found = await findLedger(place);
  if (typeof found === 'string') return found;
  return {
    // Reports are only read here, so how long they are kept says nothing.
    find: ledger(found.client, found.table, 1).find,
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
        readEntries: (list, version) => entriesOf(client, list, version),
        findGroups: findGroups(client),
        restoreList: restoreList(client),
        now: () => new Date().toISOString(),
        pause,
      };
    },
    confirm,
  };
}
