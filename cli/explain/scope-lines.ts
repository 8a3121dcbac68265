import type { Policy, Unless } from '../../functions/core/policy.ts';
import { listed } from './listed.ts';

/** The keys of a scope but for `unless`. */
export const SCOPE_KEYS = ['accounts', 'regions', 'vpcs', 'groups', 'tags'] as const;

/** Which groups a policy covers, in words. */
export function scopeLines({ scope, ban }: Pick<Policy, 'scope' | 'ban'>): string[] {
  const { unless, ...places } = scope;
  const [what, every] =
    ban.kind === 'watch' ? ['Calls', 'Every account and region.'] : ['Security groups', 'Every security group.'];
  const covered = placePhrases(places);
  const lines = [
    covered.length > 0 ? `${what} ${listed(covered)}.` : every,
    ...(unless ? [`Left out are ${exceptionPhrase(unless)}.`] : []),
  ];
  return lines.some((line) => /[*?]/.test(line))
    ? [...lines, '(* stands for any text, ? for any one character.)']
    : lines;
}

/** What all keys of a scope ask for, in words that follow `groups`. */
export const placePhrases = (places: Unless): string[] =>
  SCOPE_KEYS.flatMap((key) => (places[key] === undefined ? [] : [placePhrase(places, key)]));

/** What a scope leaves out, in words: groups, changes, or changes of groups. */
export function exceptionPhrase({ actors, ...places }: Unless): string {
  const groups = placePhrases(places);
  const made = actors ? [`made by ${listed(actors, 'or')} (a user, or the role behind a session)`] : [];
  if (groups.length === 0) return `changes ${listed(made)}`;
  return made.length === 0 ? `groups ${listed(groups)}` : `changes ${listed(made)} to groups ${listed(groups)}`;
}

/** What one key of a scope asks for, in words that follow `groups`. */
export function placePhrase(places: Unless, key: (typeof SCOPE_KEYS)[number]): string {
  switch (key) {
    case 'accounts':
      return `in account ${listed(places.accounts ?? [], 'or')}`;
    case 'regions':
      return `in region ${listed(places.regions ?? [], 'or')}`;
    case 'vpcs':
      return `in VPC ${listed(places.vpcs ?? [], 'or')}`;
    case 'groups': {
      const isId = (pattern: string) => pattern.startsWith('sg-');
      const ids = (places.groups ?? []).filter(isId);
      const names = (places.groups ?? []).filter((pattern) => !isId(pattern));
      return listed(
        [
          ...(names.length > 0 ? [`named ${listed(names.map(quotedName), 'or')}`] : []),
          ...(ids.length > 0 ? [`with the id ${listed(ids, 'or')}`] : []),
        ],
        'or',
      );
    }
    case 'tags':
      return `with ${listed(
        Object.entries(places.tags ?? {}).map(
          ([name, values]) => `the tag ${quotedName(name)} = ${listed(values.map(quotedName), 'or')}`,
        ),
      )}`;
    default:
      return key satisfies never;
  }
}

/** A name as it is when it is one plain word, else in quotation marks. */
const quotedName = (name: string): string => (/^[\w.:/*?@+=-]+$/.test(name) ? name : `"${name}"`);
