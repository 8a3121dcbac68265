import {
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  DeleteTagsCommand,
  ModifyManagedPrefixListCommand,
  ModifySecurityGroupRulesCommand,
  RestoreManagedPrefixListVersionCommand,
} from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test } from 'vitest';
import type { BusEvent } from '../../cli/local-account/event-bus.ts';
import type { PrefixListId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { cidr, policy, rule } from '../core/arbitraries.ts';
import { createWorld, permission, type World } from './world.ts';

const LIST = 'pl-0123456789abcdef0' as PrefixListId;
const BY_LIST = rule('tcp', [443, 443], LIST, 'sgr-0000000000000000c');
const OFFICE = rule('tcp', [22, 22], '10.0.0.0/8', 'sgr-0000000000000000b');
const frozen = (more: Partial<Policy> = {}) =>
  policy({ kind: 'freeze' }, { id: 'frozen', mode: 'enforce', remedy: 'restore', ...more });

/** Has alice make a call, and gives the event of it, not delivered yet. */
async function call(world: World, command: unknown): Promise<BusEvent> {
  world.account.takeEvents();
  await world.account.ec2(world.alice).send(command as DeleteTagsCommand);
  const [event] = world.account.takeEvents();
  if (!event) throw new TypeError('The call left no event');
  world.clock.advance(4000);
  return event;
}
const deliver = async (world: World, ...events: readonly BusEvent[]) => {
  for (const event of events) await world.responder.respond(event);
};
const told = ({ responder }: World) => responder.notices.map(({ attributes }) => attributes.outcome);
const entries = ({ account }: World) =>
  account.state.lists
    .get(LIST)
    ?.versions.at(-1)
    ?.map((entry) => entry.cidr);

describe('a freeze, and the prefix list of a rule in the group', () => {
  const open = (CurrentVersion = 1) =>
    new ModifyManagedPrefixListCommand({
      PrefixListId: LIST,
      CurrentVersion,
      AddEntries: [{ Cidr: '192.168.0.0/16' }],
    });
  const createListed = (policies: readonly Policy[], groups = 1) => {
    const world = createWorld({ policies, rules: [] });
    world.account.plantList({ id: LIST, cidrs: [cidr('10.0.0.0/8')], maxEntries: 5 });
    world.account.plantGroup({ id: world.group, rules: [BY_LIST] });
    for (let at = 1; at < groups; at++) {
      const { id: _, ...content } = BY_LIST;
      world.account.plantGroup({ name: `more-${at}`, rules: [content] });
    }
    return world;
  };

  test('remedy restore gives the list its earlier entries, and the rule stays', async () => {
    const world = createListed([frozen()]);
    await deliver(world, await call(world, open()));
    expect([entries(world), world.standing(), told(world)]).toEqual([
      ['10.0.0.0/8'],
      [`tcp 443 from ${LIST}`],
      ['restored'],
    ]);
  });

  test('many groups that use it come to one restore, and each is told of once', async () => {
    const world = createListed([frozen()], 12);
    await deliver(world, await call(world, open()));
    expect(world.account.state.lists.get(LIST)?.versions).toHaveLength(3);
    expect(entries(world)).toEqual(['10.0.0.0/8']);
    expect(told(world)).toHaveLength(12);
    expect(new Set(told(world)).isSubsetOf(new Set(['restored', 'already-gone']))).toBe(true);
  });

  test.for<[string, Partial<Policy>, string]>([
    ['revoke', { remedy: 'revoke' }, 'held'],
    ['notify', { remedy: 'notify' }, 'notified'],
    ['restore, in audit mode', { mode: 'audit' }, 'would-revert'],
  ])('remedy %s leaves list and rule alone, and tells', async ([, more, outcome]) => {
    const world = createListed([frozen(more)]);
    await deliver(world, await call(world, open()));
    expect([entries(world), world.standing(), told(world)]).toEqual([
      ['10.0.0.0/8', '192.168.0.0/16'],
      [`tcp 443 from ${LIST}`],
      [outcome],
    ]);
  });

  test('what somebody has put right before is told, and not done again', async () => {
    const world = createListed([frozen()]);
    const changed = await call(world, open());
    await call(
      world,
      new RestoreManagedPrefixListVersionCommand({ PrefixListId: LIST, CurrentVersion: 2, PreviousVersion: 1 }),
    );
    await deliver(world, changed);
    expect([world.account.state.lists.get(LIST)?.versions.length, told(world)]).toEqual([3, ['already-gone']]);
  });

  test('entries that an enforced policy forbids in another group do not come back', async () => {
    const DENY = policy(
      { kind: 'deny', statements: [{ protocols: [6], ports: [[5432, 5432]], sources: [{ kind: 'public' }] }] },
      { id: 'no-public-database', mode: 'enforce', remedy: 'notify' },
    );
    const world = createListed([frozen({ scope: { groups: ['web-1'] } }), DENY]);
    world.account.plantGroup({ name: 'db-1', rules: [rule('tcp', [5432, 5432], LIST)] });
    const modify = (CurrentVersion: number, more: object) =>
      call(world, new ModifyManagedPrefixListCommand({ PrefixListId: LIST, CurrentVersion, ...more }));
    await modify(1, { AddEntries: [{ Cidr: '128.0.0.0/1' }] });
    const closed = await modify(2, { RemoveEntries: [{ Cidr: '128.0.0.0/1' }] });
    await deliver(world, closed);
    expect(entries(world)).toEqual(['10.0.0.0/8']);
    expect(told(world)).toEqual(['failed']);
    expect(world.responder.notices[0]?.text.replaceAll(/\s+/g, ' ')).toContain(
      'with its earlier entries the list breaks policy no-public-database in group sg-',
    );
  });

  test('a later edit of the list is not overwritten', async () => {
    const world = createListed([frozen()]);
    const changed = await call(world, open());
    await call(
      world,
      new ModifyManagedPrefixListCommand({
        PrefixListId: LIST,
        CurrentVersion: 2,
        AddEntries: [{ Cidr: '172.16.0.0/12' }],
      }),
    );
    await deliver(world, changed);
    expect([entries(world)?.length, told(world)]).toEqual([3, ['held']]);
  });
});

describe('a frozen group whose tag comes off', () => {
  const TAG = { Key: 'state', Value: 'frozen' };
  const byTag = frozen({ scope: { tags: { state: ['frozen'] } } });
  let world: World;
  const add = () =>
    call(
      world,
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: world.group,
        IpPermissions: [permission('tcp', 8443, 8443, '10.9.0.0/16')],
      }),
    );
  const edit = (CidrIpv4: string) =>
    call(
      world,
      new ModifySecurityGroupRulesCommand({
        GroupId: world.group,
        SecurityGroupRules: [
          {
            SecurityGroupRuleId: OFFICE.id,
            SecurityGroupRule: { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv4 },
          },
        ],
      }),
    );
  const tagOn = () => call(world, new CreateTagsCommand({ Resources: [world.group], Tags: [TAG] }));
  const tagOff = () => call(world, new DeleteTagsCommand({ Resources: [world.group], Tags: [TAG] }));
  /** Lets the responder read the group as it is, by a change that takes nothing along. */
  const seen = async () =>
    deliver(
      world,
      await call(world, new CreateTagsCommand({ Resources: [world.group], Tags: [{ Key: 'seen', Value: '1' }] })),
    );

  beforeEach(() => {
    world = createWorld({ policies: [byTag], rules: [OFFICE] });
  });
  /** The group is frozen, and the responder has seen that some time ago. */
  const freeze = async () => {
    await deliver(world, await tagOn());
    world.clock.advance(60_000);
  };

  test('what was added just before is removed', async () => {
    await freeze();
    const [added, freed] = [await add(), await tagOff()];
    await deliver(world, added, freed);
    expect(world.standing()).toEqual(['tcp 22 from 10.0.0.0/8']);
    expect(told(world)).toEqual(['notified']);
    const { text, subject } = world.responder.notices[0] ?? { text: '', subject: '' };
    expect(`${subject}\n${text}`).toMatch(/tcp 8443 from 10\.9\.0\.0\/16/);
  });

  test('what was changed just before gets back what it was, also when it was changed twice', async () => {
    await freeze();
    const events = [await edit('192.168.0.0/16'), await edit('172.16.0.0/12'), await tagOff()];
    await deliver(world, ...events);
    expect(world.standing()).toEqual(['tcp 22 from 10.0.0.0/8']);
  });

  test('who may tag takes nothing away by it that came before the tag', async () => {
    await seen();
    await deliver(world, await add());
    await deliver(world, await tagOn(), await tagOff());
    expect(world.standing()).toEqual(['tcp 22 from 10.0.0.0/8', 'tcp 8443 from 10.9.0.0/16']);
  });

  test('what came more than an hour before stays, and so does what stood', async () => {
    await freeze();
    const [added, freed] = [
      await add(),
      await (async () => {
        world.clock.advance(3_700_000);
        return tagOff();
      })(),
    ];
    await deliver(world, added, freed);
    expect(world.standing()).toEqual(['tcp 22 from 10.0.0.0/8', 'tcp 8443 from 10.9.0.0/16']);
  });
});
