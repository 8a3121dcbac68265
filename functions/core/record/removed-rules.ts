import { type AccountId, type RuleId, ruleId } from '../ids.ts';
import { type Rule, sameContent } from '../rule.ts';
import { textsIn } from './dialects.ts';
import { type ReadEvent, unclear } from './event-part.ts';
import { ingressOf, readFullRule } from './full-rule.ts';
import { MAX_RULES, readRequestRules } from './ingress-request.ts';
import { repeatedIn } from './ingress-response.ts';
import { namedGroup } from './named-group.ts';
import {
  type Entry,
  entriesOf,
  type Fields,
  field,
  isAbsent,
  isCut,
  type Problem,
  problem,
  quoted,
} from './record-fields.ts';

type Removed = { readonly rules: readonly Rule[]; readonly ids: readonly RuleId[] };

const SET = 'revokedSecurityGroupRuleSet';
const UNKNOWN = 'unknownIpPermissionSet';

/**
 * Reads RevokeSecurityGroupIngress: the group, and the rules that were taken from it.
 *
 * Newer responses hold the old rules in full, and win. Without them the request tells, by rule ids or by content; less
 * what the response says it did not find, for a rule that never was there must not be put back.
 */
export const readRemovedRules: ReadEvent = (record, { account }) => {
  const { group, clash, gap } = namedGroup(record, SET);
  if (clash) return unclear(group, clash);
  const removed = readRemoved(record, account);
  if ('problem' in removed) return unclear(group, removed.problem);
  if (removed.rules.length + removed.ids.length === 0)
    return { ignored: 'it took no rule away: none of them was there' };
  if (gap) return unclear(group, gap);
  return [{ group, effect: { kind: 'removed', ...removed } }];
};

function readRemoved(record: Fields, account: AccountId): Removed | Problem {
  const request = field(record, 'requestParameters');
  const response = field(record, 'responseElements');
  const path = `responseElements.${SET}`;
  const named = isCut(response) ? [] : entriesOf(field(response, SET), path);
  if ('problem' in named) return named;
  if (named.length > 0) return readNamed(named, path, account);
  if (isFilled(field(request, 'securityGroupRuleIds')) && !isCut(request)) {
    return readIds(field(request, 'securityGroupRuleIds'));
  }
  // Without the response it can't be told whether the rules were there at all.
  if (isCut(response))
    return problem('responseElements', 'CloudTrail left out a part of it, as the record was too large');
  const rules = readRequestRules(request, account);
  return 'problem' in rules ? rules : withoutUnknown(rules, field(response, UNKNOWN), account);
}

const isFilled = (value: unknown): boolean => !isAbsent(value) && !isAbsent(field(value, 'items') ?? value);

/** The rules in the response; of one that can't be read the id is enough, since its content may be remembered. */
function readNamed(named: readonly Entry[], path: string, account: AccountId): Removed | Problem {
  if (named.length > MAX_RULES) return problem(path, `${named.length} rules are more than the limit of ${MAX_RULES}`);
  const ingress = ingressOf(named);
  if ('problem' in ingress) return ingress;
  if (ingress.length === 0) return problem(path, 'it names egress rules only');
  const rules: Rule[] = [];
  const ids: RuleId[] = [];
  for (const entry of ingress) {
    const id = ruleId(field(entry.fields, 'securityGroupRuleId'));
    const rule = readFullRule(entry, account);
    if (!('problem' in rule)) rules.push({ ...(id && { id }), ...rule });
    else if (id) ids.push(id);
    else return rule;
  }
  const twice = repeatedIn([...rules.map(({ id }) => id), ...ids]);
  return twice ? problem(path, `${twice} is named twice`) : { rules, ids };
}

function readIds(value: unknown): Removed | Problem {
  const path = 'requestParameters.securityGroupRuleIds';
  const texts = textsIn(value, path, 'securityGroupRuleId');
  if ('problem' in texts) return texts;
  const ids: RuleId[] = [];
  for (const text of texts) {
    const id = ruleId(text);
    if (!id) return problem(path, `${quoted(text)} is no rule id`);
    ids.push(id);
  }
  return { rules: [], ids: [...new Set(ids)] };
}

/** In a default VPC what was not there is no error, but a part of the answer. */
function withoutUnknown(rules: readonly Rule[], unknown: unknown, account: AccountId): Removed | Problem {
  if (!isFilled(unknown)) return { rules, ids: [] };
  const missing = readRequestRules({ ipPermissions: unknown }, account);
  const stray = (rule: Rule) => !rules.some((asked) => sameContent(asked, rule));
  if ('problem' in missing || missing.some(stray)) {
    return problem(`responseElements.${UNKNOWN}`, 'which of the rules were not there is not certain');
  }
  return { rules: rules.filter((rule) => !missing.some((other) => sameContent(other, rule))), ids: [] };
}
