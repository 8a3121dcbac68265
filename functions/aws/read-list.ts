import { DescribeManagedPrefixListsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import type { AccountId, PrefixListId } from '../core/ids.ts';
import type { ReadList } from '../respond/ports.ts';
import { faultOf, orRetry } from './faults.ts';
import { entriesOf } from './read-lists.ts';
import { refusal } from './refusal.ts';

/**
 * Reads the version of a prefix list from EC2. `account` is the one that the responder acts in: a list that is shared
 * with it, or that AWS keeps, is not its own, whatever the list is called. Lists of AWS have no versions, which is said
 * as version 0. A change is applied asynchronously: the version may rise before the entries do. With `as` its entries are
 * compared with those of that version, read at the same time. Throws RetryableError, and other faults as they are.
 */
export const readList =
  (client: EC2Client, account: AccountId): ReadList =>
  async (list, as) => {
    try {
      const command = new DescribeManagedPrefixListsCommand({ PrefixListIds: [list] });
      const [{ PrefixLists = [] }, same] = await Promise.all([
        orRetry('DescribeManagedPrefixLists', client.send(command)),
        as === undefined ? undefined : hasEntriesOf(client, list, as),
      ]);
      const found = PrefixLists.find(({ PrefixListId }) => PrefixListId === list);
      if (!found) return { kind: 'unreadable', reason: `EC2 knows no prefix list ${list}` };
      const { OwnerId, Version } = found;
      const own = OwnerId === account;
      if (own && Version === undefined) return { kind: 'unreadable', reason: `EC2 gives no version of ${list}` };
      return { kind: 'found', version: Version ?? 0, own, ...(same !== undefined && { same }) };
    } catch (error) {
      const fault = faultOf(error);
      switch (fault) {
        case 'not-found':
          return { kind: 'unreadable', reason: `EC2 knows no prefix list ${list}` };
        case 'refused':
          return { kind: 'unreadable', reason: refusal(`describe ${list}`, error) };
        case 'retryable':
        case 'conflict':
        case 'unknown':
          throw error;
        default:
          return fault satisfies never;
      }
    }
  };

async function hasEntriesOf(client: EC2Client, list: PrefixListId, version: number): Promise<boolean | undefined> {
  const [now, then] = await Promise.all([entriesOf(client, list), entriesOf(client, list, version)]);
  if (!now || !then) return undefined;
  return now.length === then.length && now.every((cidr) => then.includes(cidr));
}
