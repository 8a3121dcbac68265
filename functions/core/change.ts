import type { Actor } from './actor.ts';
import type { AccountId, GroupId } from './ids.ts';
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
  /** The changed group; the record may know its id, its name (default VPC), or neither. */
  readonly group: { readonly id?: GroupId; readonly name?: string };
  readonly effect: /** Rules added, one for each source; their ids where the response named them. */
    | { readonly kind: 'added'; readonly rules: readonly Rule[] }
    /** The record can't be understood or is not judged yet: told, never acted on. */
    | { readonly kind: 'unclear'; readonly reason: string };
};

/** What a record comes to: a change, nothing to judge, or no CloudTrail record at all. */
export type Reading =
  | { readonly kind: 'change'; readonly change: Change }
  | { readonly kind: 'ignored'; readonly reason: string }
  /** `path` names the place in the record: `detail.eventID`. */
  | { readonly kind: 'malformed'; readonly path: string; readonly reason: string };
