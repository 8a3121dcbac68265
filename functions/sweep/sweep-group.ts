import { exemptionsIn } from '../core/exemptions-in.ts';
import { DEFAULT_GUARDRAILS, type Guardrails } from '../core/guardrails.ts';
import { holdAtLimit, holdBack, hourOf } from '../core/hold-back.ts';
import type { AccountId, GroupId } from '../core/ids.ts';
import { planRepair } from '../core/plan.ts';
import type { Policy } from '../core/policy.ts';
import { type Report, reportId, withOutcomes } from '../core/report.ts';
import { asAudit, sweptChange } from '../core/sweep.ts';
import type { Lists } from '../core/traffic/rule-traffic.ts';
import { excusesOf } from '../core/verdict.ts';
import { act } from '../respond/act.ts';
import { assess } from '../respond/assess.ts';
import { keepConduct } from '../respond/keep-conduct.ts';
import { keepMemory } from '../respond/keep-memory.ts';
import { lastLook } from '../respond/last-look.ts';
import { type GroupReading, type Ports, RetryableError } from '../respond/ports.ts';
import { readFacts } from '../respond/read-facts.ts';

/** What a sweep is set up with. */
export type SweepScope = {
  readonly policies: readonly Policy[];
  /** How far it may go; the defaults when left out. */
  readonly guardrails?: Guardrails;
  readonly account: AccountId;
  readonly region: string;
  /** Whether it may repair, where a policy is in enforce mode; else it tells. */
  readonly enforce: boolean;
  /** How long an attempt may hold a report, in milliseconds. */
  readonly leaseFor: number;
};

/** What came of one group. */
export type Visit = {
  /** Absent where there is nothing to tell. */
  readonly report?: Report;
  /** How many of its rules exemptions excuse, all or in part. */
  readonly exempt: number;
  /** The ids of those exemptions. */
  readonly uses: readonly string[];
};

const NOTHING: Visit = { exempt: 0, uses: [] };

const visitOf = (report: Report): Visit => ({
  report,
  exempt: report.rules.filter(({ verdict }) => excusesOf(verdict).length > 0).length,
  uses: exemptionsIn(report),
});

/**
 * Judges one group as it was read, and repairs it where it may; there is no report where there is nothing to tell. Before anything is repaired the group is read once more, since the responder may have been at it meanwhile. The
 * group is remembered as it stands, so that a later change of it can be undone.
 *
 * A run that comes by again, since it was cut off, goes on with the report that it had opened. Throws RetryableError.
 */
export async function sweepGroup(
  id: GroupId,
  live: GroupReading,
  lists: Lists,
  run: string,
  ports: Ports,
  scope: SweepScope,
): Promise<Visit> {
  if (live.kind === 'missing') return NOTHING;
  const { policies, guardrails = DEFAULT_GUARDRAILS, account, region, enforce, leaseFor } = scope;
  const change = sweptChange(run, ports.now(), account, region, id);
  const name = reportId(change);
  const [earlier, memory] = await Promise.all([
    ports.ledger.find(name),
    ports.ledger.recall({ account, region, group: id }),
  ]);
  const mine = async (write: Promise<boolean>): Promise<void> => {
    if (!(await write)) throw new RetryableError(`Another attempt is at work on report ${name}`);
  };
  const emit = async (report: Report): Promise<Visit> => {
    await ports.emit(report);
    await mine(ports.ledger.told(name, 'event', run));
    return visitOf(report);
  };
  if (earlier && earlier.state !== 'open') return earlier.told.event ? visitOf(earlier.report) : emit(earlier.report);

  const known = { live, lists, ...(memory && { memory }) };
  let { draft, facts } = await assess(change, known, policies, ports, earlier?.report);
  if (enforce && planRepair(draft).length > 0) {
    const fresh = await readFacts(change, policies, ports);
    if (fresh.live.kind === 'missing' && !earlier) return NOTHING;
    ({ draft, facts } = await assess(change, fresh, policies, ports, earlier?.report));
  }
  if (draft.verdict === 'compliant' || (draft.verdict === 'exempt' && !earlier)) {
    await keepMemory(change, draft, facts, ports);
    const { report: _, ...counted } = visitOf(draft);
    return counted;
  }
  const guarded = earlier || !enforce ? draft : holdBack(draft, guardrails, facts.conduct);
  const told = enforce ? guarded : asAudit(draft);
  if (!earlier) await mine(ports.ledger.open(told, JSON.stringify(change), run, Date.parse(ports.now()) + leaseFor));

  const meant = planRepair(told);
  const hour = { account, region, hour: hourOf(told) };
  const allowed = meant.length === 0 || (await ports.ledger.countRepair(hour, name, guardrails.repairsAnHour));
  const [plan, limited] = allowed ? [meant, told] : [[], holdAtLimit(told, guardrails)];
  const outcomes = await act(plan, limited, facts.live, ports, policies, earlier !== undefined);
  const last = await lastLook(
    withOutcomes(limited, outcomes, () => 0),
    facts,
    plan.length > 0,
    policies,
    ports,
  );
  // How long it had stood open before the sweep came by, nobody knows.
  const { exposure: _, ...report } = last.report;
  // What nobody was to repair is told as a mere finding, but it is not accepted for that.
  await keepMemory(change, enforce ? report : draft, last.facts, ports);
  if (enforce) await keepConduct(report, facts.conduct, guardrails, ports);
  await mine(ports.ledger.acted(report, run));
  return emit(report);
}
