import type { Effect } from '../core/change.ts';
import type { Policy } from '../core/policy.ts';
import type { Doubt } from '../core/verdict.ts';
import type { KnownGroup } from './known-group.ts';

/** What is not known of a step, and the policies that it may matter to. */
export type Unknowns = {
  readonly effect: Effect;
  readonly after: KnownGroup;
  /** Whose scope hangs on tags that are not known. */
  readonly unsure: readonly Policy[];
  /** The ids of modified rules that the log never showed before. */
  readonly unseen: readonly string[];
  /** Whose scope covers the group, or may. */
  readonly mayCover: readonly Policy[];
  /** Those of them that judge rules which stand. */
  readonly onStanding: readonly Policy[];
  /** Those of these into whose scope a change of tags brought the group. */
  readonly entered: readonly Policy[];
  /** What the record does not say of the rules that it is about. */
  readonly lost: string | undefined;
};

/** A policy that can't be judged, and why. */
export const doubtOf = ({ id, severity }: Policy, reason: string): Doubt => ({ policy: id, severity, reason });

/** The policies that a log does not tell enough for, beside those that the judgement itself is in doubt of. */
export function stepDoubts(unknowns: Unknowns): readonly Doubt[] {
  const { after, effect, unsure, unseen, mayCover, lost } = unknowns;
  const some = (policies: readonly Policy[], reason: string) => policies.map((policy) => doubtOf(policy, reason));
  const banning = (...kinds: readonly Policy['ban']['kind'][]) =>
    mayCover.filter(({ ban }) => kinds.includes(ban.kind));
  const others = after.allRules ? [] : judgingAll(unknowns).filter((policy) => !unsure.includes(policy));
  const rest = after.rules.length > 0 ? "the group's other rules" : "the group's rules";
  return [
    ...some(unsure, "the group's tags would have to be known to tell whether the policy covers it"),
    ...some(others, `${rest} would have to be known`),
    // What was required may have been taken away by the change.
    ...(unseen.length === 0
      ? []
      : some(banning('require'), `what ${unseen.join(', ')} let in before would have to be known`)),
    // A rule that was taken away matters only to those who want rules to stay.
    ...(lost === undefined ? [] : some(effect.kind === 'removed' ? banning('freeze', 'require') : mayCover, lost)),
  ];
}

/** The policies that judge every rule of the group because of the change. */
function judgingAll({ effect, onStanding, entered }: Unknowns): readonly Policy[] {
  switch (effect.kind) {
    case 'created':
    case 'list-changed':
      return onStanding;
    case 'retagged':
    case 'untagged':
      return entered;
    default:
      return [];
  }
}
