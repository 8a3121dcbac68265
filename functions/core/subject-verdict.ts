import type { Actor } from './actor.ts';
import { broughtBy } from './brought.ts';
import type { Context } from './context.ts';
import type { Judgement } from './judgement.ts';
import type { Policy } from './policy.ts';
import type { Subject } from './subject.ts';
import { type Doubt, excusesOf, judge, mergeVerdicts, type Verdict } from './verdict.ts';

/**
 * The verdict on one subject. A rule that was changed is judged twice: what it lets in now, and what it no longer does, as
 * if the rule that it was had been taken away.
 */
export function verdictOn({ rule, how, was }: Subject, context: Context, policies: readonly Policy[]): Verdict {
  const now = judge([rule], context, policies, how)[0]?.verdict ?? COMPLIANT;
  if (how !== 'modified') return now;
  // Of a frozen group, what the rule is now may be exempt, and yet what it was may not go.
  const excused = new Set(excusesOf(now).map(({ policy }) => policy));
  const thawed = policies.filter(({ id, ban }) => ban.kind === 'freeze' && excused.has(id));
  const losing = [...policies.filter(({ ban }) => ban.kind === 'require'), ...thawed];
  if (was && losing.length > 0)
    return mergeVerdicts(now, judge([was], context, losing, 'removed')[0]?.verdict ?? COMPLIANT);
  const [doubt, ...doubts] = was
    ? []
    : thawed.map(({ id, severity }): Doubt => ({ policy: id, severity, reason: WAS }));
  return doubt ? mergeVerdicts(now, { kind: 'undetermined', doubts: [doubt, ...doubts] }) : now;
}

const WAS = 'what the rule was before would have to be known to tell whether an exemption lets it go';

/**
 * Who brought a rule: the change's actor where the change made it what it is, else what is remembered. A new group's
 * reference to itself comes with the group.
 */
export function actorOf({ rule, how }: Subject, { change, context, memory }: Judgement): Actor | undefined {
  const { effect, actor } = change;
  if (effect.kind === 'swept' && how === 'removed') return undefined;
  if (effect.kind !== 'swept' && how !== 'standing') return actor;
  const own = rule.source.kind === 'group' && rule.source.id === context.group.id;
  return broughtBy(memory, rule) ?? (effect.kind === 'created' && own ? actor : undefined);
}

const COMPLIANT: Verdict = { kind: 'compliant' };
