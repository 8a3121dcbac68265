import type { Effect } from '../change.ts';
import { type GroupId, groupId } from '../ids.ts';
import { plain, requestOf, textsIn } from './dialects.ts';
import { type ReadEvent, unclear } from './event-part.ts';
import { forGroups } from './for-groups.ts';
import { type Entry, entriesOf, field, type Problem, problem, quoted } from './record-fields.ts';
import { isTagKey, NO_GROUP } from './tag-key.ts';

/** Reads CreateTags: what the tags were before is not in the record. */
export const readCreatedTags: ReadEvent = (record) =>
  readTags(record, (tags, path) => {
    if (tags.size === 0) return problem(path, 'it names no tag');
    return { kind: 'retagged', before: new Map([...tags.keys()].map((key) => [key, undefined])) };
  });

/**
 * Reads DeleteTags. A tag given with its value is taken off only where it has that value; whether a group had it at all is
 * not in the record. Without any tag EC2 takes off all of them.
 */
export const readDeletedTags: ReadEvent = (record) =>
  readTags(record, (tags) => (tags.size === 0 ? { kind: 'untagged' } : { kind: 'retagged', before: tags }));

type Tags = ReadonlyMap<string, string | undefined>;

function readTags(
  record: Parameters<ReadEvent>[0],
  effectOf: (tags: Tags, path: string) => Effect | Problem,
): ReturnType<ReadEvent> {
  const { path, fields, gap } = requestOf(record);
  const groups = groupsIn(field(fields, 'resourcesSet'), `${path}.resourcesSet`);
  if ('problem' in groups) return unclear({}, gap ?? groups.problem);
  if (gap)
    return groups.length === 0 ? unclear({}, gap) : forGroups(groups, { kind: 'unclear', reason: gap }, NO_GROUP);
  if (groups.length === 0) return { ignored: NO_GROUP };
  const at = `${path}.tagSet`;
  const entries = entriesOf(field(fields, 'tagSet'), at);
  const tags = 'problem' in entries ? entries : tagsOf(entries, at);
  const effect = 'problem' in tags ? tags : effectOf(tags, at);
  return forGroups(groups, 'problem' in effect ? { kind: 'unclear', reason: effect.problem } : effect, NO_GROUP);
}

/** The security groups among the tagged resources. */
function groupsIn(resources: unknown, path: string): readonly GroupId[] | Problem {
  const texts = textsIn(resources, path, 'resourceId');
  if ('problem' in texts) return texts;
  if (texts.length === 0) return problem(path, 'it names no resource');
  const groups: GroupId[] = [];
  for (const text of texts.filter((each) => each.startsWith('sg-'))) {
    const id = groupId(text);
    if (!id) return problem(path, `${quoted(text)} is no group id`);
    groups.push(id);
  }
  return groups;
}

function tagsOf(entries: readonly Entry[], path: string): Tags | Problem {
  if (entries.length > 1000) return problem(path, `${entries.length} tags are more than the limit of 1000`);
  const tags = new Map<string, string | undefined>();
  for (const entry of entries) {
    const { key, value } = { ...plain(entry.fields) };
    if (!isTagKey(key)) return problem(`${entry.path}.key`, `${quoted(key)} is no tag key`);
    // Tools write a value that was left out as an empty one, and without a value EC2 takes off any.
    const known = typeof value === 'string' && value !== '' && value.length <= 256 ? value : undefined;
    tags.set(key, !tags.has(key) || tags.get(key) === known ? known : undefined);
  }
  return tags;
}
