import { type Change, readRecord } from '../core/change.ts';
import { makeNotice } from '../core/notice.ts';
import { planRepair } from '../core/plan.ts';
import type { Policy } from '../core/policy.ts';
import { type Report, reportId, withOutcomes } from '../core/report.ts';
import { act } from './act.ts';
import { assess } from './assess.ts';
import { expand } from './expand.ts';
import { keepMemory } from './keep-memory.ts';
import { type Ports, RetryableError } from './ports.ts';
import { readFacts } from './read-facts.ts';

/** What the pipeline is set up with. */
export type Settings = {
  readonly policies: readonly Policy[];
  /** ARN of the role that the responder acts under; its own calls are not judged. */
  readonly ownRole?: string;
  /** How long an attempt may hold a report, in milliseconds: longer than the function may run. */
  readonly leaseFor: number;
};

/** What came of one record for one group. */
export type Response =
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'compliant'; readonly report: Report }
  /** Judged, acted on and told, now or (`again`) by an earlier delivery of the same record. */
  | { readonly kind: 'reported'; readonly report: Report; readonly again: boolean };

/**
 * Takes one CloudTrail record, or the EventBridge event that holds it, all the way: record -> change -> context ->
 * verdict -> plan -> outcomes -> report -> notice. From the record to the closed hole there are three round trips, one
 * after another: read, write down, revoke. Everything else comes after.
 *
 * A record that concerns several groups comes to a response for each.
 *
 * Throws TypeError when the message is no CloudTrail record, and RetryableError when the same message should be
 * delivered again; whatever had been done is in the ledger, and the next attempt goes on from there.
 */
export async function respond(message: unknown, ports: Ports, settings: Settings): Promise<readonly Response[]> {
  const reading = readRecord(message, settings.ownRole);
  if (reading.kind === 'malformed') throw new TypeError(`No CloudTrail record: ${reading.path}: ${reading.reason}`);
  if (reading.kind === 'ignored') return [reading];
  const changes = (await Promise.all(reading.changes.map((change) => expand(change, ports)))).flat();
  if (changes.length === 0) return [{ kind: 'ignored', reason: 'it concerns no security group' }];
  const settled = await Promise.allSettled(changes.map((change) => respondTo(change, message, ports, settings)));
  // Each group is dealt with whatever becomes of the others; those that are done answer so when the message comes again.
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

async function respondTo(change: Change, message: unknown, ports: Ports, settings: Settings): Promise<Response> {
  const id = reportId(change);
  const [first, earlier] = await Promise.all([readFacts(change, settings.policies, ports), ports.ledger.find(id)]);
  if (earlier?.state === 'closed') return { kind: 'reported', report: earlier.report, again: true };

  const { draft, facts } = await assess(change, first, settings.policies, ports, earlier?.report);
  if (draft.verdict === 'compliant') {
    await keepMemory(change, draft, facts, false, ports);
    return { kind: 'compliant', report: draft };
  }

  const lease = ports.newLease();
  const began = Date.parse(ports.now());
  const held = earlier
    ? await ports.ledger.takeOver(id, lease, began + settings.leaseFor, began)
    : await ports.ledger.open(draft, JSON.stringify(message), lease, began + settings.leaseFor);
  const keep = (mine: boolean) => {
    if (!mine) throw new RetryableError(`Another attempt is at work on report ${id}`);
  };
  keep(held);

  let report = draft;
  if (earlier?.state !== 'acted') {
    const plan = planRepair(draft);
    const outcomes = await act(plan, draft, facts.live, ports, earlier !== undefined);
    report = withOutcomes(draft, outcomes, (at) => (Date.parse(at) - Date.parse(change.time)) / 1000);
    await keepMemory(change, report, facts, plan.length > 0, ports);
    keep(await ports.ledger.acted(report, lease));
  }
  const told = earlier?.told ?? { mail: false, event: false };
  if (!told.mail) {
    await ports.publish(makeNotice(report));
    keep(await ports.ledger.told(id, 'mail', lease));
  }
  if (!told.event) {
    await ports.emit(report);
    keep(await ports.ledger.told(id, 'event', lease));
  }
  return { kind: 'reported', report, again: false };
}
