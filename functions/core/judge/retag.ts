import type { Effect } from '../change.ts';
import type { Context } from '../context.ts';
import type { Policy } from '../policy.ts';
import type { Tags } from '../rule.ts';
import { coverage } from './scope.ts';

type Retag = Extract<Effect, { kind: 'retagged' | 'untagged' }>;

/** What a change of tags means for a policy. */
export type Retagged = {
  readonly policy: Policy;
  /** Whether the policy covers the group now. */
  readonly covers: boolean;
  /** Whether it did before: remembered for certain, or by the caller's word, or not known. */
  readonly covered: 'yes' | 'no' | 'claimed' | 'unknown';
};

/**
 * The policies whose scope speaks of a tag that changed, and whether they cover the group now and did before. `remembered`
 * are the group's tags as they were read before the change. What the record says of an old value is the caller's word.
 */
export function retaggedPolicies(
  effect: Retag,
  context: Context,
  remembered: Tags | undefined,
  policies: readonly Policy[],
): Retagged[] {
  const before = effect.kind === 'retagged' ? effect.before : undefined;
  const touched = (key: string) => before === undefined || before.has(key);
  const live = context.group.tags ?? {};
  const rest = Object.entries(live).filter(([key]) => before !== undefined && !before.has(key));
  const claimed = [...(before ?? [])].flatMap(([key, value]): [string, string][] =>
    value === undefined ? [] : [[key, value]],
  );
  return policies.flatMap((policy): Retagged[] => {
    const { scope } = policy;
    const keys = [...Object.keys(scope.tags ?? {}), ...Object.keys(scope.unless?.tags ?? {})].filter(touched);
    if (policy.mode === 'off' || keys.length === 0) return [];
    const coversWith = (tags: Tags) =>
      coverage(scope, { ...context, group: { ...context.group, tags } }).kind === 'covered';
    const covers = coversWith(live);
    if (remembered) {
      const kept = Object.entries(remembered).filter(([key]) => touched(key));
      return [{ policy, covers, covered: coversWith(Object.fromEntries([...rest, ...kept])) ? 'yes' : 'no' }];
    }
    if (before === undefined || keys.some((key) => before.get(key) === undefined))
      return [{ policy, covers, covered: 'unknown' }];
    return [{ policy, covers, covered: coversWith(Object.fromEntries([...rest, ...claimed])) ? 'claimed' : 'no' }];
  });
}
