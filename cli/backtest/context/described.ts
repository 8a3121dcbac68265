import type { SecurityGroup, SecurityGroupRule } from '@aws-sdk/client-ec2';
import { readLiveRule } from '../../../functions/aws/live-rule.ts';
import { readTags } from '../../../functions/aws/tags.ts';
import {
  type AccountId,
  accountId,
  type GroupId,
  groupId,
  prefixListId,
  type RuleId,
  ruleId,
} from '../../../functions/core/ids.ts';
import { readRequestRules } from '../../../functions/core/record/ingress-request.ts';
import type { Rule } from '../../../functions/core/rule.ts';
import { type Cidr, parseCidr } from '../../../functions/core/traffic/cidr.ts';
import type { ContextFacts, ToldGroup } from './context-facts.ts';

/** Something that AWS described and that can't be understood: where in the output, and why. */
export type Unread = { readonly path: string; readonly reason: string };

type Output = { readonly [key: string]: unknown };

/** The members by which an output of the AWS CLI is told from a context that a person wrote. */
const OUTPUTS = ['SecurityGroups', 'SecurityGroupRules', 'Entries'];

/** Whether a value is the output of describe-security-groups, describe-security-group-rules or get-managed-prefix-list-entries. */
export const isDescribed = (value: unknown): value is Output =>
  typeof value === 'object' && value !== null && OUTPUTS.some((key) => Array.isArray((value as Output)[key]));

/** What an output of the AWS CLI tells. `file`: its name holds the id of a prefix list, which the output does not say. */
export function describedFacts(output: Output, file: string): ContextFacts | Unread {
  if (typeof output.NextToken === 'string')
    return { path: 'NextToken', reason: 'this is one page of several; without --no-paginate the AWS CLI gives all' };
  if (Array.isArray(output.SecurityGroups))
    return each(output.SecurityGroups as SecurityGroup[], 'SecurityGroups', toGroup);
  if (Array.isArray(output.SecurityGroupRules)) return ofRules(output.SecurityGroupRules as SecurityGroupRule[]);
  return ofEntries(output.Entries as { Cidr?: unknown }[], file);
}

function each<Row>(rows: readonly Row[], key: string, read: (row: Row) => ToldGroup | string): ContextFacts | Unread {
  const groups: ToldGroup[] = [];
  for (const [index, row] of rows.entries()) {
    const group = read(row ?? ({} as Row));
    if (typeof group === 'string') return { path: `${key}[${index}]`, reason: group };
    groups.push(group);
  }
  return { groups, lists: new Map() };
}

function toGroup({
  GroupId,
  GroupName,
  VpcId,
  OwnerId,
  Tags,
  IpPermissions,
  SecurityGroupArn,
}: SecurityGroup): ToldGroup | string {
  const [id, account] = [groupId(GroupId), accountId(OwnerId)];
  if (!id) return `GroupId: ${JSON.stringify(GroupId)} is no group id`;
  const rules = rulesOf(IpPermissions ?? [], account);
  if (typeof rules === 'string') return rules;
  const region = SecurityGroupArn?.split(':')[3];
  return {
    id,
    tags: readTags(Tags),
    rules,
    ...(GroupName !== undefined && { name: GroupName }),
    ...(VpcId !== undefined && { vpc: VpcId }),
    ...(account && { account }),
    ...(region && { region }),
  };
}

/** The rules of a group as its permissions list them, read as a request of the same permissions is. */
function rulesOf(
  permissions: NonNullable<SecurityGroup['IpPermissions']>,
  account: AccountId | undefined,
): readonly Rule[] | string {
  if (permissions.length === 0) return [];
  const ipPermissions = permissions.map((permission) => ({
    ipProtocol: permission.IpProtocol,
    fromPort: permission.FromPort,
    toPort: permission.ToPort,
    groups: (permission.UserIdGroupPairs ?? []).map(({ GroupId, UserId }) => ({ groupId: GroupId, userId: UserId })),
    ipRanges: (permission.IpRanges ?? []).map(({ CidrIp }) => ({ cidrIp: CidrIp })),
    ipv6Ranges: (permission.Ipv6Ranges ?? []).map(({ CidrIpv6 }) => ({ cidrIpv6: CidrIpv6 })),
    prefixListIds: (permission.PrefixListIds ?? []).map(({ PrefixListId }) => ({ prefixListId: PrefixListId })),
  }));
  const rules = readRequestRules({ ipPermissions }, account ?? ('' as AccountId));
  return 'problem' in rules ? rules.problem.replace(/^requestParameters\./, '') : rules;
}

type RowsOfGroup = { readonly rules: Rule[]; readonly egress: RuleId[]; readonly at: Partial<ToldGroup> };

function ofRules(rows: readonly SecurityGroupRule[]): ContextFacts | Unread {
  const groups = new Map<GroupId, RowsOfGroup>();
  for (const [index, row] of rows.entries()) {
    const path = `SecurityGroupRules[${index}]`;
    const [id, rowId] = [groupId(row?.GroupId), ruleId(row?.SecurityGroupRuleId)];
    if (!id || !rowId)
      return { path, reason: `${JSON.stringify(id ? row.SecurityGroupRuleId : row?.GroupId)} is no id` };
    const [account, region] = [accountId(row.GroupOwnerId), row.SecurityGroupRuleArn?.split(':')[3]];
    const at = { ...(account && { account }), ...(region && { region }) };
    const group: RowsOfGroup = groups.get(id) ?? { rules: [], egress: [], at };
    groups.set(id, group);
    if (row.IsEgress) {
      group.egress.push(rowId);
      continue;
    }
    const rule = readLiveRule(row, row.GroupOwnerId);
    if ('problem' in rule) return { path, reason: rule.problem };
    group.rules.push(rule);
  }
  return { groups: [...groups].map(([id, { rules, egress, at }]) => ({ id, rules, egress, ...at })), lists: new Map() };
}

function ofEntries(entries: readonly { Cidr?: unknown }[], file: string): ContextFacts | Unread {
  const id = prefixListId(/pl-[0-9a-f]+/.exec(file)?.[0]);
  if (!id)
    return {
      path: 'Entries',
      reason:
        'the output does not say of which list it is; put the id into the name of the file, such as pl-0123456789abcdef0.json',
    };
  const cidrs: Cidr[] = [];
  for (const [index, entry] of entries.entries()) {
    const cidr = typeof entry?.Cidr === 'string' ? parseCidr(entry.Cidr)?.cidr : undefined;
    if (!cidr) return { path: `Entries[${index}].Cidr`, reason: `${JSON.stringify(entry?.Cidr)} is no CIDR` };
    cidrs.push(cidr);
  }
  return { groups: [], lists: new Map([[id, cidrs]]) };
}
