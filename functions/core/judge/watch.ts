import type { Context } from '../context.ts';
import type { Policy, WatchedKind } from '../policy.ts';
import { coverage } from './scope.ts';

/** The policies that tell of such a change by somebody in an account and region; those in mode off are not among them. */
export function watchedBy(
  policies: readonly Policy[],
  what: WatchedKind,
  { account, region, actor }: Pick<Context, 'account' | 'region' | 'actor'>,
): Policy[] {
  return policies.filter(
    ({ ban, mode, scope }) =>
      ban.kind === 'watch' &&
      mode !== 'off' &&
      ban.events.includes(what) &&
      // Whatever asks for more than is known here is told: a needless mail is better than none.
      coverage(scope, { account, region, group: {}, ...(actor && { actor }) }).kind !== 'outside',
  );
}
