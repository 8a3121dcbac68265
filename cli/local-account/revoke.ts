import type {
  IpPermission,
  RevokedSecurityGroupRule,
  RevokeSecurityGroupEgressCommandInput,
  RevokeSecurityGroupIngressCommandInput,
} from '@aws-sdk/client-ec2';
import { type Rule, sameContent } from '../../functions/core/rule.ts';
import type { Account, StoredGroup, StoredRule } from './account.ts';
import { ec2Error } from './ec2-error.ts';
import { groupOfRequest, type Named, noSuchRule, readRuleId } from './find.ts';
import { type RuleRequest, readPermissions } from './permissions.ts';
import { toIpPermissions, toRevokedRule } from './rule-shapes.ts';

type Output = {
  Return: boolean;
  RevokedSecurityGroupRules: RevokedSecurityGroupRule[];
  UnknownIpPermissions?: IpPermission[];
};

/** RevokeSecurityGroupIngress, by rule ids or by what the rules let in. */
export const revokeIngress = (account: Account, input: RevokeSecurityGroupIngressCommandInput): Output =>
  revoke(account, input, false);

/** RevokeSecurityGroupEgress. */
export const revokeEgress = (account: Account, input: RevokeSecurityGroupEgressCommandInput): Output =>
  revoke(account, input, true);

function revoke(
  account: Account,
  input: RuleRequest & Named & Pick<RevokeSecurityGroupIngressCommandInput, 'SecurityGroupRuleIds'>,
  egress: boolean,
): Output {
  const group = groupOfRequest(account, input);
  const { SecurityGroupRuleIds: ids } = input;
  const byContent = Boolean(input.IpPermissions?.length) || input.CidrIp !== undefined;
  if (ids?.length && byContent)
    throw ec2Error('InvalidParameterCombination', 'You may not specify both securityGroupRuleIds and ipPermissions');
  const { found, unknown } = ids?.length
    ? { found: rulesById(group, ids, egress), unknown: [] }
    : rulesByContent(account, group, readPermissions(account, group, input), egress);
  group.rules = group.rules.filter((rule) => !found.includes(rule));
  return {
    Return: true,
    RevokedSecurityGroupRules: found.map((rule) => toRevokedRule(group, rule)),
    ...(unknown.length > 0 ? { UnknownIpPermissions: toIpPermissions(account, unknown) } : {}),
  };
}

/** Every id must be a rule of this group and direction, or none is removed. */
function rulesById(group: StoredGroup, ids: readonly string[], egress: boolean): StoredRule[] {
  return [...new Set(ids.map(readRuleId))].map((id) => {
    const rule = group.rules.find((each) => each.id === id && each.egress === egress);
    if (!rule) throw noSuchRule(id);
    return rule;
  });
}

/** What is not there is an error in a VPC of one's own, and only a part of the answer in the default VPC. */
function rulesByContent(account: Account, group: StoredGroup, wanted: readonly Rule[], egress: boolean) {
  const match = (content: Rule) =>
    group.rules.find((rule) => rule.egress === egress && sameContent(rule.content, content));
  const found = group.rules.filter((rule) => wanted.some((content) => match(content) === rule));
  const unknown = wanted.filter((content) => !match(content));
  if (unknown.length > 0 && !account.vpcs.get(group.vpc)?.isDefault)
    throw ec2Error('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
  return { found, unknown };
}
