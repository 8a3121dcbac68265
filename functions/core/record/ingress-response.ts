import { type AccountId, type RuleId, ruleId } from '../ids.ts';
import type { Rule } from '../rule.ts';
import { hasContent, ingressOf, readFullRule } from './full-rule.ts';
import { MAX_RULES } from './ingress-request.ts';
import { type Entry, entriesOf, field, isCut, type Problem, problem } from './record-fields.ts';

/** What a response says of the rules that were added. */
export type ResponseRules =
  /** Every rule in full. */
  | { readonly kind: 'rules'; readonly rules: readonly Rule[] }
  /** Rules without their content; `ids` are theirs where they have some. */
  | { readonly kind: 'bare'; readonly ids: readonly (RuleId | undefined)[] }
  /** Nothing: an old record, or one that was cut. */
  | { readonly kind: 'none' };

/** Where the response lists the rules. */
export const RULE_SET = 'responseElements.securityGroupRuleSet';

/** The rules in the response of AuthorizeSecurityGroupIngress, with their ids, or what is wrong with them. */
export function readResponseRules(response: unknown, account: AccountId): ResponseRules | Problem {
  if (isCut(response)) return { kind: 'none' };
  const named = entriesOf(field(response, 'securityGroupRuleSet'), RULE_SET);
  if ('problem' in named) return named;
  if (named.length === 0) return { kind: 'none' };
  if (named.length > MAX_RULES)
    return problem(RULE_SET, `${named.length} rules are more than the limit of ${MAX_RULES}`);
  const ingress = ingressOf(named);
  if ('problem' in ingress) return ingress;
  if (ingress.length === 0) return problem(RULE_SET, 'it names egress rules only');
  const ids = ingress.map(({ fields }) => ruleId(field(fields, 'securityGroupRuleId')));
  const twice = repeatedIn(ids);
  if (twice) return problem(RULE_SET, `${twice} is named twice`);
  return ingress.some(hasContent) ? readRules(ingress, ids, account) : { kind: 'bare', ids };
}

function readRules(
  entries: readonly Entry[],
  ids: readonly (RuleId | undefined)[],
  account: AccountId,
): ResponseRules | Problem {
  const rules: Rule[] = [];
  for (const [index, entry] of entries.entries()) {
    const rule = readFullRule(entry, account);
    if ('problem' in rule) return rule;
    const id = ids[index];
    rules.push({ ...(id && { id }), ...rule });
  }
  return { kind: 'rules', rules };
}

/** The first id that comes twice: then the record contradicts itself. */
export function repeatedIn(ids: readonly (RuleId | undefined)[]): RuleId | undefined {
  const seen = new Set<RuleId>();
  return ids.find((id) => id !== undefined && (seen.has(id) || !seen.add(id)));
}
