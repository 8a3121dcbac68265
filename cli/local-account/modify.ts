import type { ModifySecurityGroupRulesCommandInput, SecurityGroupRuleRequest } from '@aws-sdk/client-ec2';
import { type Rule, type Source, sameContent } from '../../functions/core/rule.ts';
import { addressesOf } from '../../functions/core/traffic/cidr.ts';
import type { Account, StoredGroup, StoredRule } from './account.ts';
import { duplicate } from './authorize.ts';
import { ec2Error } from './ec2-error.ts';
import { groupOfRequest, listById, noSuchRule, readRuleId } from './find.ts';
import { cidrSource, groupSource, readDescription, readEc2Traffic } from './permissions.ts';
import { checkQuota } from './quota.ts';

/** ModifySecurityGroupRules: changes rules of either direction in place, all or none; ids and tags stay. */
export function modifyRules(account: Account, input: ModifySecurityGroupRulesCommandInput): { Return: boolean } {
  const group = groupOfRequest(account, input);
  if (!input.SecurityGroupRules?.length)
    throw ec2Error('MissingParameter', 'The request must contain the parameter SecurityGroupRule');
  const changed = new Map<StoredRule, StoredRule>();
  for (const { SecurityGroupRuleId, SecurityGroupRule = {} } of input.SecurityGroupRules) {
    const id = readRuleId(SecurityGroupRuleId);
    const rule = group.rules.find((each) => each.id === id);
    if (!rule) throw noSuchRule(id);
    if (changed.has(rule))
      throw ec2Error('InvalidParameterValue', `The security group rule ID '${id}' appears more than once`);
    changed.set(rule, { ...rule, content: readContent(account, group, rule, SecurityGroupRule) });
  }
  const after = group.rules.map((rule) => changed.get(rule) ?? rule);
  after.forEach((rule, index) => {
    const twin = (other: StoredRule) => other.egress === rule.egress && sameContent(other.content, rule.content);
    if (after.slice(0, index).some(twin)) throw duplicate(rule.content);
  });
  for (const egress of [false, true]) checkQuota(account, after, egress);
  group.rules = after;
  return { Return: true };
}

function readContent(account: Account, group: StoredGroup, rule: StoredRule, request: SecurityGroupRuleRequest): Rule {
  const source = readSource(account, group, request);
  const [before, now] = [kindOf(rule.content.source), kindOf(source)];
  if (before !== now)
    throw ec2Error(
      'InvalidParameterValue',
      `Invalid rule type for security group rule '${rule.id}'. You may not specify ${now} for an existing ${before} rule.`,
    );
  // A description that is left out stays.
  const kept = rule.content.description === undefined ? {} : { description: rule.content.description };
  const described = request.Description === undefined ? kept : readDescription(request.Description);
  return { ...readEc2Traffic(request), source, ...described };
}

function readSource(account: Account, group: StoredGroup, request: SecurityGroupRuleRequest): Source {
  const { CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId } = request;
  const given = [CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupId].filter((each) => each !== undefined).length;
  const which = 'cidrIp, cidrIpv6, prefixListId, or referencedGroupId';
  if (given > 1) throw ec2Error('InvalidParameterCombination', `Only one of ${which} can be specified`);
  if (CidrIpv4 !== undefined) return cidrSource(4, CidrIpv4);
  if (CidrIpv6 !== undefined) return cidrSource(6, CidrIpv6);
  if (PrefixListId !== undefined) return { kind: 'list', id: listById(account, PrefixListId).id };
  if (ReferencedGroupId !== undefined) return groupSource(account, group, { GroupId: ReferencedGroupId });
  throw ec2Error('MissingParameter', `The request must contain exactly one of: ${which}`);
}

function kindOf(source: Source): string {
  switch (source.kind) {
    case 'cidr':
      return addressesOf(source.cidr).family === 4 ? 'CidrIpv4' : 'CidrIpv6';
    case 'list':
      return 'PrefixListId';
    case 'group':
    case 'group-name':
      return 'ReferencedGroupId';
    default:
      return source satisfies never;
  }
}
