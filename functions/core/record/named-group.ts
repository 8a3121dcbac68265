import type { ChangedGroup } from '../change.ts';
import { type GroupId, groupId } from '../ids.ts';
import { entriesOf, type Fields, field, textOf } from './record-fields.ts';

/** The group that a record is about. */
export type NamedGroup = {
  readonly group: ChangedGroup;
  /** The record names more than one group. */
  readonly clash?: string;
  /** The record names none. */
  readonly gap?: string;
};

/**
 * The group of a call that adds or removes rules: by the request's id or name, and by the id that the response gives with
 * each rule in its member `set`.
 */
export function namedGroup(record: Fields, set: string): NamedGroup {
  const request = field(record, 'requestParameters');
  const path = `responseElements.${set}`;
  const named = entriesOf(field(record, 'responseElements', set), path);
  const items = 'problem' in named ? [] : named.map(({ fields }) => field(fields, 'groupId'));
  const given = [field(request, 'groupId'), ...items].map(groupId).filter((id) => id !== undefined);
  const ids: readonly GroupId[] = [...new Set(given)];
  const [id] = ids;
  const name = textOf(field(request, 'groupName'), 255);
  const group = { ...(id && { id }), ...(name && { name }) };
  if (ids.length > 1) {
    return { group, clash: `${path}: the record names more than one group: ${ids.slice(0, 3).join(', ')}` };
  }
  if (!id && !name) return { group, gap: 'requestParameters: it names no group, and neither does the response' };
  return { group };
}
