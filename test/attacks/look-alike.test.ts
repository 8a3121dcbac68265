import { DescribeManagedPrefixListsCommand } from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { Policy } from '../../functions/core/policy.ts';
import { cidr, policy, rule } from '../core/arbitraries.ts';
import { LIST, listRecord } from '../records/samples.ts';
import { ACCOUNT, createWorld, NO_SSH, type World } from '../respond/world.ts';

const NAME = 'com.amazonaws.global.cloudfront.origin-facing';

/** Opens port 22 to a list, and gives the list's id. */
async function openTo(world: World, list: string): Promise<void> {
  const port = { IpProtocol: 'tcp', FromPort: 22, ToPort: 22 };
  const event = await world.authorize([{ ...port, PrefixListIds: [{ PrefixListId: list }] }]);
  await world.responder.respond(event);
}

test("a customer's list that bears the name of one of AWS's counts with its entries, whatever it is called", async () => {
  const world = createWorld({ rules: [] });
  const list = world.account.plantList({ name: NAME, cidrs: [cidr('0.0.0.0/1'), cidr('128.0.0.0/1')] });
  await openTo(world, list);
  expect(world.standing()).toEqual([]);
  expect(world.responder.notices.map(({ attributes }) => attributes.outcome)).toEqual(['reverted']);
});

test('a policy that lets a list in lets that id in, and none that is called like it', async () => {
  const genuine = 'pl-0aaaaaaaaaaaaaaaa' as never;
  const only: Policy = policy(
    { kind: 'only', statements: [{ protocols: [6], sources: [{ kind: 'list', id: genuine }] }] },
    { id: 'cloudfront-only', mode: 'enforce' },
  );
  const world = createWorld({ policies: [only], rules: [rule('tcp', [443, 443], genuine, 'sgr-0000000000000000a')] });
  world.account.plantList({ id: genuine, name: NAME, owner: 'AWS', cidrs: [cidr('198.51.100.0/24')] });
  const twin = world.account.plantList({ name: NAME, cidrs: [cidr('203.0.113.0/24')] });
  const { PrefixLists = [] } = await world.account.ec2(world.alice).send(new DescribeManagedPrefixListsCommand({}));
  expect(PrefixLists.filter(({ PrefixListName }) => PrefixListName === NAME).length).toBe(2);
  await openTo(world, twin);
  expect(world.standing()).toEqual([`tcp 443 from ${genuine}`]);
});

test('a list of AWS is never restored, nor one that is called like it and belongs to another account', async () => {
  for (const owner of ['AWS', '999999999999']) {
    const world = createWorld({ policies: [{ ...NO_SSH, remedy: 'restore' }], rules: [] });
    world.account.plantList({ id: LIST as never, name: NAME, owner, cidrs: [cidr('0.0.0.0/0')] });
    world.account.plantGroup({ id: world.group, rules: [rule('tcp', [22, 22], LIST, 'sgr-0000000000000000b')] });
    await world.responder.respond(
      listRecord('ModifyManagedPrefixList', { CurrentVersion: null }, { recipientAccountId: ACCOUNT }),
    );
    expect(world.standing()).toEqual([]);
    expect(world.account.records.map(({ eventName }) => eventName)).toEqual(['RevokeSecurityGroupIngress']);
  }
});
