import type { EC2Client } from '@aws-sdk/client-ec2';
import {
  createLocalAccount,
  type LocalAccount,
  type LocalAccountOptions,
} from '../../../cli/local-account/local-account.ts';
import { iamUser } from '../../../cli/local-account/principal.ts';
import type { AccountId } from '../../../functions/core/ids.ts';

export const ACCOUNT = '123456789012' as AccountId;
export const ALICE = iamUser(ACCOUNT, 'alice');

/** A local account at a fixed time, and a client of alice. */
export function localAccount(options: Partial<LocalAccountOptions> = {}): { local: LocalAccount; ec2: EC2Client } {
  const now = () => new Date('2026-01-02T03:04:05.678Z');
  const local = createLocalAccount({ account: ACCOUNT, region: 'eu-west-1', now, ...options });
  return { local, ec2: local.ec2(ALICE) };
}

/** The error of a call that must fail. */
export async function errorOf(call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error('the call did not fail');
}
