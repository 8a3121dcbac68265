import type { Context } from '../context.ts';
import type { Policy } from '../policy.ts';
import type { Rule } from '../rule.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { How } from '../verdict.ts';
import { exemptedEmpty } from './empty-list.ts';
import { type Candidate, candidatesFor, type Excused, exempted } from './exempted.ts';
import { forbidden } from './forbidden.ts';

/** The part of a rule that a policy certainly forbids and no exemption may excuse. */
export const offendingTraffic = (policy: Policy, rule: Rule, context: Context, how: How): Traffic =>
  offendingPart(policy, rule, context, how, candidatesFor(policy, context)).offending;

/** What a policy makes of a rule. */
export type Part = Excused & {
  readonly because: string;
  readonly missing: string | undefined;
  readonly empty: boolean;
};

/** What a policy forbids of a rule, less what exemptions excuse. `empty`: it offends, though it lets nothing in. */
export function offendingPart(
  { ban }: Policy,
  rule: Rule,
  context: Context,
  how: How,
  candidates: readonly Candidate[],
): Part {
  const { because, missing, ...part } = forbidden(ban, rule, context, how);
  // A frozen group's rule offends even where it lets nothing in.
  const nothing = ban.kind === 'freeze' && how !== 'standing' ? exemptedEmpty(rule, context, candidates) : undefined;
  if (nothing) {
    const empty = nothing.offending.length > 0;
    const by = empty || nothing.doubt ? [] : nothing.by;
    return { ...nothing, offending: [], by, because: because([]), missing, empty };
  }
  if (part.offending.length + part.perhaps.length === 0)
    return { ...NOT_FORBIDDEN, because: '', missing, empty: false };
  const left = exempted(part, rule, context, candidates);
  return { ...left, because: left.offending.length > 0 ? because(left.offending) : '', missing, empty: false };
}

const NOT_FORBIDDEN: Excused = { offending: [], exempt: [], perhaps: [], by: [], nearly: [] };
