import type { Actor } from './actor.ts';
import type { Change } from './change.ts';
import type { RuleId } from './ids.ts';
import type { Memory } from './memory.ts';
import { placedRules } from './placed-rules.ts';
import type { Report } from './report.ts';
import { type Rule, ruleText } from './rule.ts';

/** Who brought one rule with the content that it has: for conditions on actors, wherever no call is seen any more. */
export type Brought = {
  readonly rule: RuleId;
  /** The content: an edit makes it another rule, brought by whoever made the edit. */
  readonly text: string;
  readonly by: Pick<Actor, 'kind' | 'arn' | 'name' | 'account'>;
  /** When, ISO 8601 in UTC. */
  readonly at: string;
};

/** Who brought a rule as it reads, where that is remembered. */
export function broughtBy(memory: Memory | undefined, rule: Rule): Brought['by'] | undefined {
  return known(memory?.brought, rule)?.by;
}

const known = (brought: readonly Brought[] = [], rule: Rule): Brought | undefined =>
  brought.find((each) => each.rule === rule.id && each.text === ruleText(rule));

/**
 * Who brought the rules that stand after a change was dealt with, as far as that is known. A sweep sees no call and
 * learns nothing. Rules that a repair put there are taken for those of whoever brought what they stand for.
 */
export function nextBrought(
  before: readonly Brought[] | undefined,
  standing: readonly Rule[],
  change: Change,
  report: Report,
): Brought[] {
  const { kind, arn, name, account } = change.actor;
  const by = { kind, ...(arn !== undefined && { arn }), name, ...(account !== undefined && { account }) };
  const swept = change.effect.kind === 'swept';
  const made = swept ? [] : report.rules.filter(({ how }) => how === 'added' || how === 'modified');
  const narrowed = made.flatMap(({ intent }) =>
    intent.kind === 'act' && intent.repair.kind === 'narrow' ? intent.repair.remainder.map(ruleText) : [],
  );
  const placed = new Set(placedRules(report).map(ruleText));
  const stays = new Set(standing.map(({ id }) => id));
  return standing.flatMap((rule): Brought[] => {
    const { id } = rule;
    if (id === undefined) return [];
    const text = ruleText(rule);
    const old = known(before, rule);
    const own = made.some((each) => each.rule.id === id && ruleText(each.rule) === text) || narrowed.includes(text);
    // Of two calls that made a rule what it is, in whatever order they come here, the later one counts.
    if (own && (old === undefined || old.at < change.time)) return [{ rule: id, text, by, at: change.time }];
    if (old) return [old];
    const lost = placed.has(text) ? before?.find((each) => each.text === text && !stays.has(each.rule)) : undefined;
    return lost ? [{ ...lost, rule: id }] : [];
  });
}
