import type { RuleId } from '../core/ids.ts';
import { locate } from '../core/locate.ts';
import type { Plan, Step } from '../core/plan.ts';
import type { Outcome, Report } from '../core/report.ts';
import type { GroupReading, Ports } from './ports.ts';

/** How long to wait, in milliseconds, before each look at what a revoke left: EC2's reads lag behind its writes. */
const LOOKS = [0, 500, 1500, 3000];

/**
 * Carries out a plan and gives the outcome of each rule in it. AWS's answer to a revoke is not trusted, a read after it
 * is: a rule that still stands is revoked again at every look, until the looks run out.
 *
 * `before` is the group as it was last read. `resumed`: an earlier attempt may have begun, so that what is gone before
 * this one acts counts as done by it. Throws RetryableError.
 */
export async function act(
  plan: Plan,
  report: Report,
  before: GroupReading,
  ports: Ports,
  resumed: boolean,
): Promise<ReadonlyMap<RuleId, Outcome>> {
  const outcomes = new Map<RuleId, Outcome>();
  for (const step of plan) await revokeStep(step, report, before, ports, resumed, outcomes);
  return outcomes;
}

async function revokeStep(
  step: Step,
  report: Report,
  before: GroupReading,
  { readGroup, revoke, pause, now }: Ports,
  resumed: boolean,
  outcomes: Map<RuleId, Outcome>,
): Promise<void> {
  const settle = (ids: readonly RuleId[], outcome: Outcome) => {
    for (const id of ids) outcomes.set(id, outcome);
  };
  const removed = new Set<RuleId>();
  const gone = (id: RuleId): Outcome => {
    if (removed.has(id)) return { kind: 'done', at: now() };
    return resumed ? { kind: 'done', at: now(), resumed } : { kind: 'already-gone', at: now() };
  };
  let left = step.rules;
  const sortOut = (reading: GroupReading) => {
    const places = left.map((id) => ({ id, place: placeOf(id, report, reading) }));
    for (const { id, place } of places) {
      if (place.kind === 'gone') settle([id], gone(id));
      if (place.kind === 'uncertain') settle([id], { kind: 'held', reason: place.reason });
      if (place.kind === 'unreadable')
        settle([id], { kind: 'failed', reason: `the group could not be read: ${place.reason}` });
    }
    left = places.filter(({ place }) => place.kind === 'standing').map(({ id }) => id);
  };

  sortOut(before);
  for (const wait of LOOKS) {
    if (left.length === 0) return;
    const answer = await revoke(step.group, left);
    if (answer.kind === 'refused') return settle(left, { kind: 'failed', reason: answer.reason });
    if (answer.kind === 'revoked') for (const id of left) removed.add(id);
    if (wait > 0) await pause(wait);
    sortOut(await readGroup({ id: step.group }));
  }
  settle(left, {
    kind: 'failed',
    reason: `AWS accepted ${LOOKS.length} revokes one after another, yet the rule still stands`,
  });
}

function placeOf(id: RuleId, report: Report, reading: GroupReading) {
  if (reading.kind === 'unreadable') return reading;
  const rule = report.rules.find((reported) => reported.rule.id === id)?.rule;
  if (rule === undefined) throw new TypeError(`Rule ${id} of the plan is not in report ${report.id}`);
  return locate(rule, reading.kind === 'found' ? reading.standing : []);
}
