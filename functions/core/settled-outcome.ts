import type { Context } from './context.ts';
import type { Policy } from './policy.ts';
import type { Outcome } from './report.ts';
import { type Rule, ruleText, sameContent } from './rule.ts';
import { judge } from './verdict.ts';

/** What to call a rule that is gone: settled, unless the same content stands under another id. */
export function goneOutcome(rule: Rule, standing: readonly Rule[], at: string): Outcome {
  return standsAgain(rule, standing, at) ?? { kind: 'already-gone', at };
}

/** The outcome of a rule of which the same content stands under another id; undefined when it does not. */
export function standsAgain(rule: Rule, standing: readonly Rule[], at: string): Outcome | undefined {
  const again = standing.find((other) => other.id !== rule.id && sameContent(other, rule))?.id;
  return again && { kind: 'stands-again', at, rule: again };
}

/** What to call a rule that reads as `now` by a later edit, and what the policies say of it as it reads now. */
export function changedOutcome(now: Rule, context: Context, policies: readonly Policy[], at: string): Outcome {
  const [judged] = judge([now], context, policies, 'modified');
  return { kind: 'changed', at, now: ruleText(now), ...(judged && { verdict: judged.verdict.kind }) };
}
