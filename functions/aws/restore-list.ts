import { type EC2Client, RestoreManagedPrefixListVersionCommand } from '@aws-sdk/client-ec2';
import type { RestoreList } from '../respond/ports.ts';
import { answerOf } from './answer-of.ts';

/**
 * Gives a prefix list the entries of an earlier version through EC2, as a new version. `restored` is a promise only:
 * EC2 applies it asynchronously, and gives the old entries until then. `changed` also stands for a list that an earlier
 * change is still being applied to, and for a restore of this very call whose first answer was lost: so read after every
 * act. Throws RetryableError, and other faults as they are.
 */
export const restoreList =
  (client: EC2Client): RestoreList =>
  async (list, from, to) => {
    const command = new RestoreManagedPrefixListVersionCommand({
      PrefixListId: list,
      CurrentVersion: from,
      PreviousVersion: to,
    });
    return answerOf(
      {
        operation: 'RestoreManagedPrefixListVersion',
        what: `restore version ${to} of ${list}`,
        done: 'restored',
        kindOf: ({ name }) =>
          name === 'PrefixListVersionMismatch' || name === 'IncorrectState' ? 'changed' : undefined,
      },
      client.send(command),
    );
  };
