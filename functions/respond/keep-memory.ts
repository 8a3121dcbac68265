import type { Change } from '../core/change.ts';
import { nextMemory } from '../core/memory.ts';
import type { Report } from '../core/report.ts';
import { type Ports, RetryableError } from './ports.ts';
import type { Facts } from './read-facts.ts';

/** How often a memory is written anew when another change of the same group came between. */
const ATTEMPTS = 5;

/**
 * Remembers what was accepted of a group, as it stands after a change was dealt with. `acted`: something was done, so that
 * the group is read once more. Throws RetryableError.
 */
export async function keepMemory(
  change: Change,
  report: Report,
  facts: Facts,
  acted: boolean,
  ports: Ports,
): Promise<void> {
  const { account, region } = change;
  const { id } = report.group;
  if (id === undefined || facts.live.kind !== 'found') return;
  const live = acted ? await ports.readGroup({ id }) : facts.live;
  if (live.kind !== 'found') return;
  const key = { account, region, group: id };
  let before = change.group.id === undefined ? await ports.ledger.recall(key) : facts.memory;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const next = nextMemory(before, live.standing, live.group.tags, change, report);
    if (before && sameMemory(before, next)) return;
    if (await ports.ledger.remember(key, next)) return;
    before = await ports.ledger.recall(key);
  }
  throw new RetryableError(`What is remembered of ${id} kept changing`);
}

const sameMemory = (
  { version: _, ...before }: object & { version: number },
  { version: __, ...next }: object & { version: number },
): boolean => JSON.stringify(before) === JSON.stringify(next);
