import type { Change } from '../core/change.ts';
import { type Conduct, quieted } from '../core/conduct.ts';
import { exemptionsIn } from '../core/exemptions-in.ts';
import type { Guardrails } from '../core/guardrails.ts';
import { holdAtLimit } from '../core/hold-back.ts';
import type { Plan } from '../core/plan.ts';
import type { Policy } from '../core/policy.ts';
import { type Report, withOutcomes } from '../core/report.ts';
import { act } from './act.ts';
import { keepConduct } from './keep-conduct.ts';
import { keepMemory } from './keep-memory.ts';
import { keepUses } from './keep-uses.ts';
import { lastLook } from './last-look.ts';
import { type Ports, RetryableError } from './ports.ts';
import type { Facts } from './read-facts.ts';

/** What is to be carried out for a report that was written down. */
export type Undertaking = {
  readonly change: Change;
  readonly draft: Report;
  readonly facts: Facts;
  readonly conduct: Conduct | undefined;
  readonly plan: Plan;
  /** The hour has room for the repair. */
  readonly allowed: boolean;
  /** An earlier attempt may have begun. */
  readonly resumed: boolean;
};

/** A report with its outcomes, and what remembering the group failed with, to be thrown once people have heard. */
export type CarriedOut = { readonly report: Report; readonly unremembered: unknown };

/**
 * The acting half of the pipeline: closes the hole, looks, and remembers what was accepted and what was repaired. Throws
 * RetryableError.
 */
export async function carryOut(
  { change, draft, facts, conduct, plan, allowed, resumed }: Undertaking,
  ports: Ports,
  policies: readonly Policy[],
  guardrails: Guardrails,
): Promise<CarriedOut> {
  const guarded = allowed ? draft : holdAtLimit(draft, guardrails);
  const steps = allowed ? plan : [];
  const outcomes = await act(steps, guarded, facts.live, ports, policies, resumed);
  const acted = withOutcomes(guarded, outcomes, (at) => (Date.parse(at) - Date.parse(change.time)) / 1000);
  const last = await lastLook(acted, facts, steps.length > 0, policies, ports);
  const report = quieted(last.report, conduct);
  // People must hear of the repair even where it can't be remembered.
  const unremembered = await failureOf(keepMemory(change, report, last.facts, ports));
  await keepConduct(report, conduct, guardrails, ports);
  const uses = exemptionsIn(report);
  if (uses.length > 0) await keepUses(uses, { ...change, at: report.judgedAt }, ports.ledger);
  return { report, unremembered };
}

/** What some work fails with, unless it may work when tried again: that is thrown. */
async function failureOf(work: Promise<void>): Promise<unknown> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof RetryableError) throw error;
    return error;
  }
}
