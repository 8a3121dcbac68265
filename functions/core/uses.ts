import { type Exemption, lifeOf } from './exemption.ts';
import { minutesAfter } from './minutes-after.ts';
import type { Policy } from './policy.ts';

/** When each exemption last excused something. `version` rises with every write. */
export type Uses = {
  readonly version: number;
  /** When keeping count began, ISO 8601 in UTC: what was before, nobody knows. */
  readonly since: string;
  /** Exemption id to the time of its last use, to the day. */
  readonly last: Readonly<Record<string, string>>;
};

/** How many days an exemption may go unused before that is told. */
export const UNUSED_DAYS = 90;

const DAY = 1440;

/** What is to be kept of the exemptions that excused something at a time; undefined where that is kept already. */
export function nextUses(before: Uses | undefined, ids: readonly string[], at: string): Uses | undefined {
  const { version = 0, since = at, last = {} } = before ?? {};
  const news = ids.filter((id) => {
    const known = Object.hasOwn(last, id) ? last[id] : undefined;
    return known === undefined || minutesAfter(known, DAY) <= minutesAfter(at, 0);
  });
  if (before && news.length === 0) return undefined;
  return { version: version + 1, since, last: { ...last, ...Object.fromEntries(news.map((id) => [id, at])) } };
}

/** An exemption that is of no use any more: it has ended, or has excused nothing for long. */
export type Stale = Pick<Exemption, 'id' | 'policy' | 'owner'> &
  (
    | { readonly kind: 'expired'; readonly since: string }
    /** `last`: when it was used last; absent when it never was. */
    | { readonly kind: 'unused'; readonly since: string; readonly last?: string }
  );

/** The exemptions that are of no use any more at a time, and since when; those that have been so for longest come first. */
export function staleExemptions(
  policies: readonly Pick<Policy, 'exemptions'>[],
  uses: Uses | undefined,
  at: string,
): Stale[] {
  const now = minutesAfter(at, 0);
  const stale = policies.flatMap(({ exemptions = [] }) =>
    exemptions.flatMap((exemption): Stale[] => {
      const { id, policy, owner, from, until } = exemption;
      const named = { id, policy, owner };
      const life = lifeOf(exemption, at);
      if (life === 'expired') return [{ ...named, kind: 'expired', since: until }];
      if (life === 'to-come' || !uses) return [];
      const last = Object.hasOwn(uses.last, id) ? uses.last[id] : undefined;
      const idle = [from, uses.since, ...(last === undefined ? [] : [last])].sort().at(-1) ?? from;
      const since = minutesAfter(idle, UNUSED_DAYS * DAY);
      return since > now ? [] : [{ ...named, kind: 'unused', since, ...(last !== undefined && { last }) }];
    }),
  );
  return stale.sort((a, b) => (a.since < b.since ? -1 : 1));
}
