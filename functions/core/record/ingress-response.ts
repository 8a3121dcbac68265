import { type AccountId, type RuleId, ruleId } from '../ids.ts';
import type { Rule } from '../rule.ts';
import { MAX_RULES } from './ingress-request.ts';
import { type ReadSource, readCidrSource, readGroupSource, readListSource } from './ingress-source.ts';
import { descriptionAt, trafficAt } from './ingress-traffic.ts';
import { type Entry, entriesOf, field, isAbsent, isCut, type Problem, problem, quoted } from './record-fields.ts';

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

const SOURCES: Readonly<Record<string, ReadSource>> = {
  cidrIpv4: readCidrSource,
  cidrIpv6: readCidrSource,
  prefixListId: readListSource,
  referencedGroupInfo: readGroupSource,
};

/** The rules in the response of AuthorizeSecurityGroupIngress, with their ids, or what is wrong with them. */
export function readResponseRules(response: unknown, account: AccountId): ResponseRules | Problem {
  if (isCut(response)) return { kind: 'none' };
  const named = entriesOf(field(response, 'securityGroupRuleSet'), RULE_SET);
  if ('problem' in named) return named;
  if (named.length === 0) return { kind: 'none' };
  if (named.length > MAX_RULES)
    return problem(RULE_SET, `${named.length} rules are more than the limit of ${MAX_RULES}`);
  const ingress: Entry[] = [];
  for (const entry of named) {
    const egress = field(entry.fields, 'isEgress');
    const direction = isAbsent(egress) ? 'false' : String(typeof egress === 'object' ? '' : egress).toLowerCase();
    if (direction === 'false') ingress.push(entry);
    else if (direction !== 'true')
      return problem(`${entry.path}.isEgress`, `${quoted(egress)} is neither true nor false`);
  }
  if (ingress.length === 0) return problem(RULE_SET, 'it names egress rules only');
  const ids = ingress.map(({ fields }) => ruleId(field(fields, 'securityGroupRuleId')));
  const seen = new Set<RuleId>();
  const twice = ids.find((id) => id !== undefined && (seen.has(id) || !seen.add(id)));
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
    const traffic = trafficAt(entry);
    if ('problem' in traffic) return traffic;
    const [key, ...others] = sourceKeys(entry);
    const read = key === undefined ? undefined : SOURCES[key];
    if (key === undefined || !read) return problem(entry.path, 'the rule has no source');
    if (others.length > 0)
      return problem(entry.path, `the rule has more than one source: ${[key, ...others].join(', ')}`);
    const source = read(field(entry.fields, key), `${entry.path}.${key}`, account);
    if ('problem' in source) return source;
    const id = ids[index];
    rules.push({ ...(id && { id }), ...traffic, source, ...descriptionAt(entry) });
  }
  return { kind: 'rules', rules };
}

const sourceKeys = ({ fields }: Entry): string[] => Object.keys(SOURCES).filter((key) => !isAbsent(field(fields, key)));

const hasContent = (entry: Entry): boolean =>
  sourceKeys(entry).length > 0 ||
  ['ipProtocol', 'fromPort', 'toPort'].some((key) => !isAbsent(field(entry.fields, key)));
