import type { Change } from '../core/change.ts';
import type { Policy } from '../core/policy.ts';
import { draftReport, type Report, unclearReport } from '../core/report.ts';
import type { GroupReading, Ports } from './ports.ts';
import { type Facts, listsOf, readGroupOf } from './read-facts.ts';

/** A report as it is before the act, and the group as it was when the report was drafted. */
export type Assessment = { readonly draft: Report; readonly live: GroupReading };

/** EC2 may not show yet what was made a moment ago: what seems gone is looked for once more before it is called gone. */
const SECOND_LOOK = 1000;

/**
 * Judges a change by what was read for it, and reads on where that is not enough: once more where a rule seems gone,
 * and the lists that only standing rules use where without them nothing certain can be said. A report that an earlier
 * attempt wrote down is kept as it is.
 */
export async function assess(
  change: Change,
  { live, lists }: Facts,
  policies: readonly Policy[],
  ports: Ports,
  earlier: Report | undefined,
): Promise<Assessment> {
  if (earlier) return { draft: earlier, live };
  const draft = draftFrom(change, { live, lists }, policies, ports.now());
  if (draft.rules.some(({ outcome }) => outcome?.kind === 'already-gone')) {
    await ports.pause(SECOND_LOOK);
    const again = await readGroupOf(change, ports);
    return readOn(
      change,
      { live: again, lists },
      policies,
      ports,
      draftFrom(change, { live: again, lists }, policies, ports.now()),
    );
  }
  return readOn(change, { live, lists }, policies, ports, draft);
}

async function readOn(
  change: Change,
  { live, lists }: Facts,
  policies: readonly Policy[],
  ports: Ports,
  draft: Report,
): Promise<Assessment> {
  const used = live.kind === 'found' ? listsOf(live.standing).filter((id) => !lists.has(id)) : [];
  if (draft.verdict !== 'undetermined' || used.length === 0) return { draft, live };
  const more = await ports.readLists([...new Set(used)]);
  return { draft: draftFrom(change, { live, lists: new Map([...lists, ...more]) }, policies, ports.now()), live };
}

function draftFrom(change: Change, { live, lists }: Facts, policies: readonly Policy[], at: string): Report {
  const { account, region, effect, group } = change;
  const known = live.kind === 'found' ? live.group : group;
  if (effect.kind === 'unclear') return unclearReport(change, effect.reason, at, known);
  if (live.kind === 'unreadable') return unclearReport(change, `the group could not be read: ${live.reason}`, at);
  // A group that is gone has no rules, and its name and tags are not to be had any more.
  const id = live.kind === 'found' ? live.group.id : group.id;
  if (id === undefined)
    return unclearReport(change, `no group of the name ${JSON.stringify(group.name)} was found`, at);
  const standing = live.kind === 'found' ? live.standing : [];
  return draftReport(change, effect.rules, { account, region, group: { ...known, id }, standing, lists }, policies, at);
}
