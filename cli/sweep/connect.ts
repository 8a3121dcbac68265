import { EC2Client } from '@aws-sdk/client-ec2';
import { CLIENT_SETTINGS } from '../../functions/aws/clients.ts';
import { listGroups } from '../../functions/aws/list-groups.ts';
import { readOwner } from '../../functions/aws/read-owner.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import type { SweepPorts } from '../../functions/sweep/ports.ts';
import { sweepPorts } from './sweep-ports.ts';

/** A live account and region. */
export type Live = { readonly ports: SweepPorts; readonly account: AccountId; readonly region: string };

/**
 * Connects to the account of the caller's credentials; undefined when it has no security group, since nothing but a
 * group says which account it is. Throws RetryableError, and what the SDK throws.
 */
export async function connect(time: Pick<SweepPorts, 'now' | 'pause' | 'newLease'>): Promise<Live | undefined> {
  const ec2 = new EC2Client(CLIENT_SETTINGS);
  const [first] = await listGroups(ec2)();
  const account = first && (await readOwner(ec2)(first));
  if (!account) return undefined;
  return { ports: sweepPorts(ec2, account, time), account, region: await ec2.config.region() };
}
