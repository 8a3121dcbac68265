import {
  CreateManagedPrefixListCommand,
  DescribeManagedPrefixListsCommand,
  DescribeSecurityGroupsCommand,
  GetManagedPrefixListEntriesCommand,
  type GetManagedPrefixListEntriesCommandInput,
  ModifyManagedPrefixListCommand,
  paginateGetManagedPrefixListEntries,
  RestoreManagedPrefixListVersionCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { authorize, type Case, given, newGroup, refusal, standing, tcp, texts, type World } from './case.ts';

async function newList(world: World, MaxEntries: number, ...cidrs: string[]): Promise<string> {
  const { PrefixList } = await world.ec2.send(
    new CreateManagedPrefixListCommand({
      PrefixListName: world.name('list'),
      AddressFamily: 'IPv4',
      MaxEntries,
      Entries: cidrs.map((Cidr) => ({ Cidr })),
    }),
  );
  return given(PrefixList?.PrefixListId);
}

async function entries(
  { ec2 }: World,
  PrefixListId: string,
  more: Partial<GetManagedPrefixListEntriesCommandInput> = {},
) {
  const { Entries = [] } = await ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId, ...more }));
  return Entries.map((entry) => entry.Cidr);
}

async function versionOf({ ec2 }: World, list: string): Promise<number | undefined> {
  const { PrefixLists } = await ec2.send(new DescribeManagedPrefixListsCommand({ PrefixListIds: [list] }));
  return PrefixLists?.[0]?.Version;
}

const add = ({ ec2 }: World, PrefixListId: string, CurrentVersion: number, Cidr: string) =>
  ec2.send(new ModifyManagedPrefixListCommand({ PrefixListId, CurrentVersion, AddEntries: [{ Cidr }] }));

const UNKNOWN = 'pl-0123456789abcdef0';

/** Managed prefix lists, and rules that use them. */
export const prefixListCases: readonly Case[] = [
  {
    name: 'CreateManagedPrefixList begins with version 1 and the entries that it is given',
    async run(world) {
      const list = await newList(world, 5, '10.0.0.0/8', '192.0.2.0/24');
      expect(await entries(world, list)).toEqual(['10.0.0.0/8', '192.0.2.0/24']);
      expect(await versionOf(world, list)).toBe(1);
    },
  },
  {
    name: 'ModifyManagedPrefixList makes a new version of the entries',
    async run(world) {
      const list = await newList(world, 5, '10.0.0.0/8', '192.0.2.0/24');
      await world.ec2.send(
        new ModifyManagedPrefixListCommand({
          PrefixListId: list,
          CurrentVersion: 1,
          AddEntries: [{ Cidr: '0.0.0.0/0' }],
          RemoveEntries: [{ Cidr: '10.0.0.0/8' }],
        }),
      );
      expect(await versionOf(world, list)).toBe(2);
      expect((await entries(world, list)).sort()).toEqual(['0.0.0.0/0', '192.0.2.0/24']);
      expect(await entries(world, list, { TargetVersion: 1 })).toEqual(['10.0.0.0/8', '192.0.2.0/24']);
    },
  },
  {
    name: 'ModifyManagedPrefixList refuses another version than the current one',
    motoDiffers: 'it starts from the current entries',
    async run(world) {
      const list = await newList(world, 5, '10.0.0.0/8');
      await add(world, list, 1, '192.0.2.0/24');
      expect(await refusal(add(world, list, 1, '198.51.100.0/24'))).toBe('PrefixListVersionMismatch');
    },
  },
  {
    name: 'ModifyManagedPrefixList refuses more entries than the list may have',
    motoDiffers: 'it has no limit',
    async run(world) {
      const list = await newList(world, 1, '10.0.0.0/8');
      expect(await refusal(add(world, list, 1, '192.0.2.0/24'))).toBe('PrefixListMaxEntriesExceeded');
    },
  },
  {
    name: 'RestoreManagedPrefixListVersion makes the entries of an earlier version a new one',
    motoDiffers: 'it does not know the call',
    async run(world) {
      const list = await newList(world, 5, '10.0.0.0/8');
      await add(world, list, 1, '0.0.0.0/0');
      await world.ec2.send(
        new RestoreManagedPrefixListVersionCommand({ PrefixListId: list, PreviousVersion: 1, CurrentVersion: 2 }),
      );
      expect(await entries(world, list)).toEqual(['10.0.0.0/8']);
      expect(await versionOf(world, list)).toBe(3);
    },
  },
  {
    name: 'DescribeManagedPrefixLists refuses a list that is not there',
    motoDiffers: 'it answers with no list',
    run: async (world) => expect(await refusal(versionOf(world, UNKNOWN))).toBe('InvalidPrefixListID.NotFound'),
  },
  {
    name: 'GetManagedPrefixListEntries refuses a list that is not there',
    motoDiffers: 'it answers with no entries',
    run: async (world) => expect(await refusal(entries(world, UNKNOWN))).toBe('InvalidPrefixListID.NotFound'),
  },
  {
    name: 'GetManagedPrefixListEntries gives pages of the size that was asked for',
    motoDiffers: 'it gives everything at once',
    async run(world) {
      const list = await newList(world, 5, '10.0.0.0/8', '192.0.2.0/24', '198.51.100.0/24');
      const sizes = [];
      for await (const page of paginateGetManagedPrefixListEntries(
        { client: world.ec2, pageSize: 2 },
        { PrefixListId: list },
      ))
        sizes.push(page.Entries?.length);
      expect(sizes).toEqual([2, 1]);
    },
  },
  {
    name: 'Authorize takes a prefix list as a source',
    async run(world) {
      const list = await newList(world, 5, '10.0.0.0/8');
      const group = await newGroup(world);
      await authorize(world, group, { ...tcp(22), PrefixListIds: [{ PrefixListId: list }] });
      expect(texts(await standing(world, group))).toEqual([`tcp 22-22 ${list}`]);
    },
  },
  {
    name: 'Authorize refuses a prefix list that is not there',
    motoDiffers: 'it takes any id',
    async run(world) {
      const call = authorize(world, await newGroup(world), { ...tcp(22), PrefixListIds: [{ PrefixListId: UNKNOWN }] });
      expect(await refusal(call)).toBe('InvalidPrefixListID.NotFound');
    },
  },
  {
    name: 'Authorize counts a prefix list with the most entries that it may have',
    motoDiffers: 'it does not count lists',
    async run(world) {
      const list = await newList(world, 61, '10.0.0.0/8');
      const call = authorize(world, await newGroup(world), { ...tcp(22), PrefixListIds: [{ PrefixListId: list }] });
      expect(await refusal(call)).toBe('RulesPerSecurityGroupLimitExceeded');
    },
  },
  {
    name: 'DescribeSecurityGroups filters by prefix list',
    motoDiffers: 'it answers 500',
    async run(world) {
      const list = await newList(world, 5, '10.0.0.0/8');
      const group = await newGroup(world);
      await authorize(world, group, { ...tcp(22), PrefixListIds: [{ PrefixListId: list }] });
      const Filters = [{ Name: 'ip-permission.prefix-list-id', Values: [list] }];
      const { SecurityGroups } = await world.ec2.send(new DescribeSecurityGroupsCommand({ Filters }));
      expect(SecurityGroups?.map((each) => each.GroupId)).toEqual([group]);
    },
  },
];
