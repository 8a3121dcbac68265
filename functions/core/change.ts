import type { Actor } from './actor.ts';
import type { AccountId, GroupId, PrefixListId, RuleId } from './ids.ts';
import type { WatchedKind } from './policy.ts';
import type { Rule } from './rule.ts';

/** What one record did to one group's ingress. */
export type Change = {
  readonly eventId: string;
  readonly eventName: string;
  /** When the call was made, ISO 8601 in UTC, as the record says. */
  readonly time: string;
  readonly account: AccountId;
  readonly region: string;
  readonly actor: Actor;
  readonly group: ChangedGroup;
  readonly effect: Effect;
};

/**
 * The changed group, as the record names it: by id, by name (default VPC), as the default group of a VPC, as every group
 * whose rules use a prefix list, or not at all.
 */
export type ChangedGroup = {
  readonly id?: GroupId;
  readonly name?: string;
  readonly defaultOf?: string;
  readonly using?: PrefixListId;
};

/** What a change did. */
export type Effect =
  /** Rules added, one for each source; their ids where the response named them. */
  | { readonly kind: 'added'; readonly rules: readonly Rule[] }
  /** Rules changed in place, of either direction; `to` is what the request asked for, where it can be understood. */
  | { readonly kind: 'modified'; readonly rules: readonly { readonly id: RuleId; readonly to?: Rule }[] }
  /** Rules taken away; of those in `ids` the record says nothing but the id. */
  | { readonly kind: 'removed'; readonly rules: readonly Rule[]; readonly ids: readonly RuleId[] }
  /** The group is new: all its rules are. */
  | { readonly kind: 'created' }
  /** The group's tags changed. `before` has an entry for each key: its old value, or undefined where the record does not say. */
  | { readonly kind: 'retagged'; readonly before: ReadonlyMap<string, string | undefined> }
  /** Every tag was taken off, and the record does not say which. */
  | { readonly kind: 'untagged' }
  /** The entries of a prefix list changed; `from` is the version before, where the record says it. */
  | { readonly kind: 'list-changed'; readonly list: PrefixListId; readonly from?: number }
  /** Nothing that a record says: a sweep came by, and every rule is looked at. */
  | { readonly kind: 'swept' }
  /** Something beside rules that a `watch` policy may tell of; `detail` is one sentence without full stop. */
  | { readonly kind: 'watched'; readonly what: WatchedKind; readonly detail: string }
  /** The record can't be understood or is not judged yet: told, never acted on. */
  | { readonly kind: 'unclear'; readonly reason: string };
