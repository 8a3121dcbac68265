import {
  DescribeSecurityGroupsCommand,
  type DescribeSecurityGroupsRequest,
  type EC2Client,
  paginateDescribeSecurityGroupRules,
  type SecurityGroup,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { type GroupId, groupId, ruleId } from '../core/ids.ts';
import type { Rule } from '../core/rule.ts';
import type { GroupReading, ReadGroup } from '../respond/ports.ts';
import { faultOf, orRetry } from './faults.ts';
import { readLiveRule } from './live-rule.ts';
import { refusal } from './refusal.ts';
import { readTags } from './tags.ts';

/** The most rules that EC2 gives in one page. */
const PAGE = 1000;

/**
 * Reads a group and its ingress rules from EC2. By id both reads go out at once, one round trip; by name the rules need
 * the id first, so they are two. EC2's reads are eventually consistent: `missing` right after a create does not mean
 * gone. Throws RetryableError; faults that are neither refusals nor a missing group are thrown as they are.
 */
export const readGroup =
  (client: EC2Client): ReadGroup =>
  async (by) => {
    try {
      return 'id' in by ? await readById(client, by.id) : await readByName(client, by.name);
    } catch (error) {
      const fault = faultOf(error);
      switch (fault) {
        case 'not-found':
          return { kind: 'missing' };
        case 'refused':
          return { kind: 'unreadable', reason: refusal(`describe ${'id' in by ? by.id : 'the group'}`, error) };
        case 'retryable':
        case 'conflict':
        case 'unknown':
          throw error;
        default:
          return fault satisfies never;
      }
    }
  };

async function readById(client: EC2Client, id: GroupId): Promise<GroupReading> {
  const [[group], rows] = await Promise.all([
    find(client, { GroupIds: [id] }),
    orRetry('DescribeSecurityGroupRules', rowsOf(client, id)),
  ]);
  return group ? toReading(id, group, rows) : { kind: 'missing' };
}

/**
 * By GroupNames and not by the `group-name` filter: a record without id means the default VPC, where alone EC2 looks for
 * GroupNames, and the filter would take the `*` in somebody's group name for a wildcard.
 */
async function readByName(client: EC2Client, name: string): Promise<GroupReading> {
  const groups = await find(client, { GroupNames: [name] });
  // Names are unique in the default VPC, so AWS has no reason to give two; if it does, nobody may guess which was meant.
  const [id, ...others] = groups.map(({ GroupId }) => groupId(GroupId));
  if (groups[0] === undefined) return { kind: 'missing' };
  if (others.length > 0) return { kind: 'unreadable', reason: `${groups.length} groups bear the name, not 1` };
  if (id === undefined) return { kind: 'unreadable', reason: `its id is ${JSON.stringify(groups[0].GroupId)}` };
  return toReading(id, groups[0], await orRetry('DescribeSecurityGroupRules', rowsOf(client, id)));
}

async function find(client: EC2Client, by: DescribeSecurityGroupsRequest): Promise<readonly SecurityGroup[]> {
  const answer = client.send(new DescribeSecurityGroupsCommand(by));
  return (await orRetry('DescribeSecurityGroups', answer)).SecurityGroups ?? [];
}

async function rowsOf(client: EC2Client, id: GroupId): Promise<readonly SecurityGroupRule[]> {
  const rows: SecurityGroupRule[] = [];
  const settings = { client, pageSize: PAGE, stopOnSameToken: true };
  const filters = { Filters: [{ Name: 'group-id', Values: [id] }] };
  for await (const page of paginateDescribeSecurityGroupRules(settings, filters)) {
    rows.push(...(page.SecurityGroupRules ?? []));
  }
  return rows;
}

/** A group and its rows as a reading. A row that can't be understood makes it unreadable: left out, it might be the company that makes a violation. */
export function toReading(id: GroupId, group: SecurityGroup, rows: readonly SecurityGroupRule[]): GroupReading {
  const standing: Rule[] = [];
  for (const row of rows) {
    if (row.IsEgress) continue;
    const rule = readLiveRule(row, group.OwnerId ?? row.GroupOwnerId);
    if ('problem' in rule) {
      return { kind: 'unreadable', reason: `rule ${row.SecurityGroupRuleId ?? 'without id'}: ${rule.problem}` };
    }
    standing.push(rule);
  }
  const { GroupName: name, VpcId: vpc, Tags } = group;
  return {
    kind: 'found',
    group: { id, ...(name !== undefined && { name }), ...(vpc !== undefined && { vpc }), tags: readTags(Tags) },
    standing,
    egress: rows.flatMap(({ IsEgress, SecurityGroupRuleId }) => (IsEgress && ruleId(SecurityGroupRuleId)) || []),
  };
}
