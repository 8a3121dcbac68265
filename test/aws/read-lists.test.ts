import { EC2Client, GetManagedPrefixListEntriesCommand } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { readLists } from '../../functions/aws/read-lists.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { LIST, OTHER_LIST } from './sample-report.ts';
import { sdkError } from './sdk-error.ts';

const ec2 = mockClient(EC2Client);
const read = readLists(new EC2Client({ region: 'eu-west-1' }));
const ENTRIES = { Entries: [{ Cidr: '198.51.100.0/24', Description: 'office' }, { Cidr: '2001:DB8::/32' }] };

beforeEach(() => {
  ec2.reset();
  ec2.on(GetManagedPrefixListEntriesCommand).resolves(ENTRIES);
});

describe('readLists()', () => {
  test('readLists() makes one call for each list, whatever is named twice', async () => {
    await expect(read([LIST, OTHER_LIST, LIST])).resolves.toEqual(
      new Map([
        [LIST, ['198.51.100.0/24', '2001:db8::/32']],
        [OTHER_LIST, ['198.51.100.0/24', '2001:db8::/32']],
      ]),
    );
    expect(ec2.calls().map(({ args: [{ input }] }) => input)).toEqual([
      { PrefixListId: LIST, MaxResults: 100, NextToken: undefined },
      { PrefixListId: OTHER_LIST, MaxResults: 100, NextToken: undefined },
    ]);
  });

  test('readLists() asks for nothing when there is no list', async () => {
    await expect(read([])).resolves.toEqual(new Map());
    expect(ec2.calls()).toHaveLength(0);
  });

  test('readLists() asks for every list before one is answered', async () => {
    const gate = Promise.withResolvers<object>();
    ec2.on(GetManagedPrefixListEntriesCommand).callsFake(() => gate.promise);
    const reading = read([LIST, OTHER_LIST]);
    await Promise.resolve();
    expect(ec2.calls()).toHaveLength(2);
    gate.resolve({});
    await expect(reading).resolves.toEqual(
      new Map([
        [LIST, []],
        [OTHER_LIST, []],
      ]),
    );
  });

  test('readLists() reads every page', async () => {
    const pages = new Map<string | undefined, object>([
      [undefined, { Entries: [{ Cidr: '10.0.0.0/8' }], NextToken: 'two' }],
      ['two', { Entries: [{ Cidr: '192.0.2.0/24' }] }],
    ]);
    ec2.on(GetManagedPrefixListEntriesCommand).callsFake(({ NextToken }) => pages.get(NextToken));
    await expect(read([LIST])).resolves.toEqual(new Map([[LIST, ['10.0.0.0/8', '192.0.2.0/24']]]));
    expect(ec2.calls()).toHaveLength(2);
  });

  test.for([
    'InvalidPrefixListID.NotFound',
    'InvalidPrefixListId.NotFound',
    'InvalidPrefixListID.Malformed',
    'UnauthorizedOperation',
    'AccessDenied',
  ])('readLists() leaves out the list that fails with %s, and keeps the others', async (name) => {
    ec2.on(GetManagedPrefixListEntriesCommand, { PrefixListId: LIST }).rejects(sdkError(name));
    const lists = await read([LIST, OTHER_LIST]);
    expect([...lists.keys()]).toEqual([OTHER_LIST]);
  });

  test.for([{}, { Cidr: '10.0.0.0' }, { Cidr: '' }])('readLists() leaves out a list with the entry %j', async (odd) => {
    ec2.on(GetManagedPrefixListEntriesCommand).resolves({ Entries: [{ Cidr: '10.0.0.0/8' }, odd] });
    await expect(read([LIST])).resolves.toEqual(new Map());
  });

  test('readLists() throws RetryableError when a list is throttled', async () => {
    ec2.on(GetManagedPrefixListEntriesCommand, { PrefixListId: LIST }).rejects(sdkError('RequestLimitExceeded'));
    await expect(read([LIST, OTHER_LIST])).rejects.toThrow(RetryableError);
  });

  test('readLists() throws what it does not know as it is', async () => {
    const error = sdkError('InvalidParameterValue');
    ec2.on(GetManagedPrefixListEntriesCommand).rejects(error);
    await expect(read([LIST])).rejects.toBe(error);
  });
});
