import type { Conduct } from '../core/conduct.ts';
import { planRepair } from '../core/plan.ts';
import type { Report } from '../core/report.ts';
import type { Ports } from './ports.ts';
import type { Facts } from './read-facts.ts';

/**
 * What is kept of the repairs and holds in the group of a report. It was read with the group, but where the record gives
 * only the group's name; then it is read now, if something is to be done. Throws RetryableError.
 */
export async function conductOf(
  report: Report,
  namedById: boolean,
  { conduct }: Facts,
  { ledger }: Ports,
): Promise<Conduct | undefined> {
  const { account, region, group } = report;
  if (namedById || group.id === undefined || planRepair(report).length === 0) return conduct;
  return ledger.recallConduct({ account, region, group: group.id });
}
