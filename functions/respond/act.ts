import type { RuleId } from '../core/ids.ts';
import type { Plan, Step } from '../core/plan.ts';
import type { Policy } from '../core/policy.ts';
import type { Outcome, Report } from '../core/report.ts';
import type { GroupReading } from './ports.ts';
import { type ActPorts, type Doing, LOOKS } from './steps/doing.ts';
import { narrowStep } from './steps/narrow.ts';
import { putBackStep } from './steps/put-back.ts';
import { restoreStep } from './steps/restore.ts';
import { restoreListStep } from './steps/restore-list.ts';
import { revokeStep } from './steps/revoke.ts';

/**
 * Carries out a plan and gives the outcome of each rule in it, by the rule's key. Nothing is called done that a read
 * after it has not shown.
 *
 * `before` is the group as it was last read. `resumed`: an earlier attempt may have begun, so that what is found done
 * counts as done by it. Throws RetryableError.
 */
export async function act(
  plan: Plan,
  report: Report,
  before: GroupReading,
  ports: ActPorts,
  policies: readonly Policy[],
  resumed: boolean,
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  let reading = before;
  const doingOf = (step: Step): Doing => ({
    group: step.group,
    report,
    before: reading,
    ports,
    policies,
    resumed,
    settle: (key, outcome) => void outcomes.set(key, outcome),
  });
  const putOff: Step[] = [];
  for (const [at, step] of plan.entries()) {
    // What an earlier step or somebody else did meanwhile must be seen.
    if (at > 0) reading = await whenShown(step, ports);
    if ((await carryOut(step, doingOf(step), false)) === 'later') putOff.push(step);
  }
  for (const step of putOff) {
    reading = await whenShown(step, ports);
    await carryOut(step, doingOf(step), true);
  }
  return outcomes;
}

/**
 * The group as it stands, looked at until it shows the rules of a step, or the looks run out: they stood when they were
 * judged, and a reading may be older than that.
 */
async function whenShown(step: Step, ports: ActPorts): Promise<GroupReading> {
  const ids = rulesOf(step);
  let reading = await ports.readGroup({ id: step.group });
  for (const wait of LOOKS) {
    const { standing } = reading.kind === 'found' ? reading : { standing: undefined };
    if (!standing || ids.every((id) => standing.some((rule) => rule.id === id))) return reading;
    if (wait === 0) continue;
    await ports.pause(wait);
    reading = await ports.readGroup({ id: step.group });
  }
  return reading;
}

function rulesOf(step: Step): readonly RuleId[] {
  switch (step.kind) {
    case 'revoke':
    case 'restore-list':
      return step.rules;
    case 'restore':
    case 'narrow':
      return [step.rule];
    case 'put-back':
      return [];
    default:
      return step satisfies never;
  }
}

async function carryOut(step: Step, doing: Doing, last: boolean): Promise<'later' | undefined> {
  switch (step.kind) {
    case 'revoke':
      await revokeStep(step.rules, doing);
      return undefined;
    case 'restore':
      return restoreStep(step, doing, last);
    case 'put-back':
      await putBackStep(step, doing);
      return undefined;
    case 'narrow':
      await narrowStep(step, doing);
      return undefined;
    case 'restore-list':
      await restoreListStep(step, doing);
      return undefined;
    default:
      return step satisfies never;
  }
}
