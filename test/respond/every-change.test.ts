import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  DeleteTagsCommand,
  ModifyManagedPrefixListCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import type { GroupId, RuleId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import type { GroupReading } from '../../functions/respond/ports.ts';
import { cidr, policy, rule } from '../core/arbitraries.ts';
import { record } from '../records/records.ts';
import { ACCOUNT, createWorld, NO_SSH, permission, type World } from './world.ts';

const HTTPS = rule('tcp', [443, 443], '0.0.0.0/0', 'sgr-0000000000000000a');
const OFFICE = {
  ...rule('tcp', [22, 22], '10.0.0.0/8', 'sgr-0000000000000000b'),
  description: 'office',
  tags: { owner: 'net' },
};
const FROZEN = policy({ kind: 'freeze' }, { id: 'frozen', mode: 'enforce', remedy: 'restore' });
const RESTORING: Policy = { ...NO_SSH, remedy: 'restore' };
const REQUIRED = policy(
  {
    kind: 'require',
    statements: [{ protocols: [6], ports: [[443, 443]], sources: [{ kind: 'cidr', cidr: cidr('0.0.0.0/0') }] }],
  },
  { id: 'https-stays', mode: 'enforce', remedy: 'restore' },
);

/** Does something as alice, and delivers what was recorded of it. */
async function act(world: World, command: unknown): Promise<void> {
  world.account.takeEvents();
  // The SDK's overloads know each command by itself; here any of them will do.
  await world.account.ec2(world.alice).send(command as CreateVpcCommand);
  world.clock.advance(4000);
  for (const event of world.account.takeEvents()) await world.responder.respond(event);
}

/** Lets the responder see the group once, by a harmless change, so that it remembers it. */
async function seen(world: World): Promise<World> {
  await act(
    world,
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: world.group,
      IpPermissions: [permission('tcp', 8443, 8443, '10.9.0.0/16')],
    }),
  );
  await act(
    world,
    new RevokeSecurityGroupIngressCommand({
      GroupId: world.group,
      IpPermissions: [permission('tcp', 8443, 8443, '10.9.0.0/16')],
    }),
  );
  return world;
}

const modify = (world: World, id: RuleId | undefined, to: object) =>
  act(
    world,
    new ModifySecurityGroupRulesCommand({
      GroupId: world.group,
      SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: { IpProtocol: 'tcp', ...to } }],
    }),
  );
const outcomes = ({ responder }: World) => responder.notices.map(({ attributes }) => attributes.outcome);
const live = ({ account, group }: World): readonly Rule[] => account.ingress(group) ?? [];

describe('a rule that is changed', () => {
  test('gets back what it was, and keeps its id, description and tags', async () => {
    const world = await seen(createWorld({ policies: [RESTORING], rules: [HTTPS, OFFICE] }));
    await modify(world, OFFICE.id, { CidrIpv4: '0.0.0.0/0', FromPort: 22, ToPort: 22, Description: 'just for now' });
    expect(live(world)).toMatchObject([{ id: HTTPS.id }, { ...OFFICE }]);
    expect(outcomes(world)).toEqual(['restored']);
  });

  test('is removed when nothing is remembered of it', async () => {
    const world = createWorld({ policies: [RESTORING], rules: [HTTPS, OFFICE] });
    await modify(world, OFFICE.id, { CidrIpv4: '0.0.0.0/0', FromPort: 22, ToPort: 22 });
    expect(live(world).map(ruleText)).toEqual([ruleText(HTTPS)]);
    expect(outcomes(world)).toEqual(['reverted']);
  });

  test('stays when it breaks no policy, and is what is remembered from then on', async () => {
    const world = await seen(createWorld({ policies: [RESTORING], rules: [HTTPS, OFFICE] }));
    await modify(world, OFFICE.id, { CidrIpv4: '10.1.0.0/16', FromPort: 22, ToPort: 22 });
    await modify(world, OFFICE.id, { CidrIpv4: '0.0.0.0/0', FromPort: 22, ToPort: 22 });
    expect(live(world).map(ruleText)).toEqual([ruleText(HTTPS), 'tcp 22 from 10.1.0.0/16']);
  });

  test('is left alone in a frozen group of which nothing is remembered, and told', async () => {
    const world = createWorld({ policies: [FROZEN], rules: [HTTPS, OFFICE] });
    await modify(world, OFFICE.id, { CidrIpv4: '10.1.0.0/16', FromPort: 22, ToPort: 22 });
    expect(live(world).map(ruleText)).toEqual([ruleText(HTTPS), 'tcp 22 from 10.1.0.0/16']);
    expect(outcomes(world)).toEqual(['held']);
  });

  test('into one that a policy requires no longer is put right', async () => {
    const world = await seen(createWorld({ policies: [REQUIRED], rules: [HTTPS, OFFICE] }));
    await modify(world, HTTPS.id, { CidrIpv4: '10.0.0.0/8', FromPort: 443, ToPort: 443 });
    expect(live(world).map(ruleText)).toContain(ruleText(HTTPS));
    expect(outcomes(world)).toEqual(['restored']);
  });

  test('in its description alone is no change of traffic', async () => {
    const world = await seen(createWorld({ policies: [FROZEN], rules: [OFFICE] }));
    world.responder.notices.slice();
    const before = outcomes(world).length;
    await modify(world, OFFICE.id, { CidrIpv4: '10.0.0.0/8', FromPort: 22, ToPort: 22, Description: 'new words' });
    expect(outcomes(world).length).toBe(before);
  });

  test('after a later edit is left to the later event', async () => {
    const world = await seen(createWorld({ policies: [RESTORING], rules: [HTTPS, OFFICE] }));
    world.account.takeEvents();
    const ec2 = world.account.ec2(world.alice);
    const edit = (CidrIpv4: string) =>
      ec2.send(
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
    await edit('0.0.0.0/0');
    await edit('10.2.0.0/16');
    for (const event of world.account.takeEvents()) await world.responder.respond(event);
    expect(live(world).map(ruleText)).toContain('tcp 22 from 10.2.0.0/16');
    expect(outcomes(world)).toEqual(['changed']);
  });
});

describe('a rule that is taken away', () => {
  test('is put back with description and tags in a frozen group', async () => {
    const world = await seen(createWorld({ policies: [{ ...FROZEN, mode: 'audit' }], rules: [HTTPS, OFFICE] }));
    const frozen = createWorld({ policies: [FROZEN], rules: [HTTPS, OFFICE] });
    await act(
      frozen,
      new RevokeSecurityGroupIngressCommand({ GroupId: frozen.group, SecurityGroupRuleIds: [OFFICE.id as string] }),
    );
    expect(live(frozen).map(ruleText)).toEqual([ruleText(HTTPS), ruleText(OFFICE)]);
    expect(outcomes(frozen)).toEqual(['put-back']);
    expect(live(frozen)[1]).toMatchObject({ description: 'office' });
    expect(outcomes(world).every((word) => word === 'would-revert')).toBe(true);
  });

  test('is put back when a policy requires it, by permission too', async () => {
    const world = await seen(createWorld({ policies: [REQUIRED], rules: [HTTPS, OFFICE] }));
    await act(
      world,
      new RevokeSecurityGroupIngressCommand({
        GroupId: world.group,
        IpPermissions: [permission('tcp', 443, 443, '0.0.0.0/0')],
      }),
    );
    expect(live(world).map(ruleText)).toContain(ruleText(HTTPS));
    await act(
      world,
      new RevokeSecurityGroupIngressCommand({ GroupId: world.group, SecurityGroupRuleIds: [OFFICE.id as string] }),
    );
    expect(live(world).map(ruleText)).not.toContain(ruleText(OFFICE));
    expect(outcomes(world)).toEqual(['put-back']);
  });
});

describe('a rule that is narrowed', () => {
  const NARROW: Policy = { ...NO_SSH, remedy: 'narrow' };
  test('gives way to rules for what was within policy', async () => {
    const world = createWorld({ policies: [NARROW], rules: [HTTPS] });
    await world.responder.respond(await world.authorize([{ ...permission('tcp', 0, 1024, '0.0.0.0/0') }]));
    expect(live(world).map(ruleText).sort()).toEqual(
      ['tcp 0-21 from 0.0.0.0/0', 'tcp 23-1024 from 0.0.0.0/0', ruleText(HTTPS)].sort(),
    );
    expect(outcomes(world)).toEqual(['narrowed']);
  });

  test('is removed when that would take more rules than the policy allows', async () => {
    const world = createWorld({ policies: [{ ...NARROW, pieces: 1 }], rules: [HTTPS] });
    await world.responder.respond(await world.authorize([{ ...permission('tcp', 0, 1024, '0.0.0.0/0') }]));
    expect(live(world).map(ruleText)).toEqual([ruleText(HTTPS)]);
    expect(world.responder.emitted).toMatchObject([
      { rules: [{ intent: { instead: expect.stringContaining('more than 1 rule') } }] },
    ]);
  });

  test('is removed when the quota has no room', async () => {
    const many = Array.from({ length: 58 }, (_, at) =>
      rule('tcp', [2000 + at, 2000 + at], '10.0.0.0/8', `sgr-00000000000001${(100 + at).toString()}`),
    );
    const world = createWorld({ policies: [NARROW], rules: [HTTPS, ...many] });
    await world.responder.respond(await world.authorize([{ ...permission('tcp', 0, 1024, '0.0.0.0/0') }]));
    expect(live(world)).toHaveLength(59);
    expect(world.responder.emitted).toMatchObject([
      { rules: [{ outcome: { kind: 'done', instead: expect.stringContaining('quota') } }] },
    ]);
  });
});

describe('a new group', () => {
  const CLOSED = policy(
    { kind: 'deny', statements: [{ protocols: [-1], sources: [{ kind: 'any' }] }] },
    { id: 'default-closed', mode: 'enforce', scope: { groups: ['default'] } },
  );
  test('of a new VPC is judged: the self reference of its default group goes', async () => {
    const world = createWorld({ policies: [CLOSED] });
    await act(world, new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }));
    expect(outcomes(world)).toEqual(['reverted']);
    expect(world.responder.emitted).toMatchObject([{ group: { name: 'default' }, rules: [{ how: 'standing' }] }]);
  });

  test.for<[string, (reading: Extract<GroupReading, { kind: 'found' }>) => GroupReading]>([
    ['shows without the rule that it is born with', (reading) => ({ ...reading, standing: [] })],
    ['does not show yet', () => ({ kind: 'missing' })],
  ])('of a new VPC is looked at again where its default group %s', async ([, shown]) => {
    let early = 2;
    const world = createWorld({
      policies: [CLOSED],
      change: (ports) => ({
        ...ports,
        readGroup: async (by) => {
          const reading = await ports.readGroup(by);
          return reading.kind === 'found' && early-- > 0 ? shown(reading) : reading;
        },
      }),
    });
    await act(world, new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }));
    expect(outcomes(world)).toEqual(['reverted']);
  });

  test('without rules is fine', async () => {
    const world = createWorld({ policies: [CLOSED, FROZEN] });
    await act(world, new CreateSecurityGroupCommand({ GroupName: 'new', Description: 'new' }));
    expect(outcomes(world)).toEqual([]);
  });
});

describe('a tag', () => {
  const TIER: Policy = { ...NO_SSH, scope: { tags: { tier: ['web'] } } };
  const untag = (world: World) =>
    act(world, new DeleteTagsCommand({ Resources: [world.group], Tags: [{ Key: 'tier', Value: 'web' }] }));

  test('taken off does not free a group that just broke the policy', async () => {
    const world = await seen(createWorld({ policies: [TIER], rules: [HTTPS] }));
    world.account.takeEvents();
    const ec2 = world.account.ec2(world.alice);
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId: world.group,
        IpPermissions: [permission('tcp', 22, 22, '0.0.0.0/0')],
      }),
    );
    await ec2.send(new DeleteTagsCommand({ Resources: [world.group], Tags: [{ Key: 'tier', Value: 'web' }] }));
    for (const event of world.account.takeEvents()) await world.responder.respond(event);
    expect(live(world).map(ruleText)).toEqual([ruleText(HTTPS)]);
    expect(outcomes(world).length).toBe(1);
  });

  test('taken off is told, and rules that stood long before are left', async () => {
    const world = await seen(
      createWorld({ policies: [TIER], rules: [HTTPS, rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-0000000000000000c')] }),
    );
    await untag(world);
    expect(live(world).map(ruleText)).toContain('tcp 22 from 0.0.0.0/0');
    expect(world.responder.emitted.at(-1)).toMatchObject({ concerns: [{ policy: 'no-ssh' }] });
  });

  test('put on brings the group into scope: what stands there is told, not touched', async () => {
    const world = createWorld({
      policies: [{ ...NO_SSH, scope: { tags: { env: ['prod'] } } }],
      rules: [rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-0000000000000000c')],
    });
    await act(world, new CreateTagsCommand({ Resources: [world.group], Tags: [{ Key: 'env', Value: 'prod' }] }));
    expect(live(world)).toHaveLength(1);
    expect(outcomes(world)).toEqual(['notified']);
  });

  test('that no policy speaks of is nobody’s business', async () => {
    const world = createWorld({
      policies: [TIER],
      rules: [rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-0000000000000000c')],
    });
    await act(world, new CreateTagsCommand({ Resources: [world.group], Tags: [{ Key: 'Name', Value: 'x' }] }));
    expect(outcomes(world)).toEqual([]);
  });
});

describe('a prefix list', () => {
  const withList = async (remedy: Policy['remedy']) => {
    const world = createWorld({ policies: [{ ...NO_SSH, remedy }], rules: [HTTPS] });
    const list = world.account.plantList({ cidrs: [cidr('10.0.0.0/8')], maxEntries: 5 });
    const other = world.account.plantGroup({
      name: 'web-2',
      rules: [rule('tcp', [22, 22], list, 'sgr-0000000000000000d')],
    });
    world.account.plantGroup({ id: world.group, rules: [rule('tcp', [0, 100], list, 'sgr-0000000000000000e')] });
    const open = new ModifyManagedPrefixListCommand({
      PrefixListId: list,
      CurrentVersion: 1,
      AddEntries: [{ Cidr: '0.0.0.0/0' }],
    });
    await act(world, open);
    return { world, list, other };
  };

  test('that opens groups gets back its entries where the policy says restore', async () => {
    const { world, list, other } = await withList('restore');
    expect(live(world)).toHaveLength(2);
    expect(world.account.ingress(other as GroupId)).toHaveLength(1);
    expect(world.account.records.map(({ eventName }) => eventName)).toContain('RestoreManagedPrefixListVersion');
    expect(outcomes(world).every((word) => word === 'restored')).toBe(true);
    expect(outcomes(world).length).toBeGreaterThan(0);
    expect(list).toMatch(/^pl-/);
  });

  test('that opens groups loses the rules that use it where the policy says revoke', async () => {
    const { world, other } = await withList('revoke');
    expect(live(world).map(ruleText)).toEqual([ruleText(HTTPS)]);
    expect(world.account.ingress(other as GroupId)).toEqual([]);
    expect(outcomes(world)).toEqual(['reverted', 'reverted']);
  });
});

describe('a watched change', () => {
  const WATCH = policy({ kind: 'watch', events: ['network-acls'] }, { id: 'other-firewalls', remedy: 'notify' });
  const acl = record('CreateNetworkAclEntry', {
    recipientAccountId: ACCOUNT,
    requestParameters: {
      networkAclId: 'acl-0123456789abcdef0',
      ruleNumber: 90,
      egress: false,
      ruleAction: 'allow',
      aclProtocol: '-1',
      cidrBlock: '0.0.0.0/0',
    },
    responseElements: { _return: true },
  });
  test.for([
    [WATCH, ['notified']],
    [{ ...WATCH, ban: { kind: 'watch', events: ['attachments'] } } as Policy, []],
    [{ ...WATCH, mode: 'off' } as Policy, []],
  ] as const)('is told where a policy watches it', async ([watching, expected]) => {
    const world = createWorld({ policies: [watching] });
    await world.responder.respond(acl);
    expect(outcomes(world)).toEqual(expected);
  });
});

test('a list that many groups use is worked on a few groups at a time, and no group is left out', async () => {
  let [underWay, most] = [0, 0];
  const world = createWorld({
    policies: [NO_SSH],
    change: (ports) => ({
      ...ports,
      readGroup: async (by) => {
        most = Math.max(most, ++underWay);
        await new Promise((resolve) => setImmediate(resolve));
        underWay--;
        return ports.readGroup(by);
      },
    }),
  });
  const list = world.account.plantList({ cidrs: [cidr('10.0.0.0/8')], maxEntries: 5 });
  const groups = Array.from({ length: 25 }, (_, at) =>
    world.account.plantGroup({ name: `many-${at}`, rules: [rule('tcp', [22, 22], list)] }),
  );
  await act(
    world,
    new ModifyManagedPrefixListCommand({ PrefixListId: list, CurrentVersion: 1, AddEntries: [{ Cidr: '0.0.0.0/0' }] }),
  );
  expect(groups.flatMap((group) => world.account.ingress(group) ?? [])).toEqual([]);
  expect(outcomes(world)).toEqual(groups.map(() => 'reverted'));
  expect(most).toBe(10);
});
