import { groupId, prefixListId, type RuleId, ruleId } from '../../functions/core/ids.ts';
import type { Account, StoredGroup, StoredList, StoredRule, StoredVpc } from './account.ts';
import { ec2Error } from './ec2-error.ts';

/** The account's default VPC. */
export const defaultVpc = (account: Account): StoredVpc | undefined =>
  [...account.vpcs.values()].find((vpc) => vpc.isDefault);

/** The group with an id; InvalidGroup.NotFound, or InvalidGroupId.Malformed when it is no id. */
export function groupById(account: Account, text: string): StoredGroup {
  const id = groupId(text);
  if (id === undefined) throw ec2Error('InvalidGroupId.Malformed', `Invalid id: "${text}" (expecting "sg-...")`);
  const group = account.groups.get(id);
  if (!group) throw ec2Error('InvalidGroup.NotFound', `The security group '${text}' does not exist`);
  return group;
}

/** The group with a name in the default VPC, the only VPC in which EC2 finds groups by name. */
export function groupByName(account: Account, name: string): StoredGroup {
  const vpc = defaultVpc(account);
  if (!vpc)
    throw ec2Error('VPCIdNotSpecified', 'No default VPC for this user. GroupName is only supported for default VPC.');
  const group = [...account.groups.values()].find((each) => each.vpc === vpc.id && each.name === name);
  if (group) return group;
  throw ec2Error('InvalidGroup.NotFound', `The security group '${name}' does not exist in default VPC '${vpc.id}'`);
}

/** How a request names its group. */
export type Named = { readonly GroupId?: string | undefined; readonly GroupName?: string | undefined };

/** The group that a request names by GroupId or GroupName; exactly one of them. */
export function groupOfRequest(account: Account, input: Named): StoredGroup {
  if (input.GroupId !== undefined && input.GroupName !== undefined)
    throw ec2Error('InvalidParameterCombination', 'You may not specify both groupId and groupName');
  if (input.GroupId !== undefined) return groupById(account, input.GroupId);
  if (input.GroupName !== undefined) return groupByName(account, input.GroupName);
  throw ec2Error('MissingParameter', 'The request must contain the parameter groupName or groupId');
}

/** The prefix list with an id; InvalidPrefixListID.NotFound. */
export function listById(account: Account, text: string | undefined): StoredList {
  if (text === undefined) throw ec2Error('MissingParameter', 'The request must contain the parameter PrefixListId');
  const id = prefixListId(text);
  const list = id && account.lists.get(id);
  if (!list) throw ec2Error('InvalidPrefixListID.NotFound', `The prefix list ID '${text}' does not exist`);
  return list;
}

/** The rule id in a text; InvalidSecurityGroupRuleId.Malformed. */
export function readRuleId(text: string | undefined): RuleId {
  const id = ruleId(text);
  if (id !== undefined) return id;
  throw ec2Error('InvalidSecurityGroupRuleId.Malformed', `Invalid id: "${text}" (expecting "sgr-...")`);
}

/** The error for a rule that is not there, or not in this group and direction. */
export const noSuchRule = (id: string) =>
  ec2Error('InvalidSecurityGroupRuleId.NotFound', `The security group rule ID '${id}' does not exist`);

/** Every rule of the account, with its group. */
export function allRules(account: Account): { group: StoredGroup; rule: StoredRule }[] {
  return [...account.groups.values()].flatMap((group) => group.rules.map((rule) => ({ group, rule })));
}
