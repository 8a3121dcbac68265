import type { RuleId } from './ids.ts';
import { type Rule, ruleText, sameContent } from './rule.ts';

/** Where a rule that a record speaks of is now. */
export type Located =
  /** It stands as the record says. `rule` is the live one: it has its id, and its group by id. */
  | { readonly kind: 'standing'; readonly id: RuleId; readonly rule: Rule }
  | { readonly kind: 'gone' }
  /** Its id reads as `rule` now: a later edit, which is another change. */
  | { readonly kind: 'changed'; readonly rule: Rule }
  /** What stands can't be taken for it with certainty; it must be left alone. */
  | { readonly kind: 'uncertain'; readonly reason: string };

/**
 * Finds a rule of a change among the rules that stand in its group. By id where the record has one, and then only if
 * the content is still the same: a later edit is not this change. Without an id by content, of which EC2 allows a
 * group only one rule.
 */
export function locate(rule: Rule, standing: readonly Rule[]): Located {
  const live = standing.find((other) => (rule.id === undefined ? sameContent(other, rule) : other.id === rule.id));
  if (live?.id === undefined) {
    const nameless = rule.id === undefined && rule.source.kind === 'group-name';
    if (!nameless) return { kind: 'gone' };
    return {
      kind: 'uncertain',
      reason: `the record names ${ruleText(rule)} without the ids of the rule and of its source`,
    };
  }
  // A record may name the referenced group where the live rule has its id; with the rule's id that is no doubt.
  const named = rule.source.kind === 'group-name' && live.source.kind === 'group';
  if (sameContent(live, named ? { ...rule, source: live.source } : rule))
    return { kind: 'standing', id: live.id, rule: live };
  return { kind: 'changed', rule: live };
}
