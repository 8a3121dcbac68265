import type { Change } from '../change.ts';
import { type AccountId, type GroupId, groupId } from '../ids.ts';
import type { Rule } from '../rule.ts';
import { readRequestRules } from './ingress-request.ts';
import { RULE_SET, readResponseRules } from './ingress-response.ts';
import { entriesOf, type Fields, field, type Problem, problem, textOf } from './record-fields.ts';

/**
 * Reads AuthorizeSecurityGroupIngress: the group, and the rules that were added to it.
 *
 * Rules that the response names win, with their ids: EC2 wrote it. Without them (records before 2021, or cut ones) the
 * request tells what was added. What neither tells for certain is unclear, as a whole: a guess must never be acted on.
 */
export function readAddedRules(record: Fields, account: AccountId): Pick<Change, 'group' | 'effect'> {
  const request = field(record, 'requestParameters');
  const response = field(record, 'responseElements');
  const ids = groupIds(request, response);
  const [id] = ids;
  const name = textOf(field(request, 'groupName'), 255);
  const group = { ...(id && { id }), ...(name && { name }) };
  const unclear = ({ problem }: Problem) => ({ group, effect: { kind: 'unclear', reason: problem } }) as const;

  const returned = field(response, '_return');
  if (String(typeof returned === 'object' ? '' : returned).toLowerCase() === 'false') {
    return unclear(problem('responseElements._return', 'the call did nothing, yet the record has no error'));
  }
  if (ids.length > 1) {
    return unclear(problem(RULE_SET, `the record names more than one group: ${ids.slice(0, 3).join(', ')}`));
  }
  const rules = readRules(request, response, account);
  if ('problem' in rules) return unclear(rules);
  if (!id && !name) return unclear(problem('requestParameters', 'it names no group, and neither does the response'));
  return { group, effect: { kind: 'added', rules } };
}

function readRules(request: unknown, response: unknown, account: AccountId): readonly Rule[] | Problem {
  const named = readResponseRules(response, account);
  if ('problem' in named) return named;
  switch (named.kind) {
    case 'rules':
      return named.rules;
    case 'none':
      return readRequestRules(request, account);
    case 'bare': {
      const rules = readRequestRules(request, account);
      const [rule, ...others] = 'problem' in rules ? [] : rules;
      const [id] = named.ids;
      // Which id belongs to which rule is certain only where there is one of each.
      if (rule && others.length === 0 && named.ids.length === 1) return [{ ...rule, ...(id && { id }) }];
      return named.ids.some(Boolean) ? problem(RULE_SET, 'it has ids without the rules they name') : rules;
    }
    default:
      return named satisfies never;
  }
}

/** Every group id in the record, the request's first; more than one is a contradiction. */
function groupIds(request: unknown, response: unknown): GroupId[] {
  const named = entriesOf(field(response, 'securityGroupRuleSet'), RULE_SET);
  const items = 'problem' in named ? [] : named.map(({ fields }) => field(fields, 'groupId'));
  const ids = [field(request, 'groupId'), ...items].map(groupId).filter((id) => id !== undefined);
  return [...new Set(ids)];
}
