import { GetManagedPrefixListEntriesCommand } from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import { authorize } from '../../functions/aws/authorize.ts';
import { findGroups } from '../../functions/aws/find-groups.ts';
import { readGroup } from '../../functions/aws/read-group.ts';
import { readList } from '../../functions/aws/read-list.ts';
import { restoreList } from '../../functions/aws/restore-list.ts';
import type { PrefixListId } from '../../functions/core/ids.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { type Case, newList, tcp, widen, worldOf } from './repair-world.ts';
import { ACCOUNT } from './sample-report.ts';

/** Prefix lists, and the groups that are looked for. */
export const listCases: readonly Case[] = [
  {
    name: 'readGroup() gives the ids of egress rules apart',
    async run({ ec2, group }) {
      const reading = await readGroup(ec2)({ id: group });
      expect(reading).toMatchObject({ kind: 'found', standing: [], egress: [expect.stringMatching(/^sgr-/)] });
    },
  },
  {
    name: 'readList() gives the current version of a list of its own, and says whose it is',
    async run(world) {
      const list = await newList(world);
      await widen(world, list);
      expect(await readList(world.ec2, ACCOUNT)(list)).toEqual({ kind: 'found', version: 2, own: true });
      const stranger = '111122223333' as typeof ACCOUNT;
      expect(await readList(world.ec2, stranger)(list)).toEqual({ kind: 'found', version: 2, own: false });
      const unknown = 'pl-00000000000000009' as PrefixListId;
      expect(await readList(world.ec2, ACCOUNT)(unknown)).toMatchObject({ kind: 'unreadable' });
    },
  },
  {
    name: 'restoreList() brings the earlier entries back once',
    motoCannot: 'it does not know the call',
    async run(world) {
      const list = await newList(world);
      await widen(world, list);
      const restore = restoreList(world.ec2);
      expect(await restore(list, 2, 1)).toEqual({ kind: 'restored' });
      const { Entries } = await world.ec2.send(new GetManagedPrefixListEntriesCommand({ PrefixListId: list }));
      expect(Entries).toEqual([{ Cidr: '10.0.0.0/8' }]);
      expect(await restore(list, 2, 1)).toEqual({ kind: 'changed' });
      expect(await restore(list, 3, 9)).toMatchObject({ kind: 'refused' });
    },
  },
  {
    name: 'findGroups() finds the default group of a VPC, and none of a VPC that is not there',
    async run({ ec2, vpc, group }) {
      const found = await findGroups(ec2)({ defaultOf: vpc });
      const ids = found.kind === 'found' ? found.ids : [];
      expect(ids).toHaveLength(1);
      expect(ids).not.toContain(group);
      const none = await findGroups(ec2)({ defaultOf: 'vpc-0123456789abcdef0' });
      expect(none).toEqual({ kind: 'found', ids: [] });
    },
  },
  {
    name: 'findGroups() finds the groups with an ingress rule that uses a list, over several pages',
    motoCannot: 'it answers 500',
    async run(world) {
      const list = await newList(world);
      const others = [];
      for (let index = 0; index < 12; index++) others.push(await worldOf(world.ec2));
      const source: Rule['source'] = { kind: 'list', id: list };
      for (const { group } of others) await authorize(world.ec2)(group, [tcp(22, source), tcp(23, source)]);
      const ids = others.map(({ group }) => group);
      expect(await findGroups(world.ec2)({ using: list })).toEqual({ kind: 'found', ids });
    },
  },
];
