import type { DescribeSecurityGroupRulesCommandInput, SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { Account } from './account.ts';
import { applyFilters } from './filters.ts';
import { allRules, noSuchRule, readRuleId } from './find.ts';
import { page } from './page.ts';
import { toSecurityGroupRule } from './rule-shapes.ts';

/** DescribeSecurityGroupRules: both directions, by ids or filters, in pages. A group that is not there has no rules. */
export function describeRules(
  account: Account,
  input: DescribeSecurityGroupRulesCommandInput,
): { SecurityGroupRules: SecurityGroupRule[]; NextToken?: string } {
  const everything = allRules(account).map(({ group, rule }) => ({ group, rule, tags: rule.tags }));
  const ids = input.SecurityGroupRuleIds?.map(readRuleId) ?? [];
  const lost = ids.find((id) => !everything.some(({ rule }) => rule.id === id));
  if (lost !== undefined) throw noSuchRule(lost);
  const asked = ids.length > 0 ? everything.filter(({ rule }) => ids.includes(rule.id)) : everything;
  const filtered = applyFilters(asked, input.Filters, {
    'group-id': ({ group }) => [group.id],
    'security-group-rule-id': ({ rule }) => [rule.id],
  });
  const { items, next } = page(filtered, input, { least: 5, most: 1000, pageSize: account.pageSize });
  return {
    SecurityGroupRules: items.map(({ group, rule }) => toSecurityGroupRule(account, group, rule)),
    ...(next === undefined ? {} : { NextToken: next }),
  };
}
