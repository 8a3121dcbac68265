import { DescribeManagedPrefixListsCommand, EC2Client, GetManagedPrefixListEntriesCommand } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { readList } from '../../functions/aws/read-list.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { ACCOUNT, LIST, OTHER_LIST } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const read = readList(new EC2Client({ region: 'eu-west-1' }), ACCOUNT);
const FOUND = { PrefixListId: LIST, OwnerId: ACCOUNT, Version: 7 };
const answer = (...PrefixLists: object[]) => ec2.on(DescribeManagedPrefixListsCommand).resolves({ PrefixLists });

beforeEach(() => {
  ec2.reset();
  answer(FOUND);
});

describe('readList()', () => {
  test('readList() asks for the list by id', async () => {
    await expect(read(LIST)).resolves.toEqual({ kind: 'found', version: 7, own: true });
    expect(ec2.calls().map(({ args: [command] }) => [command.constructor.name, command.input])).toEqual([
      ['DescribeManagedPrefixListsCommand', { PrefixListIds: [LIST] }],
    ]);
  });

  test.for<[string, readonly string[] | Error, readonly string[] | Error, object]>([
    ['the same', ['10.0.0.0/8', '8.8.8.0/24'], ['8.8.8.0/24', '10.0.0.0/8'], { same: true }],
    ['more', ['10.0.0.0/8', '8.8.8.0/24'], ['10.0.0.0/8'], { same: false }],
    ['others', ['10.0.0.0/8'], ['8.8.8.0/24'], { same: false }],
    ['none that can be read', sdkError('UnauthorizedOperation'), ['8.8.8.0/24'], {}],
  ])('readList() compares its entries with those of a version: %s', async ([, now, then, expected]) => {
    const entries = (version: number | undefined, given: readonly string[] | Error) => {
      const asked = ec2.on(GetManagedPrefixListEntriesCommand, {
        PrefixListId: LIST,
        ...(version !== undefined && { TargetVersion: version }),
      });
      if (given instanceof Error) asked.rejects(given);
      else asked.resolves({ Entries: given.map((Cidr) => ({ Cidr })) });
    };
    entries(undefined, now);
    entries(5, then);
    await expect(read(LIST, 5)).resolves.toEqual({ kind: 'found', version: 7, own: true, ...expected });
  });

  test.for([
    { name: 'another account owns it', list: { ...FOUND, OwnerId: '111122223333' }, version: 7 },
    { name: 'AWS owns it', list: { PrefixListId: LIST, OwnerId: 'AWS' }, version: 0 },
    { name: 'nobody is said to own it', list: { PrefixListId: LIST, Version: 7 }, version: 7 },
    {
      name: 'it only bears a name like our own',
      list: { ...FOUND, OwnerId: '111122223333', PrefixListName: ACCOUNT },
      version: 7,
    },
  ])('readList() says that a list is not its own when $name', async ({ list, version }) => {
    answer(list);
    await expect(read(LIST)).resolves.toEqual({ kind: 'found', version, own: false });
  });

  test.for([
    { name: 'nothing', lists: [] },
    { name: 'another list', lists: [{ ...FOUND, PrefixListId: OTHER_LIST }] },
  ])('readList() says unreadable when EC2 answers $name', async ({ lists }) => {
    answer(...lists);
    await expect(read(LIST)).resolves.toEqual({ kind: 'unreadable', reason: `EC2 knows no prefix list ${LIST}` });
  });

  test('readList() says unreadable when its own list has no version', async () => {
    answer({ PrefixListId: LIST, OwnerId: ACCOUNT });
    await expect(read(LIST)).resolves.toEqual({ kind: 'unreadable', reason: `EC2 gives no version of ${LIST}` });
  });

  test.for(['InvalidPrefixListID.NotFound', 'InvalidPrefixListId.NotFound', 'InvalidPrefixListID.Malformed'])(
    'readList() says unreadable when EC2 says %s',
    async (name) => {
      ec2.on(DescribeManagedPrefixListsCommand).rejects(sdkError(name));
      await expect(read(LIST)).resolves.toEqual({ kind: 'unreadable', reason: `EC2 knows no prefix list ${LIST}` });
    },
  );

  test('readList() says unreadable when EC2 refuses', async () => {
    ec2.on(DescribeManagedPrefixListsCommand).rejects(sdkError('UnauthorizedOperation'));
    const reason = `EC2 refused to describe ${LIST}: UnauthorizedOperation, UnauthorizedOperation it is`;
    await expect(read(LIST)).resolves.toEqual({ kind: 'unreadable', reason });
  });

  test('readList() throws RetryableError when EC2 is throttling', async () => {
    ec2.on(DescribeManagedPrefixListsCommand).rejects(sdkError('RequestLimitExceeded'));
    await expect(read(LIST)).rejects.toThrow(RetryableError);
  });

  test('readList() throws what it does not know as it is', async () => {
    const error = sdkError('InvalidParameterValue');
    ec2.on(DescribeManagedPrefixListsCommand).rejects(error);
    await expect(read(LIST)).rejects.toBe(error);
  });
});
