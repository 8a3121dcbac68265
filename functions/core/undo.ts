import type { GroupId } from './ids.ts';
import type { Plan } from './plan.ts';
import type { Report, ReportedRule } from './report.ts';
import { type Rule, ruleText, sameContent } from './rule.ts';

/** What undoing the repair of one rule takes, as the group stands now. */
export type UndoStep =
  /** The rule was removed: add it again. `beside`: rules that took its place; they stay. */
  | { readonly kind: 'add'; readonly rule: Rule; readonly beside: readonly Rule[] }
  /** The rule was changed back: change it again. `rule` is how it reads now. */
  | { readonly kind: 'change'; readonly rule: Rule & { readonly id: NonNullable<Rule['id']> }; readonly to: Rule }
  /** A rule was put back: remove it. `rule` is the one that stands, with its id. */
  | { readonly kind: 'remove'; readonly rule: Rule & { readonly id: NonNullable<Rule['id']> } }
  /** It is so already. */
  | { readonly kind: 'nothing'; readonly rule: Rule; readonly now: 'stands' | 'reads-so' | 'is-gone' }
  /** Not to be undone here, for a reason. */
  | { readonly kind: 'leave'; readonly rule: Rule; readonly reason: string };

/** What it takes to undo the repairs of a report, rule by rule; rules that were not repaired take nothing. */
export const planUndo = ({ rules }: Report, standing: readonly Rule[]): UndoStep[] =>
  rules.flatMap((reported) => stepFor(reported, standing));

function stepFor({ rule, intent, outcome }: ReportedRule, standing: readonly Rule[]): UndoStep[] {
  if (intent.kind !== 'act' || !outcome) return [];
  const removed = outcome.kind === 'stands-again' && outcome.removed === true;
  if (outcome.kind !== 'done' && !removed) return [];
  const { repair } = intent;
  const same = standing.find((other) => sameContent(other, rule));
  const again = (beside: readonly Rule[]): UndoStep[] =>
    same ? [{ kind: 'nothing', rule, now: 'stands' }] : [{ kind: 'add', rule, beside }];
  // Whatever was meant, the rule was removed.
  if (outcome.kind === 'stands-again' || outcome.instead !== undefined) return again([]);
  switch (repair.kind) {
    case 'revoke':
      return again([]);
    case 'narrow':
      return again(repair.remainder.filter((piece) => standing.some((other) => sameContent(other, piece))));
    case 'restore':
      return changeAgain(rule, repair.to, standing);
    case 'put-back':
      return same?.id
        ? [{ kind: 'remove', rule: { ...same, id: same.id } }]
        : [{ kind: 'nothing', rule, now: 'is-gone' }];
    case 'restore-list': {
      const reason = `prefix list ${repair.list} was given the entries of its version ${repair.version}, and other rules may use it: restore or change the list itself`;
      return [{ kind: 'leave', rule, reason }];
    }
    default:
      return repair satisfies never;
  }
}

/** A rule that has been edited since it was changed back is left alone: that edit is somebody else's. */
function changeAgain(to: Rule, back: Rule, standing: readonly Rule[]): UndoStep[] {
  const live = standing.find(({ id }) => id !== undefined && id === to.id);
  if (live?.id === undefined) return [{ kind: 'leave', rule: to, reason: 'the rule that was changed back is gone' }];
  if (sameContent(live, to)) return [{ kind: 'nothing', rule: to, now: 'reads-so' }];
  if (!sameContent(live, back))
    return [{ kind: 'leave', rule: to, reason: `the rule was edited since, and reads ${ruleText(live)}` }];
  return [{ kind: 'change', rule: { ...live, id: live.id }, to }];
}

/** What to do for one step, in the words of a repair; empty for one that takes nothing. */
export function actsOf(step: UndoStep, group: GroupId): Plan {
  switch (step.kind) {
    case 'add':
      return [{ kind: 'put-back', group, rule: step.rule }];
    case 'change':
      return [{ kind: 'restore', group, rule: step.rule.id, to: step.to, orRevoke: false }];
    case 'remove':
      return [{ kind: 'revoke', group, rules: [step.rule.id] }];
    case 'nothing':
    case 'leave':
      return [];
    default:
      return step satisfies never;
  }
}

/** What came of one step. */
export type Undone =
  | { readonly kind: 'done' }
  /** Somebody was faster. */
  | { readonly kind: 'so-already' }
  | { readonly kind: 'not-done'; readonly reason: string };

/** Whether the group stands as a step would have it. */
export function isUndone(step: UndoStep, standing: readonly Rule[]): boolean {
  switch (step.kind) {
    case 'add':
      return standing.some((rule) => sameContent(rule, step.rule));
    case 'change':
      return standing.some((rule) => rule.id === step.rule.id && sameContent(rule, step.to));
    case 'remove':
      return !standing.some((rule) => sameContent(rule, step.rule));
    case 'nothing':
      return true;
    case 'leave':
      return false;
    default:
      return step satisfies never;
  }
}
