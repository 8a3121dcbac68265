import type { Change, Effect } from '../core/change.ts';
import { plain, requestOf } from '../core/record/dialects.ts';
import { entriesOf, type Fields, field, isFields } from '../core/record/record-fields.ts';
import type { KnownGroup } from './known-group.ts';

type Tags = Pick<KnownGroup, 'tags' | 'allTags'>;

const UNKNOWN: Tags = { tags: new Map(), allTags: false };

/** The tags of a group after a change of them, as far as they can be known. */
export function tagged(before: Tags, { eventName, effect }: Change, record: Fields): Tags {
  switch (effect.kind) {
    case 'retagged':
      return eventName === 'CreateTags' || eventName === 'TagResources'
        ? { ...before, tags: new Map([...before.tags, ...writtenTags(record, effect.before)]) }
        : { ...before, tags: without(before, effect, record) };
    case 'untagged':
      // AWS's own tags stay, and nothing tells which those are.
      return { tags: new Map([...before.tags].filter(([key]) => key.startsWith('aws:'))), allTags: before.allTags };
    default:
      return UNKNOWN;
  }
}

/** The values that a record gives to tags, `keys` being those that it names; a value that it hides is left out. */
function writtenTags(record: Fields, keys: ReadonlyMap<string, unknown>): Map<string, string> {
  const listed = entriesOf(field(requestOf(record).fields, 'tagSet'), '');
  const named = field(record, 'requestParameters', 'tags');
  const written = 'problem' in listed ? [] : listed.map(({ fields }) => plain(fields));
  return new Map(
    [...keys.keys()].flatMap((key): [string, string][] => {
      const entry = written.findLast((each) => field(each, 'key') === key);
      const value = entry ? (field(entry, 'value') ?? '') : isFields(named) ? field(named, key) : undefined;
      return typeof value === 'string' ? [[key, value]] : [];
    }),
  );
}

/** A tag that is taken off by its value goes only where it has that value. */
function without(before: Tags, { before: given }: Extract<Effect, { kind: 'retagged' }>, record: Fields) {
  const entries = entriesOf(field(requestOf(record).fields, 'tagSet'), '');
  const byValue = new Set(
    'problem' in entries
      ? []
      : entries.map(({ fields }) => plain(fields)).flatMap((each) => ('value' in each ? [field(each, 'key')] : [])),
  );
  const tags = new Map(before.tags);
  for (const [key, value] of given) {
    const known = tags.has(key) ? tags.get(key) : before.allTags ? null : undefined;
    if (!byValue.has(key)) tags.set(key, null);
    // An empty value may stand for none at all, and without one any goes.
    else if (known === '' || (value !== undefined && known === value)) tags.set(key, null);
    else if (value === undefined || known === undefined) tags.delete(key);
  }
  return tags;
}
