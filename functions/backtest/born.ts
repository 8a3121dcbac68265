import { plain, requestOf, responseOf } from '../core/record/dialects.ts';
import { entriesOf, type Fields, field } from '../core/record/record-fields.ts';
import type { KnownGroup } from './known-group.ts';

/**
 * A group as CreateSecurityGroup makes it: without ingress rules, with the tags and in the VPC that the request names. What
 * is known of it already came later, in a record that was written earlier.
 */
export function born(before: KnownGroup, record: Fields): KnownGroup {
  const { fields, gap } = requestOf(record);
  const vpc = field(fields, 'vpcId');
  const tags = gap === undefined ? (tagsIn(fields) ?? tagsIn(responseOf(record))) : undefined;
  return {
    ...before,
    ...(typeof vpc === 'string' && { vpc }),
    tags: new Map([...(tags ?? []), ...before.tags]),
    allTags: tags !== undefined,
    allRules: true,
  };
}

/** The tags that are given to the group itself; undefined where they can't be read. */
function tagsIn(fields: Fields): ReadonlyMap<string, string> | undefined {
  const specifications = entriesOf(field(fields, 'tagSpecificationSet') ?? field(fields, 'tagSpecification'), '');
  if ('problem' in specifications) return undefined;
  const tags = new Map<string, string>();
  for (const { fields: raw } of specifications) {
    const specification = plain(raw);
    if (!['security-group', undefined].includes(field(specification, 'resourceType') as string | undefined)) continue;
    const given = entriesOf(field(specification, 'tags') ?? field(specification, 'tag'), '');
    if ('problem' in given) return undefined;
    for (const { fields: tag } of given) {
      const { key, value } = { ...plain(tag) } as { key?: unknown; value?: unknown };
      if (typeof key !== 'string') return undefined;
      tags.set(key, typeof value === 'string' ? value : '');
    }
  }
  return tags;
}
