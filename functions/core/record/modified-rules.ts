import type { Effect } from '../change.ts';
import { type AccountId, groupId, ruleId } from '../ids.ts';
import { plain, requestOf } from './dialects.ts';
import { type ReadEvent, unclear } from './event-part.ts';
import { readFullRule } from './full-rule.ts';
import { MAX_RULES } from './ingress-request.ts';
import { repeatedIn } from './ingress-response.ts';
import { entriesOf, type Fields, field, type Problem, problem, quoted } from './record-fields.ts';

type Modified = Extract<Effect, { kind: 'modified' }>['rules'];

/**
 * Reads ModifySecurityGroupRules: the ids of the rules that were changed, and what each was to become. The record says
 * neither what they were nor their direction: the group as it stands has to tell.
 */
export const readModifiedRules: ReadEvent = (record, { account }) => {
  const { path, fields, gap } = requestOf(record);
  const id = groupId(field(fields, 'groupId'));
  const group = id ? { id } : {};
  if (gap) return unclear(group, gap);
  const rules = readRules(fields, path, account);
  if ('problem' in rules) return unclear(group, rules.problem);
  if (!id) return unclear(group, `${path}.GroupId: ${quoted(field(fields, 'groupId'))} is no group id`);
  return [{ group, effect: { kind: 'modified', rules } }];
};

function readRules(fields: Fields, path: string, account: AccountId): Modified | Problem {
  const at = `${path}.SecurityGroupRule`;
  // One rule is an object, several are a list.
  const entries = entriesOf(field(fields, 'securityGroupRule'), at);
  if ('problem' in entries) return entries;
  if (entries.length === 0) return problem(at, 'it names no rule');
  if (entries.length > MAX_RULES) return problem(at, `${entries.length} rules are more than the limit of ${MAX_RULES}`);
  const rules: Modified[number][] = [];
  for (const entry of entries) {
    const one = plain(entry.fields);
    const id = ruleId(field(one, 'securityGroupRuleId'));
    if (!id) {
      const given = quoted(field(one, 'securityGroupRuleId'));
      return problem(`${entry.path}.SecurityGroupRuleId`, `${given} is no rule id`);
    }
    const inner = { path: `${entry.path}.SecurityGroupRule`, fields: plain(field(one, 'securityGroupRule')) };
    const to = readFullRule(inner, account);
    // The rule is judged as it stands: what the request asked for matters only where the rule is gone by now.
    rules.push({ id, ...(!('problem' in to) && { to }) });
  }
  const twice = repeatedIn(rules.map(({ id }) => id));
  return twice ? problem(at, `${twice} is named twice`) : rules;
}
