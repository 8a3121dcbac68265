import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import { accountId, groupId, prefixListId, ruleId } from '../core/ids.ts';
import { type Rule, readTraffic, type Source } from '../core/rule.ts';
import { parseCidr } from '../core/traffic/cidr.ts';
import { readTags } from './tags.ts';

/** A rule as EC2 describes it, normalised; a text says why it can't be understood. */
export function readLiveRule(row: SecurityGroupRule, owner: string | undefined): Rule | { readonly problem: string } {
  const traffic = readTraffic({ protocol: row.IpProtocol ?? '', from: row.FromPort, to: row.ToPort });
  if ('problem' in traffic) return traffic;
  const source = readSource(row, owner);
  if ('problem' in source) return source;
  const id = ruleId(row.SecurityGroupRuleId);
  return {
    // Without a readable id a rule still counts as standing; it just can't be acted on.
    ...(id !== undefined && { id }),
    ...traffic,
    source,
    // An empty description is how Modify takes one away.
    ...(row.Description && { description: row.Description }),
    ...(row.Tags !== undefined && { tags: readTags(row.Tags) }),
  };
}

function readSource(row: SecurityGroupRule, owner: string | undefined): Source | { readonly problem: string } {
  const text = row.CidrIpv4 ?? row.CidrIpv6;
  if (text !== undefined) {
    const parsed = parseCidr(text);
    return parsed ? { kind: 'cidr', cidr: parsed.cidr } : { problem: `${JSON.stringify(text)} is no CIDR` };
  }
  if (row.PrefixListId !== undefined) {
    const id = prefixListId(row.PrefixListId);
    return id ? { kind: 'list', id } : { problem: `${JSON.stringify(row.PrefixListId)} is no prefix list id` };
  }
  const { GroupId, UserId } = row.ReferencedGroupInfo ?? {};
  const id = groupId(GroupId);
  if (!id) return { problem: 'its source is neither a CIDR, a prefix list nor a group' };
  if (UserId === undefined || UserId === owner) return { kind: 'group', id };
  const account = accountId(UserId);
  return account ? { kind: 'group', id, account } : { problem: `${JSON.stringify(UserId)} is no account number` };
}
