import type { PrefixListId } from '../../core/ids.ts';
import { addressSet, holds } from '../../core/traffic/source-set.ts';
import { judge } from '../../core/verdict.ts';
import type { Doing } from './doing.ts';

/** The most groups that are looked into before a list gets back entries that let in more. */
const MOST_GROUPS = 50;

/**
 * Why a list must not get the entries of an earlier version: they let in more than those of version `from`, and in some
 * group that uses the list an enforced policy forbids that, or may do so. Undefined when nothing speaks against it. The
 * entries of a version never change, so that no reading of them is too old. Throws RetryableError.
 */
export async function openedByList(
  list: PrefixListId,
  from: number,
  to: number,
  { ports, policies, report: { account, region } }: Doing,
): Promise<string | undefined> {
  const [now, then] = await Promise.all([ports.readEntries(list, from), ports.readEntries(list, to)]);
  if (!then) return `the entries of version ${to} of the list could not be read`;
  if (now && holds(addressSet(now), addressSet(then))) return undefined;
  const using = await ports.findGroups({ using: list });
  if (using.kind === 'unreadable') return `the groups that use the list could not be found: ${using.reason}`;
  if (using.ids.length > MOST_GROUPS)
    return `its earlier entries let in more, and ${using.ids.length} groups use the list, too many to look into first`;
  const enforced = policies.filter(({ mode }) => mode === 'enforce');
  const lists = new Map([[list, then]]);
  const groups = await Promise.all(using.ids.map((id) => ports.readGroup({ id })));
  for (const reading of groups) {
    if (reading.kind === 'missing') continue;
    if (reading.kind === 'unreadable') return `a group that uses the list could not be read: ${reading.reason}`;
    const { group, standing } = reading;
    const rules = standing.filter(({ source }) => source.kind === 'list' && source.id === list);
    const context = { account, region, group, standing, lists, at: ports.now() };
    for (const { verdict } of judge(rules, context, enforced, 'standing')) {
      if (verdict.kind === 'violation')
        return `with its earlier entries the list breaks policy ${verdict.findings[0].policy} in group ${group.id}`;
      if (verdict.kind === 'undetermined')
        return `with its earlier entries the list may break policy ${verdict.doubts[0].policy} in group ${group.id}`;
    }
  }
  return undefined;
}
