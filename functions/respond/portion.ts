import { type GroupId, groupId } from '../core/ids.ts';

/** Some of the groups that one event concerns, and the event: a message that the responder sends to its own queue. */
export type Portion = { readonly groups: readonly GroupId[]; readonly event: unknown };

/** The most groups in a portion. */
export const MOST_GROUPS = 10;

/**
 * The portion that a message holds; undefined for an event as it comes from the bus. Its groups are a hint like all else: they
 * say where to look, and what stands there decides. Throws TypeError when it names no groups, or too many.
 */
export function portionOf(message: unknown): Portion | undefined {
  if (typeof message !== 'object' || message === null || !Object.hasOwn(message, 'groups')) return undefined;
  const { groups, event } = message as { readonly groups: unknown; readonly event?: unknown };
  if (event === undefined) return undefined;
  const ids = Array.isArray(groups) ? groups.slice(0, MOST_GROUPS + 1).flatMap((each) => groupId(each) ?? []) : [];
  if (!Array.isArray(groups) || ids.length !== groups.length || ids.length === 0 || ids.length > MOST_GROUPS)
    throw new TypeError(`No portion of an event: groups is ${JSON.stringify(groups)?.slice(0, 200)}`);
  return { groups: ids, event };
}
