import type { Plan } from '../core/plan.ts';
import type { Outcome, Report } from '../core/report.ts';
import type { GroupReading, Ports } from './ports.ts';
import type { Doing } from './steps/doing.ts';
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
  ports: Ports,
  resumed: boolean,
): Promise<ReadonlyMap<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  for (const step of plan) {
    const doing: Doing = {
      group: step.group,
      report,
      before,
      ports,
      resumed,
      settle: (key, outcome) => void outcomes.set(key, outcome),
    };
    switch (step.kind) {
      case 'revoke':
        await revokeStep(step.rules, doing);
        break;
      case 'restore':
        await restoreStep(step, doing);
        break;
      case 'put-back':
        await putBackStep(step, doing);
        break;
      case 'narrow':
        await narrowStep(step, doing);
        break;
      case 'restore-list':
        await restoreListStep(step, doing);
        break;
      default:
        step satisfies never;
    }
  }
  return outcomes;
}
