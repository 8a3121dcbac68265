import { type PrefixListId, prefixListId } from '../core/ids.ts';
import { plain, requestOf, responseOf } from '../core/record/dialects.ts';
import { entriesOf, type Fields, field, numberAt } from '../core/record/record-fields.ts';
import { type Cidr, parseCidr } from '../core/traffic/cidr.ts';

/** The entries of a prefix list now, and of each version that was seen; absent where they are not known. */
export type KnownList = { readonly entries?: readonly Cidr[]; readonly versions: ReadonlyMap<number, readonly Cidr[]> };

/** A list of which nothing is known. */
export const UNKNOWN_LIST: KnownList = { versions: new Map() };

/** More versions than anybody goes back to are not kept. */
const MOST_VERSIONS = 100;

/** A list after a call that made or changed it, as far as it can be known: EC2 takes a moment to apply it, a log does not show that. */
export function changedList(before: KnownList, eventName: string, record: Fields): KnownList {
  const { path, fields, gap } = requestOf(record);
  if (gap) return { versions: before.versions };
  const current = numberOf(path, fields, 'currentVersion');
  switch (eventName) {
    case 'CreateManagedPrefixList':
      return asVersion(before, entriesAt(fields, 'entry', 'entries'), 1);
    case 'ModifyManagedPrefixList': {
      const [added, removed] = [
        entriesAt(fields, 'addEntry', 'addEntries'),
        entriesAt(fields, 'removeEntry', 'removeEntries'),
      ];
      const entries = before.entries ?? (current === undefined ? undefined : before.versions.get(current));
      if (!entries || !added || !removed) return { versions: before.versions };
      const next = [...new Set([...entries.filter((each) => !removed.includes(each)), ...added])];
      return asVersion(before, next, current === undefined ? undefined : current + 1);
    }
    case 'RestoreManagedPrefixListVersion': {
      const previous = numberOf(path, fields, 'previousVersion');
      const entries = previous === undefined ? undefined : before.versions.get(previous);
      return asVersion(before, entries, current === undefined ? undefined : current + 1);
    }
    default:
      return { versions: before.versions };
  }
}

/** The list that a record of CreateManagedPrefixList or DeleteManagedPrefixList names. */
export const listOfRecord = (record: Fields): PrefixListId | undefined =>
  prefixListId(field(responseOf(record), 'prefixList', 'prefixListId')) ??
  prefixListId(field(requestOf(record).fields, 'prefixListId'));

function asVersion(
  { versions }: KnownList,
  entries: readonly Cidr[] | undefined,
  version: number | undefined,
): KnownList {
  if (!entries) return { versions };
  if (version === undefined) return { entries, versions };
  return { entries, versions: new Map([...[...versions].slice(-MOST_VERSIONS), [version, entries]]) };
}

function numberOf(path: string, fields: Fields, key: string): number | undefined {
  const value = numberAt({ path, fields }, key);
  return typeof value === 'number' ? value : undefined;
}

/** The CIDRs in a list of entries under one of its names; undefined where one can't be read. */
function entriesAt(fields: Fields, ...keys: readonly string[]): readonly Cidr[] | undefined {
  const value = keys.map((key) => field(fields, key)).find((each) => each !== undefined);
  const entries = entriesOf(value, '');
  if ('problem' in entries) return undefined;
  const cidrs = entries.map((entry) => {
    const text = field(plain(entry.fields), 'cidr');
    return typeof text === 'string' ? parseCidr(text)?.cidr : undefined;
  });
  return cidrs.every((cidr) => cidr !== undefined) ? cidrs : undefined;
}
