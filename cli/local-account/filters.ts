import type { Filter } from '@aws-sdk/client-ec2';
import { matchesGlob } from '../../functions/core/judge/glob.ts';
import type { TagMap } from './account.ts';
import { ec2Error } from './ec2-error.ts';

/** What a filter looks at in a resource: every text that may match. */
export type Facets<Resource> = Readonly<Record<string, (resource: Resource) => readonly string[]>>;

/**
 * The resources that pass every filter. A filter passes when one of its values, in which `*` and `?` are wildcards,
 * matches. `tag:KEY` and `tag-key` are known for every resource; an unknown filter is InvalidParameterValue.
 */
export function applyFilters<Resource extends { readonly tags: TagMap }>(
  resources: readonly Resource[],
  filters: readonly Filter[] | undefined,
  facets: Facets<Resource>,
): Resource[] {
  return (filters ?? []).reduce<Resource[]>(
    (left, { Name = '', Values = [] }) => {
      const facet = facetOf(Name, facets);
      return left.filter((resource) =>
        facet(resource).some((text) => Values.some((value) => matchesGlob(value, text))),
      );
    },
    [...resources],
  );
}

function facetOf<Resource extends { readonly tags: TagMap }>(
  name: string,
  facets: Facets<Resource>,
): (resource: Resource) => readonly string[] {
  if (name === 'tag-key') return ({ tags }) => [...tags.keys()];
  if (name.startsWith('tag:')) {
    const key = name.slice('tag:'.length);
    return ({ tags }) => [tags.get(key)].filter((value) => value !== undefined);
  }
  const facet = Object.hasOwn(facets, name) ? facets[name] : undefined;
  if (!facet) throw ec2Error('InvalidParameterValue', `The filter '${name}' is invalid`);
  return facet;
}
