import type { Effect } from '../change.ts';
import type { GroupId } from '../ids.ts';
import type { Part, Parts } from './event-part.ts';

/** The same effect on several groups: each once, in the order of their ids, so that every delivery agrees. */
export function forGroups(ids: readonly GroupId[], effect: Effect, none: string): Parts {
  const [first, ...others] = [...new Set(ids)].sort().map((id): Part => ({ group: { id }, effect }));
  return first ? [first, ...others] : { ignored: none };
}
