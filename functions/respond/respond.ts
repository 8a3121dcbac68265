import { atHome, type Home } from '../core/at-home.ts';
import type { Change } from '../core/change.ts';
import { DEFAULT_GUARDRAILS, type Guardrails } from '../core/guardrails.ts';
import { holdBack, hourOf } from '../core/hold-back.ts';
import { planRepair } from '../core/plan.ts';
import type { Policy } from '../core/policy.ts';
import { readRecord } from '../core/read-record.ts';
import { type Report, reportId } from '../core/report.ts';
import { assess } from './assess.ts';
import { type CarriedOut, carryOut } from './carry-out.ts';
import { conductOf } from './conduct-of.ts';
import { expand } from './expand.ts';
import { keepConduct } from './keep-conduct.ts';
import { keepMemory } from './keep-memory.ts';
import { MOST_GROUPS, type Portion, portionOf } from './portion.ts';
import { type Ports, RetryableError } from './ports.ts';
import { readFacts } from './read-facts.ts';
import { tellPeople } from './tell-people.ts';

/** What the pipeline is set up with. */
export type Settings = {
  readonly policies: readonly Policy[];
  /** How far it may go; the defaults when left out. */
  readonly guardrails?: Guardrails;
  /** What it guards: records of other places are told and never acted on. Any place when left out. */
  readonly home?: Home;
  /** ARN of the role that the responder acts under; its own calls are not judged. */
  readonly ownRole?: string;
  /** How long an attempt may hold a report, in milliseconds: longer than the function may run. */
  readonly leaseFor: number;
};

/**
 * The most characters of an event that is passed on: a message of SQS took 256 KB for long. A longer one is dealt with whole.
 */
const MOST_EVENT = 200_000;

/** What came of one record for one group that was dealt with. */
export type Handled =
  | { readonly kind: 'ignored'; readonly reason: string }
  | { readonly kind: 'compliant'; readonly report: Report }
  /** Judged, acted on and told, now or (`again`) by an earlier delivery of the same record. */
  | { readonly kind: 'reported'; readonly report: Report; readonly again: boolean };

/** The same, or that the record concerns so many groups that it was passed on, a few of them at a time. */
export type Response = Handled | { readonly kind: 'passed-on'; readonly groups: number };

/**
 * Takes one CloudTrail record, or the EventBridge event that holds it, all the way: record -> change -> context ->
 * verdict -> plan -> outcomes -> report -> notice. From the record to the closed hole there are three round trips, one
 * after another: read, write down, revoke. Everything else comes after.
 *
 * A record that concerns several groups comes to a response for each. Hundreds may use one prefix list, more than there is
 * time for: then the groups are passed on as messages of their own, so that each few of them have the whole time, are tried
 * again by themselves, and are worked on side by side by as many runs as may be under way.
 *
 * Throws TypeError when the message is no CloudTrail record, and RetryableError when the same message should be
 * delivered again; whatever had been done is in the ledger, and the next attempt goes on from there.
 */
export async function respond(message: unknown, ports: Ports, settings: Settings): Promise<readonly Response[]> {
  const portion = portionOf(message);
  const event = portion?.event ?? message;
  const reading = readRecord(event, settings.ownRole);
  if (reading.kind === 'malformed') throw new TypeError(`No CloudTrail record: ${reading.path}: ${reading.reason}`);
  if (reading.kind === 'ignored') return [reading];
  const { home } = settings;
  const guarded = home ? reading.changes.map((change) => atHome(change, home)) : reading.changes;
  const changes = (await Promise.all(guarded.map((change) => expand(change, ports, portion?.groups)))).flat();
  if (changes.length === 0) return [{ kind: 'ignored', reason: 'it concerns no security group' }];
  if (!portion && (await isPassedOn(changes, event, ports))) return [{ kind: 'passed-on', groups: changes.length }];
  const settled: PromiseSettledResult<Handled>[] = [];
  for (let at = 0; at < changes.length; at += MOST_GROUPS) {
    const some = changes.slice(at, at + MOST_GROUPS).map((change) => respondTo(change, event, ports, settings));
    settled.push(...(await Promise.allSettled(some)));
  }
  // Each group is dealt with whatever becomes of the others; those that are done answer so when the message comes again.
  const failed = settled.find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return settled.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
}

/** Passes an event on in portions where it concerns more groups than one; whether it did. Throws what sending throws. */
async function isPassedOn(changes: readonly Change[], event: unknown, { passOn }: Ports): Promise<boolean> {
  const ids = changes.flatMap(({ group }) => group.id ?? []);
  if (ids.length <= MOST_GROUPS || ids.length < changes.length) return false;
  if (JSON.stringify(event).length > MOST_EVENT) return false;
  const portions = Array.from({ length: Math.ceil(ids.length / MOST_GROUPS) }, (_, at) =>
    ids.slice(at * MOST_GROUPS, (at + 1) * MOST_GROUPS),
  );
  await Promise.all(portions.map((groups) => passOn({ groups, event } satisfies Portion)));
  return true;
}

async function respondTo(change: Change, message: unknown, ports: Ports, settings: Settings): Promise<Handled> {
  const id = reportId(change);
  const [first, earlier] = await Promise.all([readFacts(change, settings.policies, ports), ports.ledger.find(id)]);
  if (earlier?.state === 'closed') return { kind: 'reported', report: earlier.report, again: true };

  const { guardrails = DEFAULT_GUARDRAILS } = settings;
  const { draft: judged, facts } = await assess(change, first, settings.policies, ports, earlier?.report);
  if (judged.verdict === 'compliant') {
    await keepMemory(change, judged, facts, ports);
    await keepConduct(judged, facts.conduct, guardrails, ports);
    return { kind: 'compliant', report: judged };
  }
  const conduct = await conductOf(judged, change.group.id !== undefined, facts, ports);
  const draft = earlier ? judged : holdBack(judged, guardrails, conduct);
  const meant = earlier?.state === 'acted' ? [] : planRepair(draft);

  const lease = ports.newLease();
  const began = Date.parse(ports.now());
  const hour = { account: change.account, region: change.region, hour: hourOf(draft) };
  const [held, allowed] = await Promise.all([
    earlier
      ? ports.ledger.takeOver(id, lease, began + settings.leaseFor, began)
      : ports.ledger.open(draft, JSON.stringify(message), lease, began + settings.leaseFor),
    meant.length === 0 || ports.ledger.countRepair(hour, id, guardrails.repairsAnHour),
  ]);
  const keep = (mine: boolean) => {
    if (!mine) throw new RetryableError(`Another attempt is at work on report ${id}`);
  };
  keep(held);

  let { report, unremembered }: CarriedOut = { report: draft, unremembered: undefined };
  if (earlier?.state !== 'acted') {
    const undertaking = { change, draft, facts, conduct, plan: meant, allowed, resumed: earlier !== undefined };
    ({ report, unremembered } = await carryOut(undertaking, ports, settings.policies, guardrails));
    keep(await ports.ledger.acted(report, lease));
  }
  const told = earlier?.told ?? { mail: false, event: false };
  if (!told.mail) {
    if (!report.quiet) await tellPeople(report, ports, guardrails);
    keep(await ports.ledger.told(id, 'mail', lease));
  }
  if (!told.event) {
    await ports.emit(report);
    keep(await ports.ledger.told(id, 'event', lease));
  }
  if (unremembered !== undefined) throw unremembered;
  return { kind: 'reported', report, again: false };
}
