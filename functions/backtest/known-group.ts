import type { Brought } from '../core/brought.ts';
import type { Context, Group } from '../core/context.ts';
import type { GroupId, RuleId } from '../core/ids.ts';
import type { Rule } from '../core/rule.ts';

/** What a log has shown of a group so far. What is in it is certain; what is not in it need not be so. */
export type KnownGroup = {
  readonly id?: GroupId;
  readonly name?: string;
  readonly vpc?: string;
  /** The tags that are known; null for a key that the group certainly does not have. */
  readonly tags: ReadonlyMap<string, string | null>;
  /** No other tag can be there. */
  readonly allTags: boolean;
  /** The ingress rules that certainly stand. One whose id no record told has an id made up by `madeUpId`. */
  readonly rules: readonly Rule[];
  /** No other ingress rule can stand. */
  readonly allRules: boolean;
  readonly egress: ReadonlySet<RuleId>;
  /** Who brought the rules, where a record tells it: for exemptions that name an actor. */
  readonly brought: readonly Brought[];
};

/** A group of which nothing is known. */
export const UNKNOWN_GROUP: KnownGroup = {
  tags: new Map(),
  allTags: false,
  rules: [],
  allRules: false,
  egress: new Set(),
  brought: [],
};

const MADE_UP = 'seen-';

/** An id for a rule of which no record told one: EC2 never gives such, so that it can be told from a real one. */
export const madeUpId = (number: number): RuleId => `${MADE_UP}${number}` as RuleId;

/** Whether a rule's id was made up. */
export const isMadeUp = ({ id }: Rule): boolean => id?.startsWith(MADE_UP) ?? true;

/** The facts of a group that a judgement needs. */
export function groupFacts({ id, name, vpc, tags, allTags }: KnownGroup): Partial<Group> {
  const known = allTags ? { tags: presentTags(tags) } : tags.size > 0 ? { someTags: Object.fromEntries(tags) } : {};
  return { ...(id && { id }), ...(name !== undefined && { name }), ...(vpc !== undefined && { vpc }), ...known };
}

/** What a group adds to the context of a judgement. */
export const groupContext = (group: KnownGroup): Pick<Context, 'group' | 'standing' | 'unseen'> => ({
  group: groupFacts(group),
  standing: group.rules,
  ...(!group.allRules && { unseen: true as const }),
});

/** The tags that are certainly there. */
export const presentTags = (tags: KnownGroup['tags']): Readonly<Record<string, string>> =>
  Object.fromEntries([...tags].filter((tag): tag is [string, string] => tag[1] !== null));
