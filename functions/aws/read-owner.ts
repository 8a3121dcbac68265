import { DescribeSecurityGroupsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { type AccountId, accountId, type GroupId } from '../core/ids.ts';
import { faultOf, orRetry } from './faults.ts';

/** Reads which account a group belongs to; undefined when there is no such group here. */
export type ReadOwner = (group: GroupId) => Promise<AccountId | undefined>;

/** Reads a group's owner from EC2. Throws RetryableError, and other faults as they are. */
export const readOwner =
  (client: EC2Client): ReadOwner =>
  async (group) => {
    try {
      const answer = client.send(new DescribeSecurityGroupsCommand({ GroupIds: [group] }));
      const { SecurityGroups = [] } = await orRetry('DescribeSecurityGroups', answer);
      return accountId(SecurityGroups[0]?.OwnerId);
    } catch (error) {
      if (faultOf(error) === 'not-found') return undefined;
      throw error;
    }
  };
