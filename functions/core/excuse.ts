import type { Exemption } from './exemption.ts';
import type { Candidate } from './judge/exempted.ts';
import type { Policy, Severity } from './policy.ts';

/** What exemptions excuse of one rule under one policy. */
export type Excuse = {
  readonly policy: string;
  readonly title: string;
  readonly severity: Severity;
  /** The traffic, as texts in rising order. */
  readonly excused: readonly string[];
  /** Those that excuse some of it, the first few; and how many more there are. */
  readonly exemptions: readonly Excusing[];
  readonly more?: number;
};

/** An exemption as a report names it. */
export type Excusing = Pick<Exemption, 'id' | 'owner' | 'reason' | 'ticket' | 'until'>;

/** An exemption that does not excuse a rule, but would at another time or for another actor. */
export type NearMiss =
  | { readonly exemption: string; readonly owner: string; readonly kind: 'expired'; readonly until: string }
  | { readonly exemption: string; readonly owner: string; readonly kind: 'to-come'; readonly from: string }
  | { readonly exemption: string; readonly owner: string; readonly kind: 'other-actor' };

/** How many exemptions one excuse names, and how many near misses one finding. */
const NAMED = 20;
const NEAR = 3;

/** The excuse that exemptions from a policy make for some traffic. */
export function excuseOf(
  { id, title, severity }: Policy,
  by: readonly Exemption[],
  excused: readonly string[],
): Excuse {
  const exemptions = by
    .slice(0, NAMED)
    .map(({ id, owner, reason, ticket, until }) => ({ id, owner, reason, ticket, until }));
  const more = by.length - exemptions.length;
  return { policy: id, title, severity, excused, exemptions, ...(more > 0 && { more }) };
}

/** The near misses to tell: the last that ended first, since that is what people ask about. */
export function nearMisses(candidates: readonly Candidate[]): NearMiss[] {
  const last = (a: Candidate, b: Candidate) =>
    a.exemption.until < b.exemption.until ? 1 : a.exemption.until > b.exemption.until ? -1 : 0;
  return candidates
    .toSorted(last)
    .flatMap(({ not, exemption: { id, owner, from, until } }): NearMiss[] => {
      const named = { exemption: id, owner };
      switch (not) {
        case 'expired':
          return [{ ...named, kind: not, until }];
        case 'to-come':
          return [{ ...named, kind: not, from }];
        case 'other-actor':
          return [{ ...named, kind: not }];
        case undefined:
          return [];
        default:
          return not satisfies never;
      }
    })
    .slice(0, NEAR);
}
