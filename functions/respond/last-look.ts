import { lookAgain } from '../core/look-again.ts';
import type { Policy } from '../core/policy.ts';
import type { Report } from '../core/report.ts';
import type { Ports } from './ports.ts';
import type { Facts } from './read-facts.ts';

/**
 * Reads the group of a report once more where something was done (`acted`), and makes the report say what stands now.
 * Gives the facts as of that reading too. Throws RetryableError.
 */
export async function lastLook(
  report: Report,
  facts: Facts,
  acted: boolean,
  policies: readonly Policy[],
  ports: Ports,
): Promise<{ readonly report: Report; readonly facts: Facts }> {
  const { account, region, group } = report;
  const live = acted && group.id !== undefined ? await ports.readGroup({ id: group.id }) : facts.live;
  const seen = { ...facts, live };
  if (live.kind === 'found') {
    const context = { account, region, group: live.group, standing: live.standing, lists: facts.lists };
    return { report: lookAgain(report, context, policies, ports.now(), facts.memory), facts: seen };
  }
  const gone = acted && live.kind === 'missing';
  return { report: gone ? { ...report, groupGone: true, stayed: [] } : report, facts: seen };
}
