import type { AccountId, GroupId, PrefixListId, RuleId } from '../../functions/core/ids.ts';
import type { Rule } from '../../functions/core/rule.ts';
import type { Cidr, Family } from '../../functions/core/traffic/cidr.ts';
import type { Ids } from './ids.ts';

/** Tags as EC2 keeps them; a Map, so that no key is special. */
export type TagMap = Map<string, string>;

/** A VPC; every one has a group named `default`. */
export type StoredVpc = {
  readonly id: string;
  readonly cidr: string;
  readonly isDefault: boolean;
  readonly tags: TagMap;
};

/** A rule in a group. Its source is a CIDR, a list or a group by id. */
export type StoredRule = {
  readonly id: RuleId;
  readonly egress: boolean;
  content: Omit<Rule, 'id' | 'tags'>;
  readonly tags: TagMap;
};

/** A security group; rules in the order in which they came. */
export type StoredGroup = {
  readonly id: GroupId;
  readonly name: string;
  readonly description: string;
  readonly vpc: string;
  readonly tags: TagMap;
  rules: StoredRule[];
};

/** One line of a prefix list. */
export type ListEntry = { readonly cidr: Cidr; readonly description?: string };

/** A managed prefix list; `versions[0]` is version 1, the last is the current one. */
export type StoredList = {
  readonly id: PrefixListId;
  name: string;
  /** An account number, or `AWS` for the lists that AWS keeps. */
  readonly owner: string;
  readonly family: Family;
  /** What the list weighs in a group's quota. */
  maxEntries: number;
  readonly versions: (readonly ListEntry[])[];
  state: 'create-complete' | 'modify-complete' | 'restore-complete';
  readonly tags: TagMap;
};

/** Everything that an operation can read and change: one region of one account. */
export type Account = {
  readonly id: AccountId;
  readonly region: string;
  readonly ids: Ids;
  /** Rules a direction and family that a group may hold. */
  readonly rulesPerGroup: number;
  /** The most that one page of a Describe holds. */
  readonly pageSize: number;
  readonly vpcs: Map<string, StoredVpc>;
  readonly groups: Map<GroupId, StoredGroup>;
  readonly lists: Map<PrefixListId, StoredList>;
};
