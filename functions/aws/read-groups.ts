import {
  type EC2Client,
  type Filter,
  paginateDescribeSecurityGroupRules,
  paginateDescribeSecurityGroups,
  type SecurityGroup,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import type { ReadGroups } from '../sweep/ports.ts';
import { orRetry } from './faults.ts';
import { toReading } from './read-group.ts';

/** The most groups and rules that EC2 gives in one page. */
const PAGE = 1000;

/** The most values that a filter of EC2 takes. */
const MOST = 200;

/**
 * Reads many groups and their rules from EC2 at once, by filters: asked for by its id, one group that is gone would be an
 * error for all. Throws RangeError for more than 200 ids, RetryableError, and other faults as they are.
 */
export const readGroups =
  (client: EC2Client): ReadGroups =>
  async (ids) => {
    if (ids.length > MOST) throw new RangeError(`${ids.length} groups are asked for, above the ${MOST} of a filter`);
    if (ids.length === 0) return new Map();
    const filters = [{ Name: 'group-id', Values: [...ids] }];
    const [groups, rows] = await Promise.all([
      orRetry('DescribeSecurityGroups', groupsOf(client, filters)),
      orRetry('DescribeSecurityGroupRules', rowsOf(client, filters)),
    ]);
    const described = new Map(groups.map((group) => [group.GroupId, group]));
    const rules = Map.groupBy(rows, ({ GroupId }) => GroupId);
    return new Map(
      ids.map((id) => {
        const group = described.get(id);
        return [id, group ? toReading(id, group, rules.get(id) ?? []) : { kind: 'missing' }];
      }),
    );
  };

async function groupsOf(client: EC2Client, Filters: Filter[]): Promise<readonly SecurityGroup[]> {
  const groups: SecurityGroup[] = [];
  for await (const page of paginateDescribeSecurityGroups(paging(client), { Filters })) {
    groups.push(...(page.SecurityGroups ?? []));
  }
  return groups;
}

async function rowsOf(client: EC2Client, Filters: Filter[]): Promise<readonly SecurityGroupRule[]> {
  const rows: SecurityGroupRule[] = [];
  for await (const page of paginateDescribeSecurityGroupRules(paging(client), { Filters })) {
    rows.push(...(page.SecurityGroupRules ?? []));
  }
  return rows;
}

const paging = (client: EC2Client) => ({ client, pageSize: PAGE, stopOnSameToken: true });
