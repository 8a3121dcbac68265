import type {
  AuthorizeSecurityGroupEgressCommandInput,
  AuthorizeSecurityGroupIngressCommandInput,
  SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { RuleId } from '../../functions/core/ids.ts';
import { PROTOCOL_NAMES, type Rule, ruleText, sourceText } from '../../functions/core/rule.ts';
import type { Account, StoredGroup, StoredRule } from './account.ts';
import { ec2Error } from './ec2-error.ts';
import { groupOfRequest, type Named } from './find.ts';
import { type RuleRequest, readPermissions } from './permissions.ts';
import { checkQuota } from './quota.ts';
import { toSecurityGroupRule } from './rule-shapes.ts';
import { tagsAtBirth } from './tags.ts';

type Output = { Return: boolean; SecurityGroupRules: SecurityGroupRule[] };

/** AuthorizeSecurityGroupIngress: all the rules or none, one for each source, each with an id of its own. */
export const authorizeIngress = (account: Account, input: AuthorizeSecurityGroupIngressCommandInput): Output =>
  authorize(account, input, false);

/** AuthorizeSecurityGroupEgress. */
export const authorizeEgress = (account: Account, input: AuthorizeSecurityGroupEgressCommandInput): Output =>
  authorize(account, input, true);

function authorize(
  account: Account,
  input: RuleRequest & Named & Pick<AuthorizeSecurityGroupIngressCommandInput, 'TagSpecifications'>,
  egress: boolean,
): Output {
  const group = groupOfRequest(account, input);
  const contents = readPermissions(account, group, input);
  const tags = tagsAtBirth(input.TagSpecifications, 'security-group-rule');
  refuseDuplicates(group, contents, egress);
  const added = contents.map((content): StoredRule => {
    return { id: account.ids.resource('sgr') as RuleId, egress, content, tags: new Map(tags) };
  });
  checkQuota(account, [...group.rules, ...added], egress);
  group.rules.push(...added);
  return { Return: true, SecurityGroupRules: added.map((rule) => toSecurityGroupRule(account, group, rule)) };
}

function refuseDuplicates(group: StoredGroup, contents: readonly Rule[], egress: boolean): void {
  const there = new Set(group.rules.filter((rule) => rule.egress === egress).map((rule) => ruleText(rule.content)));
  const named = new Set<string>();
  for (const content of contents) {
    const text = ruleText(content);
    // EC2 tells a rule that the request names twice from one that the group already has.
    if (named.has(text)) throw ec2Error('InvalidParameterValue', 'The same permission must not appear multiple times');
    if (there.has(text)) throw duplicate(content);
    named.add(text);
  }
}

/** The error for a rule that the group already has. */
export function duplicate(rule: Rule) {
  const protocol =
    rule.protocol === -1 ? 'ALL' : (PROTOCOL_NAMES[rule.protocol] ?? String(rule.protocol)).toUpperCase();
  const ports = rule.from === -1 && rule.to === -1 ? '' : `, from port: ${rule.from}, to port: ${rule.to}`;
  const peer = `peer: ${sourceText(rule.source)}, ${protocol}${ports}, ALLOW`;
  return ec2Error('InvalidPermission.Duplicate', `the specified rule "${peer}" already exists`);
}
