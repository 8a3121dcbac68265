import type { Change } from './change.ts';
import type { AccountId } from './ids.ts';

/** The account and the region that a deployment guards. */
export type Home = { readonly account: AccountId; readonly region: string };

/**
 * A change as it may be judged in an account and a region: one of another place is told and never acted on, since the
 * groups that can be read and repaired are those of this place.
 */
export function atHome(change: Change, { account, region }: Home): Change {
  if (change.account === account && change.region === region) return change;
  const { id, name } = change.group;
  const reason = `the record is of account ${change.account}, region ${change.region}; Portcullis guards account ${account}, region ${region}`;
  return {
    ...change,
    group: { ...(id && { id }), ...(name !== undefined && { name }) },
    effect: { kind: 'unclear', reason },
  };
}
