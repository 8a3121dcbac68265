import { type EC2Client, type Filter, paginateDescribeSecurityGroups } from '@aws-sdk/client-ec2';
import { groupId } from '../core/ids.ts';
import type { FindGroups } from '../respond/ports.ts';
import { faultOf, orRetry } from './faults.ts';
import { refusal } from './refusal.ts';

/** The most groups that EC2 gives in one page. */
const PAGE = 1000;

/** A VPC's id. EC2's filters know wildcards, so that a forged `vpc-*` would name every VPC. */
const VPC = /^vpc-[0-9a-f]{8,17}$/;

/**
 * Finds groups through EC2: those with an ingress rule that uses a prefix list, or the default group of a VPC. EC2's
 * reads are eventually consistent: nothing found right after a create does not mean none. Throws RetryableError; faults
 * other than refusals are thrown as they are.
 */
export const findGroups =
  (client: EC2Client): FindGroups =>
  async (by) => {
    if ('defaultOf' in by && !VPC.test(by.defaultOf)) {
      return { kind: 'unreadable', reason: `${JSON.stringify(by.defaultOf)} is no VPC id` };
    }
    const filters =
      'using' in by
        ? [filter('ip-permission.prefix-list-id', by.using)]
        : [filter('vpc-id', by.defaultOf), filter('group-name', 'default')];
    const sought = 'using' in by ? `the groups that use ${by.using}` : `the default group of ${by.defaultOf}`;
    try {
      const found = await orRetry('DescribeSecurityGroups', idsOf(client, filters));
      const ids = found.flatMap((text) => groupId(text) ?? []);
      if (ids.length === found.length) return { kind: 'found', ids };
      const odd = found.find((text) => groupId(text) === undefined);
      return { kind: 'unreadable', reason: `EC2 gives ${JSON.stringify(odd)} as the id of a group` };
    } catch (error) {
      if (faultOf(error) !== 'refused') throw error;
      return { kind: 'unreadable', reason: refusal(`find ${sought}`, error) };
    }
  };

const filter = (Name: string, value: string): Filter => ({ Name, Values: [value] });

async function idsOf(client: EC2Client, filters: Filter[]): Promise<readonly (string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  const settings = { client, pageSize: PAGE, stopOnSameToken: true };
  for await (const page of paginateDescribeSecurityGroups(settings, { Filters: filters })) {
    ids.push(...(page.SecurityGroups ?? []).map(({ GroupId }) => GroupId));
  }
  return [...new Set(ids)];
}
