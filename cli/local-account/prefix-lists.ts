import type {
  CreateManagedPrefixListCommandInput,
  ManagedPrefixList,
  ModifyManagedPrefixListCommandInput,
  PrefixListState,
  RestoreManagedPrefixListVersionCommandInput,
} from '@aws-sdk/client-ec2';
import type { PrefixListId } from '../../functions/core/ids.ts';
import { type Family, parseCidr } from '../../functions/core/traffic/cidr.ts';
import type { Account, ListEntry, StoredList } from './account.ts';
import { ec2Error } from './ec2-error.ts';
import { listById } from './find.ts';
import { tagsAtBirth, toTags } from './tags.ts';

type Output = { PrefixList: ManagedPrefixList };

/** CreateManagedPrefixList; the list begins with version 1. */
export function createList(account: Account, input: CreateManagedPrefixListCommandInput): Output {
  const { PrefixListName: name = '', MaxEntries: maxEntries = 0, AddressFamily: family = '' } = input;
  if (name === '') throw ec2Error('MissingParameter', 'The request must contain the parameter PrefixListName');
  if (name.startsWith('com.amazonaws'))
    throw ec2Error('InvalidParameterValue', `The prefix list name '${name}' must not start with 'com.amazonaws'.`);
  if (family !== 'IPv4' && family !== 'IPv6')
    throw ec2Error('InvalidParameterValue', `The address family '${family}' is neither IPv4 nor IPv6.`);
  const list: StoredList = {
    id: account.ids.resource('pl') as PrefixListId,
    name,
    owner: account.id,
    family: family === 'IPv4' ? 4 : 6,
    maxEntries,
    versions: [],
    state: 'create-complete',
    tags: tagsAtBirth(input.TagSpecifications, 'prefix-list'),
  };
  list.versions.push(checkEntries(list, readEntries(list.family, input.Entries)));
  account.lists.set(list.id, list);
  return { PrefixList: toPrefixList(account, list, 'create-in-progress') };
}

/** ModifyManagedPrefixList: new entries make a new version; a new name or size does not. Applied at once here. */
export function modifyList(account: Account, input: ModifyManagedPrefixListCommandInput): Output {
  const list = ownList(account, input.PrefixListId);
  const { AddEntries, RemoveEntries, MaxEntries, PrefixListName } = input;
  if (AddEntries?.length || RemoveEntries?.length) {
    if (MaxEntries !== undefined)
      throw ec2Error(
        'InvalidParameterCombination',
        'You cannot modify the entries and the size of a prefix list at the same time.',
      );
    checkVersion(list, input.CurrentVersion);
    const removed = readEntries(list.family, RemoveEntries).map((entry) => entry.cidr);
    const current = currentEntries(list);
    const lost = removed.find((cidr) => !current.some((entry) => entry.cidr === cidr));
    if (lost !== undefined)
      throw ec2Error('InvalidParameterValue', `The CIDR '${lost}' is not in prefix list '${list.id}'.`);
    const kept = current.filter((entry) => !removed.includes(entry.cidr));
    list.versions.push(checkEntries(list, [...kept, ...readEntries(list.family, AddEntries)]));
  }
  if (MaxEntries !== undefined) {
    checkEntries({ ...list, maxEntries: MaxEntries }, currentEntries(list));
    list.maxEntries = MaxEntries;
  }
  if (PrefixListName !== undefined) list.name = PrefixListName;
  list.state = 'modify-complete';
  return { PrefixList: toPrefixList(account, list, 'modify-in-progress') };
}

/** RestoreManagedPrefixListVersion: the entries of an earlier version as a new one. */
export function restoreList(account: Account, input: RestoreManagedPrefixListVersionCommandInput): Output {
  const list = ownList(account, input.PrefixListId);
  checkVersion(list, input.CurrentVersion);
  list.versions.push(entriesOfVersion(list, input.PreviousVersion));
  list.state = 'restore-complete';
  return { PrefixList: toPrefixList(account, list, 'restore-in-progress') };
}

/** The entries of a version, 1 being the first. */
export function entriesOfVersion(list: StoredList, version: number | undefined): readonly ListEntry[] {
  const entries = list.versions[(version ?? 0) - 1];
  if (entries) return entries;
  throw ec2Error(
    'InvalidParameterValue',
    `The prefix list '${list.id}' has no version ${version}; the current one is ${list.versions.length}.`,
  );
}

/** A list as the SDK gives it. Lists of AWS have no version and no size. */
export function toPrefixList(
  account: Account,
  list: StoredList,
  state: PrefixListState = list.state,
): ManagedPrefixList {
  const owner = list.owner === 'AWS' ? 'aws' : list.owner;
  const own = list.owner === 'AWS' ? {} : { MaxEntries: list.maxEntries, Version: list.versions.length };
  return {
    PrefixListId: list.id,
    AddressFamily: `IPv${list.family}`,
    State: state,
    PrefixListArn: `arn:aws:ec2:${account.region}:${owner}:prefix-list/${list.id}`,
    PrefixListName: list.name,
    ...own,
    Tags: toTags(list.tags),
    OwnerId: list.owner,
  };
}

/** Entries as they are stored: canonical, of the list's family, none twice, no more than the list holds. */
export function checkEntries(list: StoredList, entries: readonly ListEntry[]): readonly ListEntry[] {
  if (!Number.isInteger(list.maxEntries) || list.maxEntries < 1 || list.maxEntries > 1000)
    throw ec2Error('InvalidParameterValue', `MaxEntries is ${list.maxEntries}; it must be between 1 and 1000.`);
  if (entries.length > list.maxEntries)
    throw ec2Error('PrefixListMaxEntriesExceeded', `You've reached the maximum number of entries for the prefix list.`);
  const cidrs = new Set(entries.map((entry) => entry.cidr));
  if (cidrs.size < entries.length)
    throw ec2Error('InvalidParameterValue', 'A CIDR must not appear multiple times in a prefix list.');
  return entries;
}

function readEntries(
  family: Family,
  entries: readonly { readonly Cidr: string | undefined; readonly Description?: string | undefined }[] | undefined,
): ListEntry[] {
  return (entries ?? []).map(({ Cidr = '', Description }) => {
    const parsed = parseCidr(Cidr);
    if (parsed?.family !== family)
      throw ec2Error('InvalidParameterValue', `The CIDR '${Cidr}' is not a valid IPv${family} CIDR.`);
    return { cidr: parsed.cidr, ...(Description === undefined ? {} : { description: Description }) };
  });
}

const currentEntries = (list: StoredList): readonly ListEntry[] => list.versions.at(-1) ?? [];

function checkVersion(list: StoredList, version: number | undefined): void {
  if (version === undefined)
    throw ec2Error('MissingParameter', 'The request must contain the parameter CurrentVersion');
  if (version !== list.versions.length)
    throw ec2Error('PrefixListVersionMismatch', 'The prefix list has the incorrect version number.');
}

function ownList(account: Account, id: string | undefined): StoredList {
  const list = listById(account, id);
  if (list.owner === account.id) return list;
  throw ec2Error('UnauthorizedOperation', `You are not authorized to change prefix list '${list.id}'.`, 403);
}
