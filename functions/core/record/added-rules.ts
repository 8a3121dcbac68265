import type { AccountId } from '../ids.ts';
import type { Rule } from '../rule.ts';
import { type ReadEvent, unclear } from './event-part.ts';
import { readRequestRules } from './ingress-request.ts';
import { RULE_SET, readResponseRules } from './ingress-response.ts';
import { namedGroup } from './named-group.ts';
import { field, type Problem, problem } from './record-fields.ts';

/**
 * Reads AuthorizeSecurityGroupIngress: the group, and the rules that were added to it.
 *
 * Rules that the response names win, with their ids: EC2 wrote it. Without them (records before 2021, or cut ones) the
 * request tells what was added. What neither tells for certain is unclear, as a whole: a guess must never be acted on.
 */
export const readAddedRules: ReadEvent = (record, { account }) => {
  const { group, clash, gap } = namedGroup(record, 'securityGroupRuleSet');
  if (clash) return unclear(group, clash);
  const rules = readRules(field(record, 'requestParameters'), field(record, 'responseElements'), account);
  if ('problem' in rules) return unclear(group, rules.problem);
  if (gap) return unclear(group, gap);
  return [{ group, effect: { kind: 'added', rules } }];
};

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
