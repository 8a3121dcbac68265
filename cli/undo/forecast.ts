import type { Context } from '../../functions/core/context.ts';
import type { Policy } from '../../functions/core/policy.ts';
import type { Report } from '../../functions/core/report.ts';
import type { Rule } from '../../functions/core/rule.ts';
import type { UndoStep } from '../../functions/core/undo.ts';
import { type How, judge, type Verdict } from '../../functions/core/verdict.ts';
import type { GroupReading } from '../../functions/respond/ports.ts';
import { listsNamedBy, listsOf } from '../../functions/respond/read-facts.ts';
import type { ActPorts } from '../../functions/respond/steps/doing.ts';

/** What some policies, and the exemptions from them, will say of one step; nobody knows here who its caller will be. */
export type Forecast = { readonly rule: Rule; readonly verdict: Verdict };

/** Judges what undoing comes to by policies as they are in a folder now. Throws RetryableError. */
export async function forecast(
  steps: readonly UndoStep[],
  { account, region }: Report,
  before: GroupReading,
  policies: readonly Policy[],
  { readLists, now }: Pick<ActPorts, 'readLists' | 'now'>,
): Promise<Forecast[]> {
  if (before.kind !== 'found') return [];
  const coming = steps.flatMap((step) => comingOf(step, before.standing));
  const ids = [
    ...policies.flatMap(listsNamedBy),
    ...listsOf(before.standing),
    ...listsOf(coming.map(({ rule }) => rule)),
  ];
  const lists = await readLists([...new Set(ids)]);
  return coming.map(({ rule, how, standing }) => {
    const context: Context = { account, region, group: before.group, standing, lists, at: now() };
    const [judged] = judge([rule], context, policies, how);
    return { rule, verdict: judged?.verdict ?? { kind: 'compliant' } };
  });
}

type Coming = { readonly rule: Rule; readonly how: How; readonly standing: readonly Rule[] };

function comingOf(step: UndoStep, standing: readonly Rule[]): Coming[] {
  switch (step.kind) {
    case 'add':
      return [{ rule: step.rule, how: 'added', standing: [...standing, step.rule] }];
    case 'change': {
      const rule = { ...step.to, id: step.rule.id };
      return [{ rule, how: 'modified', standing: standing.map((each) => (each.id === rule.id ? rule : each)) }];
    }
    case 'remove':
      return [{ rule: step.rule, how: 'removed', standing: standing.filter(({ id }) => id !== step.rule.id) }];
    case 'nothing':
    case 'leave':
      return [];
    default:
      return step satisfies never;
  }
}
