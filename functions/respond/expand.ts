import type { Change } from '../core/change.ts';
import type { GroupId } from '../core/ids.ts';
import { reportId } from '../core/report.ts';
import { type Ports, RetryableError } from './ports.ts';

/**
 * A change of a prefix list or of a new VPC, as changes of the groups that it concerns; any other as it is. A list that no
 * rule uses concerns none. The groups are kept, so that a later delivery of the event finds those again which the repair
 * took out of the list's reach. `portion`: those of them that are to be dealt with, found before. Throws RetryableError.
 */
export async function expand(
  change: Change,
  { findGroups, ledger, now }: Ports,
  portion?: readonly GroupId[],
): Promise<Change[]> {
  const { using, defaultOf } = change.group;
  if (using === undefined && defaultOf === undefined) return [change];
  if (portion) return portion.map((id) => ({ ...change, group: { id } }));
  const event = reportId(change);
  const [found, kept] = await Promise.all([
    findGroups(using === undefined ? { defaultOf: defaultOf ?? '' } : { using }),
    ledger.groupsOf(event),
  ]);
  if (found.kind === 'unreadable') {
    const reason = `the groups that it concerns could not be found: ${found.reason}`;
    return [{ ...change, effect: { kind: 'unclear', reason } }];
  }
  const ids = [...new Set([...kept, ...found.ids])];
  // Every VPC has a default group: where there is none, EC2 does not show it yet.
  if (ids.length === 0 && defaultOf !== undefined)
    throw new RetryableError(`The default group of ${defaultOf} does not show yet`);
  if (ids.length > kept.length) await ledger.keepGroups(event, ids, Date.parse(now()));
  return ids.map((id) => ({ ...change, group: { id } }));
}
