import { prefixListId } from '../ids.ts';
import { requestOf, responseOf } from './dialects.ts';
import { type Parts, type ReadEvent, unclear } from './event-part.ts';
import { type Fields, field, isAbsent, numberAt, quoted } from './record-fields.ts';

/** Reads ModifyManagedPrefixList. A new name or size alone makes no new version, and lets nobody in. */
export const readModifiedList: ReadEvent = (record) => {
  const { fields, gap } = requestOf(record);
  const has = (...keys: string[]) => keys.some((key) => !isAbsent(field(fields, key)));
  const entries = has('addEntry', 'removeEntry', 'addEntries', 'removeEntries');
  if (!gap && !entries && has('prefixListName', 'maxEntries'))
    return { ignored: 'it changes no entry of the prefix list' };
  return readList(record);
};

/** Reads RestoreManagedPrefixListVersion: the entries of an earlier version become a new one. */
export const readRestoredList: ReadEvent = (record) => readList(record);

function readList(record: Fields): Parts {
  const { path, fields, gap } = requestOf(record);
  const given = field(fields, 'prefixListId');
  const list = prefixListId(given) ?? prefixListId(field(responseOf(record), 'prefixList', 'prefixListId'));
  if (!list) return unclear({}, gap ?? `${path}.PrefixListId: ${quoted(given)} is no prefix list id`);
  const version = numberAt({ path, fields }, 'currentVersion');
  const from = typeof version === 'number' && version >= 1 ? version : undefined;
  // What the entries are now is read anyway, so that a request that was cut is no loss.
  return [{ group: { using: list }, effect: { kind: 'list-changed', list, ...(from !== undefined && { from }) } }];
}
