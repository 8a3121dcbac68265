import type { Actor } from './actor.ts';
import type { AccountId, GroupId, PrefixListId } from './ids.ts';
import type { Rule, Tags } from './rule.ts';
import type { Cidr } from './traffic/cidr.ts';

/** What is known of the changed group; an absent fact is not known, which is not the same as empty. */
export type Group = {
  readonly id: GroupId;
  readonly name?: string;
  readonly vpc?: string;
  readonly tags?: Tags;
  /** Where not all tags are known: those that are, and null for a key that the group certainly does not have. */
  readonly someTags?: Readonly<Record<string, string | null>>;
};

/** The facts that a record lacks and that a judgement needs. */
export type Context = {
  readonly account: AccountId;
  readonly region: string;
  /** Without id only for what concerns no group. */
  readonly group: Partial<Group>;
  /** Every ingress rule that stands in the group now, the changed ones among them; absent when not known. */
  readonly standing?: readonly Rule[];
  /** Other rules may stand beside those: what is known was gathered from a log, not read. */
  readonly unseen?: true;
  /** The entries of prefix lists; a list that is absent could not be read. */
  readonly lists: ReadonlyMap<PrefixListId, readonly Cidr[]>;
  /** Who made the change, or brought the rule that stands; absent when that is not known, as to a sweep. */
  readonly actor?: Actor;
  /** The time of judging (ISO 8601 in UTC), for exemptions: without it none of them certainly counts. */
  readonly at?: string;
};
