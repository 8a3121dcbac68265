import type { Scope, Statement } from './policy.ts';

/**
 * An owned, reasoned and expiring permission to break one policy, validated and compiled. Plain JSON: it hangs on its
 * policy, so that the bundle holds it. It excuses traffic, whatever rule lets it in.
 */
export type Exemption = {
  readonly id: string;
  /** The policy that it may be broken under. */
  readonly policy: string;
  /** The groups that it is for, by the same matching as a policy's scope. */
  readonly group: Pick<Scope, 'groups' | 'tags'>;
  /** The traffic that it excuses; words mean what they do in an allow-list. */
  readonly traffic: readonly Statement[];
  /** Patterns of ARNs: only what these principals did is excused. Whoever it was, when absent. */
  readonly actors?: readonly string[];
  readonly owner: string;
  readonly reason: string;
  readonly ticket: string;
  /** The first instant at which it counts, ISO 8601 in UTC: `2026-12-01T00:00:00Z`. */
  readonly from: string;
  /** The first instant at which it counts no more; a date in the file includes that day. */
  readonly until: string;
};

/** Where an exemption is in its life at a time (ISO 8601 in UTC). */
export function lifeOf(
  { from, until }: Pick<Exemption, 'from' | 'until'>,
  at: string,
): 'to-come' | 'in-force' | 'expired' {
  // Texts of one shape in one time zone are in the order of time, but for the fraction of the second.
  const second = (instant: string) => instant.slice(0, 19);
  if (second(at) < second(from)) return 'to-come';
  return second(at) < second(until) ? 'in-force' : 'expired';
}
