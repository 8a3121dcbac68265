import { type Conduct, nextConduct } from '../core/conduct.ts';
import type { Guardrails } from '../core/guardrails.ts';
import type { Report } from '../core/report.ts';
import { type Ports, RetryableError } from './ports.ts';

/** How often it is written anew when another change of the same group came between: each round one attempt gets through. */
const ATTEMPTS = 10;

/** Keeps what the guardrails must know of a report: what was repaired, which holds began or ended. Throws RetryableError. */
export async function keepConduct(
  report: Report,
  recalled: Conduct | undefined,
  guardrails: Guardrails,
  { ledger }: Ports,
): Promise<void> {
  const { account, region, group } = report;
  if (group.id === undefined) return;
  const key = { account, region, group: group.id };
  let before = recalled;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const next = nextConduct(before, report, guardrails);
    if (next === undefined || (await ledger.rememberConduct(key, next))) return;
    before = await ledger.recallConduct(key);
  }
  throw new RetryableError(`What is kept of the repairs in ${group.id} kept changing`);
}
