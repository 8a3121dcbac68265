import { EC2Client, RestoreManagedPrefixListVersionCommand } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { restoreList } from '../../functions/aws/restore-list.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { LIST } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const restore = restoreList(new EC2Client({ region: 'eu-west-1' }));
const fail = (error: Error) => ec2.on(RestoreManagedPrefixListVersionCommand).rejects(error);

beforeEach(() => {
  ec2.reset();
  ec2
    .on(RestoreManagedPrefixListVersionCommand)
    .resolves({ PrefixList: { PrefixListId: LIST, State: 'restore-in-progress' } });
});

describe('restoreList()', () => {
  test('restoreList() names the current version and the one to restore', async () => {
    await expect(restore(LIST, 8, 7)).resolves.toEqual({ kind: 'restored' });
    expect(ec2.calls().map(({ args: [command] }) => [command.constructor.name, command.input])).toEqual([
      ['RestoreManagedPrefixListVersionCommand', { PrefixListId: LIST, CurrentVersion: 8, PreviousVersion: 7 }],
    ]);
  });

  test.for(['PrefixListVersionMismatch', 'IncorrectState'])(
    'restoreList() says changed when EC2 says %s',
    async (name) => {
      fail(sdkError(name));
      await expect(restore(LIST, 8, 7)).resolves.toEqual({ kind: 'changed' });
    },
  );

  test.for(['UnauthorizedOperation', 'InvalidPrefixListID.NotFound', 'InvalidParameterValue'])(
    'restoreList() says refused and why when EC2 says %s',
    async (name) => {
      fail(sdkError(name));
      const reason = `EC2 refused to restore version 7 of ${LIST}: ${name}, ${name} it is`;
      await expect(restore(LIST, 8, 7)).resolves.toEqual({ kind: 'refused', reason });
    },
  );

  test.for(['RequestLimitExceeded', 'ConcurrentMutationLimitExceeded', 'TimeoutError'])(
    'restoreList() throws RetryableError when EC2 says %s',
    async (name) => {
      const cause = sdkError(name);
      fail(cause);
      const thrown = await restore(LIST, 8, 7).catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(RetryableError);
      expect(thrown).toMatchObject({ cause, message: expect.stringContaining('RestoreManagedPrefixListVersion') });
    },
  );

  test('restoreList() throws what did not come from EC2 as it is', async () => {
    const error = new RangeError('ours');
    fail(error);
    await expect(restore(LIST, 8, 7)).rejects.toBe(error);
  });
});
