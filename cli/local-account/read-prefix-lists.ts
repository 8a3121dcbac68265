import type {
  DescribeManagedPrefixListsCommandInput,
  GetManagedPrefixListEntriesCommandInput,
  ManagedPrefixList,
  PrefixListEntry,
} from '@aws-sdk/client-ec2';
import type { Account } from './account.ts';
import { applyFilters } from './filters.ts';
import { listById } from './find.ts';
import { page } from './page.ts';
import { entriesOfVersion, toPrefixList } from './prefix-lists.ts';

const MOST = 100;

/** DescribeManagedPrefixLists: by ids or filters, in pages of 100 at the most. */
export function describeLists(
  account: Account,
  input: DescribeManagedPrefixListsCommandInput,
): { PrefixLists: ManagedPrefixList[]; NextToken?: string } {
  const asked = input.PrefixListIds?.length
    ? [...new Set(input.PrefixListIds.map((id) => listById(account, id)))]
    : [...account.lists.values()];
  const filtered = applyFilters(asked, input.Filters, {
    'owner-id': (list) => [list.owner],
    'prefix-list-id': (list) => [list.id],
    'prefix-list-name': (list) => [list.name],
  });
  const { items, next } = page(filtered, input, { least: 1, most: MOST, pageSize: account.pageSize });
  return {
    PrefixLists: items.map((list) => toPrefixList(account, list)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}

/** GetManagedPrefixListEntries: of the current version or the one asked for, in pages of 100 at the most. */
export function getListEntries(
  account: Account,
  input: GetManagedPrefixListEntriesCommandInput,
): { Entries: PrefixListEntry[]; NextToken?: string } {
  const list = listById(account, input.PrefixListId);
  const entries = entriesOfVersion(list, input.TargetVersion ?? list.versions.length);
  const { items, next } = page(entries, input, { least: 1, most: MOST, pageSize: account.pageSize });
  return {
    Entries: items.map(({ cidr, description }) => ({
      Cidr: cidr,
      ...(description === undefined ? {} : { Description: description }),
    })),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}
