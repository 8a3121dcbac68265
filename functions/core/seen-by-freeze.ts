import type { Judgement } from './judgement.ts';
import type { Memory } from './memory.ts';
import { secondsBetween } from './notice/duration.ts';
import type { Policy } from './policy.ts';
import type { Rule } from './rule.ts';
import type { Subject } from './subject.ts';
import { judge, type Verdict } from './verdict.ts';

/** How long after it came a rule counts as new, for a change of tags that would free it, in seconds. */
export const RECENT = 3600;

/** What a freeze says of a rule that the change itself did not touch. */
export type SeenByFreeze = {
  readonly verdict: Verdict;
  /** What the rule's own change was, where that is what the freeze is broken by. */
  readonly how?: 'added' | 'modified';
  readonly was?: Rule;
};

const LISTED = 'the group is frozen, and the entries of the prefix list that this rule uses were changed';
const FREED = {
  added: 'the group was frozen when this rule was added, shortly before its tags were changed',
  modified: 'the group was frozen when this rule was changed, shortly before its tags were',
};

/**
 * What freezes say of a rule that stands as it stood, but not for what it stood: its prefix list has other entries; or it came
 * within the last hour, while the group was frozen, and now a change of tags would free it (`thawed`: the freezes that
 * the group has certainly left).
 *
 * Who may tag groups must not thereby be able to have a rule taken away that stood before: a rule counts as come into the
 * frozen group only where the group's tags were read with the freeze before the rule came, and no change of tags was seen
 * between. Undefined where there is nothing to say.
 */
export function seenByFreeze(
  { rule, how }: Subject,
  { change, context, memory }: Judgement,
  policies: readonly Policy[],
  thawed: readonly Policy[],
): SeenByFreeze | undefined {
  if (how !== 'standing') return undefined;
  const { effect, time } = change;
  if (effect.kind === 'list-changed') {
    const freezes = policies.filter(({ ban }) => ban.kind === 'freeze');
    return freezes.length === 0
      ? undefined
      : { verdict: asBroken(judge([rule], context, freezes, 'modified'), LISTED) };
  }
  const entry = memory?.accepted.find((each) => each.rule.id === rule.id);
  if (thawed.length === 0 || entry?.since === undefined || !cameFrozen(entry.since, time, memory)) return undefined;
  const { was } = entry;
  const own = was ? 'modified' : 'added';
  return { verdict: asBroken(judge([rule], context, thawed, own), FREED[own]), how: own, ...(was && { was }) };
}

function cameFrozen(since: string, time: string, memory: Memory | undefined): boolean {
  const [age, frozen] = [secondsBetween(since, time), memory?.tagsAt && secondsBetween(memory.tagsAt, since)];
  return age !== undefined && age <= RECENT && typeof frozen === 'number' && frozen > 0;
}

/** The verdict with another reason for each finding. */
function asBroken([judged]: ReturnType<typeof judge>, because: string): Verdict {
  if (judged?.verdict.kind !== 'violation') return judged?.verdict ?? { kind: 'compliant' };
  const [first, ...more] = judged.verdict.findings;
  return { ...judged.verdict, findings: [{ ...first, because }, ...more.map((each) => ({ ...each, because }))] };
}
