import type { Change } from '../core/change.ts';
import { nextMemory } from '../core/memory.ts';
import type { Report } from '../core/report.ts';
import { type Ports, RetryableError } from './ports.ts';
import type { Facts } from './read-facts.ts';

/** How often a memory is written anew when another change of the same group came between. */
const ATTEMPTS = 5;

/**
 * Remembers what was accepted of a group, as it was read after a change was dealt with. Throws RetryableError.
 */
export async function keepMemory(change: Change, report: Report, facts: Facts, ports: Ports): Promise<void> {
  const { account, region } = change;
  const { id } = report.group;
  let { live } = facts;
  if (id === undefined || live.kind !== 'found') return;
  const key = { account, region, group: id };
  let before = change.group.id === undefined ? await ports.ledger.recall(key) : facts.memory;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const next = nextMemory(before, live.standing, live.group.tags, change, report);
    if (before && sameMemory(before, next)) return;
    if (await ports.ledger.remember(key, next)) return;
    // Whoever came between may have seen rules that this reading does not show yet.
    const again = await ports.readGroup({ id });
    if (again.kind !== 'found') return;
    live = again;
    before = await ports.ledger.recall(key);
  }
  throw new RetryableError(`What is remembered of ${id} kept changing`);
}

const sameMemory = (
  { version: _, ...before }: object & { version: number },
  { version: __, ...next }: object & { version: number },
): boolean => JSON.stringify(before) === JSON.stringify(next);
