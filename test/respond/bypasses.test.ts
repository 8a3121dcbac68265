import {
  AuthorizeSecurityGroupIngressCommand,
  type CreateVpcCommand,
  ModifyManagedPrefixListCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { expect, test } from 'vitest';
import type { RuleId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { cidr, policy, rule } from '../core/arbitraries.ts';
import { createWorld, NO_SSH, permission, type World } from './world.ts';

const HTTPS = rule('tcp', [443, 443], '0.0.0.0/0', 'sgr-0000000000000000a');
const OFFICE = rule('tcp', [22, 22], '10.0.0.0/8', 'sgr-0000000000000000b');
const BAD = 'tcp 22 from 0.0.0.0/0';
const FROZEN = policy({ kind: 'freeze' }, { id: 'frozen', mode: 'enforce', remedy: 'restore' });

const live = ({ account, group }: World): readonly Rule[] => account.ingress(group) ?? [];
const texts = (world: World) => live(world).map(ruleText);
const call = (world: World, command: unknown) => world.account.ec2(world.alice).send(command as CreateVpcCommand);
/** Delivers what was recorded, and what could not be handled again later, as the queue does. */
const deliver = async (
  world: World,
  events: readonly unknown[] = world.account.takeEvents(),
  tries = 5,
): Promise<void> => {
  world.clock.advance(4000);
  const again: unknown[] = [];
  for (const event of events) await world.responder.respond(event).catch(() => again.push(event));
  if (again.length === 0) return;
  expect(tries).toBeGreaterThan(1);
  world.clock.advance(180_000);
  await deliver(world, again, tries - 1);
};
const add = (world: World, cidrIp: string, port = 22) =>
  call(
    world,
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: world.group,
      IpPermissions: [permission('tcp', port, port, cidrIp)],
    }),
  );
const modify = (world: World, ...edits: readonly (readonly [RuleId | undefined, string, number?])[]) =>
  call(
    world,
    new ModifySecurityGroupRulesCommand({
      GroupId: world.group,
      SecurityGroupRules: edits.map(([SecurityGroupRuleId, CidrIpv4, port = 22]) => ({
        SecurityGroupRuleId,
        SecurityGroupRule: { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4 },
      })),
    }),
  );
const revoke = (world: World, id: RuleId | undefined) =>
  call(world, new RevokeSecurityGroupIngressCommand({ GroupId: world.group, SecurityGroupRuleIds: [id as string] }));
/** Lets the responder see the group, so that it remembers it; a frozen one takes the rule away again. */
const seen = async (world: World) => {
  await add(world, '10.9.0.0/16', 8443);
  await deliver(world);
  world.clock.advance(3_600_000);
  return world;
};

test.for(['revoke', 'restore'] as const)(
  'a harmless rule, modified before its event is handled, does not slip by: %s',
  async (remedy) => {
    const world = createWorld({ policies: [{ ...NO_SSH, remedy }], rules: [HTTPS] });
    await add(world, '10.0.0.0/8');
    await modify(world, [live(world)[1]?.id, '0.0.0.0/0']);
    await deliver(world);
    expect(texts(world)).not.toContain(BAD);
  },
);

test('a good modification followed by a bad one does not slip by', async () => {
  const world = await seen(createWorld({ policies: [{ ...NO_SSH, remedy: 'restore' }], rules: [HTTPS, OFFICE] }));
  await modify(world, [OFFICE.id, '10.1.0.0/16']);
  await modify(world, [OFFICE.id, '0.0.0.0/0']);
  await deliver(world);
  expect(texts(world)).not.toContain(BAD);
});

test('a bad rule added and taken away by the same hand is not put back into a frozen group', async () => {
  const world = await seen(createWorld({ policies: [FROZEN], rules: [HTTPS] }));
  await add(world, '0.0.0.0/0');
  await revoke(world, live(world).find((each) => ruleText(each) === BAD)?.id);
  await deliver(world);
  expect(texts(world)).toEqual([ruleText(HTTPS)]);
});

test('a rule modified and then taken away is put back as it was accepted', async () => {
  const world = await seen(createWorld({ policies: [FROZEN], rules: [HTTPS, OFFICE] }));
  await modify(world, [OFFICE.id, '0.0.0.0/0']);
  await revoke(world, OFFICE.id);
  await deliver(world);
  expect(texts(world).sort()).toEqual([ruleText(OFFICE), ruleText(HTTPS)].sort());
});

test('nothing is brought back that another enforced policy forbids', async () => {
  const open = rule('tcp', [22, 22], '0.0.0.0/0', OFFICE.id);
  const world = await seen(createWorld({ policies: [FROZEN, NO_SSH], rules: [HTTPS, open] }));
  await modify(world, [open.id, '10.0.0.0/8']);
  await deliver(world);
  await revoke(world, open.id);
  await deliver(world);
  expect(texts(world)).not.toContain(BAD);
});

test('a copy of the old content does not keep a rule from being restored', async () => {
  const world = await seen(createWorld({ policies: [FROZEN], rules: [HTTPS, OFFICE] }));
  await modify(world, [OFFICE.id, '0.0.0.0/0']);
  await add(world, '10.0.0.0/8');
  await deliver(world);
  expect(texts(world)).not.toContain(BAD);
});

test('two rules that change places in one call change back', async () => {
  const other = rule('tcp', [25, 25], '10.0.0.0/8', 'sgr-0000000000000000c');
  const world = await seen(createWorld({ policies: [FROZEN], rules: [HTTPS, OFFICE, other] }));
  await modify(world, [OFFICE.id, '0.0.0.0/0']);
  await modify(world, [other.id, '10.0.0.0/8', 22]);
  await deliver(world);
  expect(texts(world).sort()).toEqual([HTTPS, OFFICE, other].map(ruleText).sort());
});

const withList = (policies: readonly Policy[], before: string) => {
  const world = createWorld({ policies, rules: [HTTPS] });
  const list = world.account.plantList({ cidrs: [cidr(before)], maxEntries: 5 });
  world.account.plantGroup({ id: world.group, rules: [rule('tcp', [22, 22], list, 'sgr-0000000000000000e')] });
  const open = () =>
    call(
      world,
      new ModifyManagedPrefixListCommand({
        PrefixListId: list,
        CurrentVersion: 1,
        AddEntries: [{ Cidr: '10.99.0.0/16' }],
      }),
    );
  return { world, list, open };
};

test('a list whose earlier entries are as bad is not called restored: the rules that use it go', async () => {
  const { world, open } = withList([{ ...NO_SSH, remedy: 'restore' }], '0.0.0.0/0');
  await open();
  await deliver(world);
  expect(texts(world)).toEqual([ruleText(HTTPS)]);
  expect(world.responder.notices.map(({ attributes }) => attributes.outcome)).toEqual(['reverted']);
});

test('a list change is told although the rules that used it are gone when its event comes again', async () => {
  let failures = 1;
  const world = createWorld({
    policies: [NO_SSH],
    rules: [HTTPS],
    change: (ports) => ({
      ...ports,
      publish: async (notice) => {
        if (failures-- > 0) throw new RetryableError('Throttled');
        return ports.publish(notice);
      },
    }),
  });
  const list = world.account.plantList({ cidrs: [cidr('10.0.0.0/8')], maxEntries: 5 });
  world.account.plantGroup({ id: world.group, rules: [rule('tcp', [22, 22], list, 'sgr-0000000000000000e')] });
  await call(
    world,
    new ModifyManagedPrefixListCommand({ PrefixListId: list, CurrentVersion: 1, AddEntries: [{ Cidr: '0.0.0.0/0' }] }),
  );
  const [event] = world.account.takeEvents();
  await expect(world.responder.respond(event)).rejects.toThrow('Throttled');
  world.clock.advance(180_000);
  await world.responder.respond(event);
  expect(world.responder.notices.map(({ attributes }) => attributes.outcome)).toEqual(['reverted']);
});

test('people hear of a repair that can not be remembered', async () => {
  const world = createWorld({
    change: (ports) => ({
      ...ports,
      ledger: {
        ...ports.ledger,
        remember: async () => {
          throw new TypeError('Item too large');
        },
      },
    }),
  });
  const event = await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]);
  await expect(world.responder.respond(event)).rejects.toThrow('Item too large');
  expect(world.responder.notices).toHaveLength(1);
});
