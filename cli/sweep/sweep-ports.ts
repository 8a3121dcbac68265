import type { EC2Client } from '@aws-sdk/client-ec2';
import { authorize } from '../../functions/aws/authorize.ts';
import { findGroups } from '../../functions/aws/find-groups.ts';
import { listGroups } from '../../functions/aws/list-groups.ts';
import { modify } from '../../functions/aws/modify.ts';
import { readGroup } from '../../functions/aws/read-group.ts';
import { readGroups } from '../../functions/aws/read-groups.ts';
import { readList } from '../../functions/aws/read-list.ts';
import { entriesOf, readLists } from '../../functions/aws/read-lists.ts';
import { restoreList } from '../../functions/aws/restore-list.ts';
import { revoke } from '../../functions/aws/revoke.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import type { SweepPorts } from '../../functions/sweep/ports.ts';
import { inMemoryLedger } from '../local-account/ledger.ts';
import { inMemorySweepBook } from '../local-account/sweep-book.ts';

/** The ports of a sweep by hand: a live account, but no ledger, topic or bus; what it comes to is printed. */
export const sweepPorts = (
  ec2: EC2Client,
  account: AccountId,
  time: Pick<SweepPorts, 'now' | 'pause' | 'newLease'>,
): SweepPorts => ({
  ...time,
  listGroups: listGroups(ec2),
  readGroups: readGroups(ec2),
  readGroup: readGroup(ec2),
  readLists: readLists(ec2),
  findGroups: findGroups(ec2),
  revoke: revoke(ec2),
  authorize: authorize(ec2),
  modify: modify(ec2),
  readList: readList(ec2, account),
  readEntries: (list, version) => entriesOf(ec2, list, version),
  restoreList: restoreList(ec2),
  ledger: inMemoryLedger(),
  book: inMemorySweepBook(),
  publish: async () => {},
  callDigest: async () => {},
  passOn: async () => {},
  emit: async () => {},
});
