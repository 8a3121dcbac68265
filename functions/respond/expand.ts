import type { Change } from '../core/change.ts';
import type { Ports } from './ports.ts';

/**
 * A change of a prefix list or of a new VPC, as changes of the groups that it concerns; any other as it is. A list that no
 * rule uses concerns none. Throws RetryableError.
 */
export async function expand(change: Change, { findGroups }: Ports): Promise<Change[]> {
  const { using, defaultOf } = change.group;
  if (using === undefined && defaultOf === undefined) return [change];
  const found = await findGroups(using === undefined ? { defaultOf: defaultOf ?? '' } : { using });
  if (found.kind === 'found') return found.ids.map((id) => ({ ...change, group: { id } }));
  const reason = `the groups that it concerns could not be found: ${found.reason}`;
  return [{ ...change, effect: { kind: 'unclear', reason } }];
}
