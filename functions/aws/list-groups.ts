import { type EC2Client, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { type GroupId, groupId } from '../core/ids.ts';
import type { ListGroups } from '../sweep/ports.ts';
import { orRetry } from './faults.ts';

/** The most groups that EC2 gives in one page. */
const PAGE = 1000;

/**
 * Lists every group through EC2, by rising ids, so that a run can go on after the last one it dealt with: EC2's own page
 * tokens do not last. Throws RetryableError, TypeError for an id that is none, and other faults as they are: a group
 * that is left out is a group that nobody looks at.
 */
export const listGroups =
  (client: EC2Client): ListGroups =>
  () =>
    orRetry('DescribeSecurityGroups', everyId(client));

async function everyId(client: EC2Client): Promise<readonly GroupId[]> {
  const ids = new Set<GroupId>();
  for await (const page of paginateDescribeSecurityGroups({ client, pageSize: PAGE, stopOnSameToken: true }, {})) {
    for (const { GroupId } of page.SecurityGroups ?? []) {
      const id = groupId(GroupId);
      if (!id) throw new TypeError(`EC2 gives ${JSON.stringify(GroupId)} as the id of a group`);
      ids.add(id);
    }
  }
  return [...ids].sort();
}
