import type { GroupId, PrefixListId } from '../core/ids.ts';
import type { Policy } from '../core/policy.ts';
import type { Cidr } from '../core/traffic/cidr.ts';
import type { Lists } from '../core/traffic/rule-traffic.ts';
import type { GroupReading } from '../respond/ports.ts';
import { listsNamedBy, listsOf } from '../respond/read-facts.ts';
import { tryAgain } from '../respond/try-again.ts';
import type { SweepPorts } from './ports.ts';

/** Some groups as they stand, and the prefix lists that matter to them. */
export type Batch = { readonly groups: readonly (readonly [GroupId, GroupReading])[]; readonly lists: Lists };

/** How many groups are read at once; EC2 takes 200 ids in a filter. */
const BATCH = 100;

/**
 * How long to wait before each further try, in milliseconds: nobody waits for a sweep, and others need EC2's allowance
 * too.
 */
export const WAITS = [1000, 5000, 15_000, 30_000];

/**
 * The groups after an id, in rising order, each batch as it stands when its turn comes. A prefix list is read once. Throws
 * RetryableError when AWS stays throttled for longer than it waits.
 */
export async function* batches(
  after: GroupId | undefined,
  ports: SweepPorts,
  policies: readonly Policy[],
): AsyncGenerator<Batch, void> {
  const patiently = <Result>(work: () => Promise<Result>) => tryAgain(work, ports.pause, WAITS);
  const left = (await patiently(ports.listGroups)).filter((id) => after === undefined || id > after);
  const named = policies.flatMap(listsNamedBy);
  const lists = new Map<PrefixListId, readonly Cidr[]>();
  const asked = new Set<PrefixListId>();
  for (let at = 0; at < left.length; at += BATCH) {
    const ids = left.slice(at, at + BATCH);
    const readings = await patiently(() => ports.readGroups(ids));
    const groups = ids.map((id) => [id, readings.get(id) ?? ({ kind: 'missing' } as const)] as const);
    const used = groups.flatMap(([, live]) => (live.kind === 'found' ? listsOf(live.standing) : []));
    const unread = [...new Set([...named, ...used])].filter((id) => !asked.has(id));
    if (unread.length > 0) {
      for (const [id, entries] of await patiently(() => ports.readLists(unread))) lists.set(id, entries);
      for (const id of unread) asked.add(id);
    }
    yield { groups, lists };
  }
}
