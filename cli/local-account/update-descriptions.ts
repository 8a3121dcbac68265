import type { UpdateSecurityGroupRuleDescriptionsIngressCommandInput } from '@aws-sdk/client-ec2';
import { sameContent } from '../../functions/core/rule.ts';
import type { Account, StoredRule } from './account.ts';
import { ec2Error } from './ec2-error.ts';
import { groupOfRequest, noSuchRule, readRuleId } from './find.ts';
import { readDescription, readPermissions } from './permissions.ts';

/** UpdateSecurityGroupRuleDescriptionsIngress: changes no traffic, only the texts; all or none. */
export function updateDescriptions(
  account: Account,
  input: UpdateSecurityGroupRuleDescriptionsIngressCommandInput,
): { Return: boolean } {
  const group = groupOfRequest(account, input);
  const ingress = group.rules.filter((rule) => !rule.egress);
  const texts = new Map<StoredRule, { description?: string }>();
  for (const { SecurityGroupRuleId, Description } of input.SecurityGroupRuleDescriptions ?? []) {
    const id = readRuleId(SecurityGroupRuleId);
    const rule = ingress.find((each) => each.id === id);
    if (!rule) throw noSuchRule(id);
    texts.set(rule, readDescription(Description));
  }
  if (input.IpPermissions?.length)
    for (const wanted of readPermissions(account, group, { IpPermissions: input.IpPermissions })) {
      const rule = ingress.find((each) => sameContent(each.content, wanted));
      if (!rule)
        throw ec2Error('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
      texts.set(rule, wanted.description === undefined ? {} : { description: wanted.description });
    }
  if (texts.size === 0)
    throw ec2Error('MissingParameter', 'Either ipPermissions or securityGroupRuleDescriptions is needed');
  for (const [rule, text] of texts) {
    const { protocol, from, to, source } = rule.content;
    rule.content = { protocol, from, to, source, ...text };
  }
  return { Return: true };
}
