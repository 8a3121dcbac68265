import type { Context } from './context.ts';
import type { Policy } from './policy.ts';
import type { Intent, Outcome } from './report.ts';
import { changedOutcome, goneOutcome } from './settled-outcome.ts';
import type { Subject } from './subject.ts';

/** The outcome of a rule that needs no act, or must have none, by where it was found; `context` is the group as it stands. */
export function earlyOutcome(
  { rule, how, located }: Subject,
  intent: Intent,
  context: Context,
  policies: readonly Policy[],
  at: string,
): Outcome | undefined {
  switch (located.kind) {
    case 'standing':
      return how === 'removed' ? { kind: 'already-gone', at } : undefined;
    case 'gone':
      return how === 'removed' ? undefined : goneOutcome(rule, context.standing ?? [], at);
    case 'changed':
      return changedOutcome(located.rule, context, policies, at);
    case 'uncertain':
      return intent.kind === 'act' ? { kind: 'held', reason: located.reason } : undefined;
    default:
      return located satisfies never;
  }
}
