import type { Change } from '../change.ts';
import type { Judgement } from '../judgement.ts';
import type { Memory } from '../memory.ts';
import { secondsBetween } from '../notice/duration.ts';
import type { Policy } from '../policy.ts';
import type { Concern } from '../report.ts';
import type { Tags } from '../rule.ts';
import { retaggedPolicies } from './retag.ts';
import { watchedBy } from './watch.ts';

/**
 * The policies that the rules of a change are judged by, and what it breaks without any rule breaking it; `thawed` are the
 * freezes that a group has certainly left by a change of its tags.
 */
export function concernsOf(
  { change, context, memory }: Judgement,
  policies: readonly Policy[],
): { relevant: readonly Policy[]; concerns: Concern[]; thawed: readonly Policy[] } {
  const { effect } = change;
  if (effect.kind === 'watched') {
    const watching = watchedBy(policies, effect.what, { ...context, actor: change.actor });
    return { relevant: [], thawed: [], concerns: watching.map((policy) => concernOf(policy, effect.detail)) };
  }
  if (effect.kind !== 'retagged' && effect.kind !== 'untagged') return { relevant: policies, thawed: [], concerns: [] };
  // Only a policy that comes to cover the group, or covers it no more, has anything to say of its tags.
  const moved = retaggedPolicies(
    effect,
    { ...context, actor: change.actor },
    tagsBefore(change, memory),
    policies,
  ).filter(({ covers, covered }) => covered === 'unknown' || covers !== (covered !== 'no'));
  const left = moved.filter(({ covers }) => !covers);
  return {
    // What left a scope is judged as if it were in it still; on somebody's word alone it is told and not touched.
    relevant: moved.map(({ policy, covers, covered }) => {
      if (covers) return policy;
      return { ...policy, scope: {}, ...(covered !== 'yes' && { remedy: 'notify' as const }) };
    }),
    thawed: left.flatMap(({ policy, covered }) =>
      policy.ban.kind === 'freeze' && covered === 'yes' ? [{ ...policy, scope: {} }] : [],
    ),
    concerns: left.map(({ policy, covered }) => concernOf(policy, LEFT[covered === 'yes' ? 'surely' : 'perhaps'])),
  };
}

const LEFT = {
  surely: 'the group is not in the scope of the policy any more',
  perhaps: 'the group is not in the scope of the policy, and may have been before its tags were changed',
};

/** The tags as they were before a change, where they were read before it. */
function tagsBefore({ time }: Change, memory: Memory | undefined): Tags | undefined {
  const age = memory?.tagsAt === undefined ? undefined : secondsBetween(memory.tagsAt, time);
  return age !== undefined && age > 0 ? memory?.tags : undefined;
}

function concernOf({ id, title, severity, mode, runbook, why }: Policy, because: string): Concern {
  return {
    policy: id,
    title,
    severity,
    mode: mode === 'enforce' ? mode : 'audit',
    runbook,
    because,
    ...(why !== undefined && { why }),
  };
}
