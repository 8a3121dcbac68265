import type { Brought } from '../core/brought.ts';
import type { Change, Effect } from '../core/change.ts';
import type { RuleId } from '../core/ids.ts';
import { type Rule, ruleText, sameContent } from '../core/rule.ts';
import { isMadeUp, type KnownGroup } from './known-group.ts';

type Rules = Pick<KnownGroup, 'rules' | 'allRules' | 'egress'>;

/** The rules of a group after some came. `nextId` makes up an id for a rule of which the record tells none. */
export function withRules(before: Rules, added: readonly Rule[], nextId: () => RuleId): Rules {
  let { rules } = before;
  for (const rule of added) {
    if (rules.some(({ id }) => id === rule.id)) continue;
    // EC2 holds one rule of a content: a known one must have gone without being seen.
    rules = [...rules.filter((each) => !sameContent(each, rule)), { ...rule, id: rule.id ?? nextId() }];
  }
  return { ...before, rules };
}

/** The rules of a group after some were changed in place. */
export function withModified(before: Rules, { rules: modified }: Extract<Effect, { kind: 'modified' }>): Rules {
  let { rules, allRules, egress } = before;
  for (const { id, to } of modified) {
    if (egress.has(id)) continue;
    const known = rules.some((rule) => rule.id === id);
    if (known && to) rules = rules.map((rule) => (rule.id === id ? { ...to, id } : rule));
    else if (known) [rules, allRules] = [rules.filter((rule) => rule.id !== id), false];
    // Of ingress all is known, so it is of the other direction.
    else if (isEgress(before, id)) egress = new Set([...egress, id]);
    // It may be any rule whose id was never told.
    else [rules, allRules] = [rules.filter((rule) => !isMadeUp(rule)), false];
  }
  return { rules, allRules, egress };
}

/** Whether a rule is certainly an egress rule: it was seen to come as one, or all ingress rules are known by their ids. */
export const isEgress = ({ rules, allRules, egress }: Rules, id: RuleId): boolean =>
  egress.has(id) || (allRules && !rules.some((rule) => rule.id === id || isMadeUp(rule)));

/** The rules of a group after some were taken away. */
export function withoutRules(before: Rules, { rules: removed, ids }: Extract<Effect, { kind: 'removed' }>): Rules {
  let { rules, allRules } = before;
  for (const gone of removed) {
    const left = rules.filter(
      (rule) => rule.id !== gone.id && !((gone.id === undefined || isMadeUp(rule)) && sameContent(rule, gone)),
    );
    // The record may name by name a group that is known by id: each of these may be the one.
    const perhaps = left.filter((rule) => left.length === rules.length && mayBe(rule, gone));
    if (perhaps.length > 0) allRules = false;
    rules = left.filter((rule) => !perhaps.includes(rule));
  }
  for (const id of ids) {
    if (rules.some((rule) => rule.id === id)) rules = rules.filter((rule) => rule.id !== id);
    else if (rules.some(isMadeUp)) [rules, allRules] = [rules.filter((rule) => !isMadeUp(rule)), false];
  }
  return { ...before, rules, allRules };
}

function mayBe(rule: Rule, gone: Rule): boolean {
  const kinds = [rule.source.kind, gone.source.kind];
  return kinds.includes('group') && kinds.includes('group-name') && sameContent({ ...rule, source: gone.source }, gone);
}

/** Who brought the rules of a group after a change of them: whoever made a rule what it reads now. */
export function broughtAfter(
  before: Pick<KnownGroup, 'rules' | 'brought'>,
  rules: readonly Rule[],
  change: Change,
): readonly Brought[] {
  if (rules === before.rules) return before.brought;
  const { kind, arn, name, account } = change.actor;
  const by = { kind, ...(arn !== undefined && { arn }), name, ...(account !== undefined && { account }) };
  return rules.flatMap((rule): Brought[] => {
    if (!before.rules.includes(rule))
      return rule.id ? [{ rule: rule.id, text: ruleText(rule), by, at: change.time }] : [];
    return before.brought.filter((each) => each.rule === rule.id);
  });
}
