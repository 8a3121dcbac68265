import { type EC2Client, type PrefixListEntry, paginateGetManagedPrefixListEntries } from '@aws-sdk/client-ec2';
import type { PrefixListId } from '../core/ids.ts';
import { type Cidr, parseCidr } from '../core/traffic/cidr.ts';
import type { ReadLists } from '../respond/ports.ts';
import { faultOf, isRejection, orRetry } from './faults.ts';

/** The most entries that EC2 gives in one page. */
const PAGE = 100;

/**
 * Reads prefix lists from EC2, all at once. A list that is refused, gone, or holds an entry that is no CIDR is left out:
 * what it lets in is not known, which is not the same as nothing. Throws RetryableError; other faults as they are.
 */
export const readLists =
  (client: EC2Client): ReadLists =>
  async (ids) => {
    const lists = await Promise.all([...new Set(ids)].map(async (id) => [id, await entriesOf(client, id)] as const));
    return new Map(lists.flatMap(([id, cidrs]) => (cidrs ? [[id, cidrs] as const] : [])));
  };

/** The entries of a list as they are, or as they were in a version; undefined where they can't be read or told. */
export async function entriesOf(
  client: EC2Client,
  id: PrefixListId,
  version?: number,
): Promise<readonly Cidr[] | undefined> {
  try {
    const entries = await orRetry('GetManagedPrefixListEntries', everyEntry(client, id, version));
    const cidrs = entries.flatMap(({ Cidr }) => parseCidr(Cidr ?? '')?.cidr ?? []);
    return cidrs.length === entries.length ? cidrs : undefined;
  } catch (error) {
    const fault = faultOf(error);
    if (fault === 'refused' || fault === 'not-found' || (version !== undefined && isRejection(error))) return undefined;
    throw error;
  }
}

async function everyEntry(
  client: EC2Client,
  id: PrefixListId,
  version: number | undefined,
): Promise<readonly PrefixListEntry[]> {
  const entries: PrefixListEntry[] = [];
  const settings = { client, pageSize: PAGE, stopOnSameToken: true };
  const asked = { PrefixListId: id, ...(version !== undefined && { TargetVersion: version }) };
  for await (const page of paginateGetManagedPrefixListEntries(settings, asked)) {
    entries.push(...(page.Entries ?? []));
  }
  return entries;
}
