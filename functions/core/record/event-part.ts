import type { Change, ChangedGroup } from '../change.ts';
import type { AccountId } from '../ids.ts';
import type { Fields } from './record-fields.ts';

/** What one record says of one group: the part of a Change that each kind of event has a reader for. */
export type Part = Pick<Change, 'group' | 'effect'>;

/** Where a record was made. */
export type Place = { readonly account: AccountId; readonly region: string };

/** What a reader makes of a record: a part for each group, or why there is nothing to judge in it. */
export type Parts = readonly [Part, ...Part[]] | { readonly ignored: string };

/** Reads the records of one kind of event. Never throws, whatever the record holds. */
export type ReadEvent = (record: Fields, place: Place) => Parts;

/** What can't be understood, as the only part of a record. */
export const unclear = (group: ChangedGroup, reason: string): Parts => [{ group, effect: { kind: 'unclear', reason } }];
