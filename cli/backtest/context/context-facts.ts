import type { AccountId, GroupId, PrefixListId, RuleId } from '../../../functions/core/ids.ts';
import type { Rule, Tags } from '../../../functions/core/rule.ts';
import type { Cidr } from '../../../functions/core/traffic/cidr.ts';

/** What a person knows of a group that a log does not say. A fact that is absent stays unknown. */
export type ToldGroup = {
  readonly id?: GroupId;
  readonly name?: string;
  readonly vpc?: string;
  readonly tags?: Tags;
  /** All its ingress rules. */
  readonly rules?: readonly Rule[];
  readonly egress?: readonly RuleId[];
  readonly account?: AccountId;
  readonly region?: string;
};

/** What context files tell. */
export type ContextFacts = {
  readonly groups: readonly ToldGroup[];
  readonly lists: ReadonlyMap<PrefixListId, readonly Cidr[]>;
};
