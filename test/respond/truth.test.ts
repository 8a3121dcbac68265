import {
  AuthorizeSecurityGroupIngressCommand,
  DeleteSecurityGroupCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import type { RuleId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type Ports, RetryableError } from '../../functions/respond/ports.ts';
import { rule } from '../core/arbitraries.ts';
import { createWorld, NO_SSH, permission, type World } from './world.ts';

const SSH = permission('tcp', 22, 22, '0.0.0.0/0');
const AUDIT: Policy = { ...NO_SSH, mode: 'audit' };

/** The id of the rule that opens port 22. */
const sshId = ({ account, group }: World): RuleId =>
  account.ingress(group)?.find(({ from }) => from === 22)?.id ?? ('sgr-none' as RuleId);

const edit = (world: World, to: object) =>
  world.account.ec2(world.alice).send(
    new ModifySecurityGroupRulesCommand({
      GroupId: world.group,
      SecurityGroupRules: [{ SecurityGroupRuleId: sshId(world), SecurityGroupRule: { IpProtocol: 'tcp', ...to } }],
    }),
  );
const close = ({ account, alice, group }: World) =>
  account.ec2(alice).send(new RevokeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: [SSH] }));
const open = ({ account, alice, group }: World) =>
  account.ec2(alice).send(new AuthorizeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: [SSH] }));

/** The one mail that went out, as one line of words, so that no line break is in the way. */
function mailOf({ responder }: World): string {
  expect(responder.notices.length).toBe(1);
  return responder.notices.map(({ text }) => text.replace(/\s+/g, ' ')).join('');
}

describe('a rule that was edited before the event came', () => {
  test.for([
    ['enforce', NO_SSH],
    ['audit', AUDIT],
  ] as const)(
    'to something harmless is told as changed, in %s mode, without a command against it',
    async ([, policy]) => {
      const world = createWorld({ policies: [policy] });
      const event = await world.authorize([SSH]);
      await edit(world, { FromPort: 22, ToPort: 22, CidrIpv4: '10.0.0.0/8' });
      await world.responder.respond(event);
      const mail = mailOf(world);
      expect(world.responder.notices[0]?.attributes.outcome).toBe('changed');
      expect(mail).toContain('it read tcp 22 from 10.0.0.0/8, which breaks no policy');
      expect(mail).toContain('has an event of its own');
      expect(mail).not.toMatch(/revoke-security-group-ingress|please remove|still open/i);
      expect(world.standing()).toContain('tcp 22 from 10.0.0.0/8');
    },
  );

  test('to something as bad is told as such, and its own event closes it', async () => {
    const world = createWorld();
    const event = await world.authorize([SSH]);
    await edit(world, { FromPort: 22, ToPort: 23, CidrIpv4: '0.0.0.0/0' });
    await world.responder.respond(event);
    const mail = mailOf(world);
    expect(mail).toContain('it read tcp 22-23 from 0.0.0.0/0, which STILL BREAKS a policy');
    expect(mail).not.toMatch(/nothing is left to close|revoke-security-group-ingress/);
    for (const later of world.account.takeEvents()) await world.responder.respond(later);
    expect(world.standing()).toEqual(['tcp 443 from 0.0.0.0/0']);
  });

  test('and edited again between the judgement and the revoke is judged as it reads then', async () => {
    const world: World = createWorld({
      change: (ports) => ({
        ...ports,
        revoke: async () => {
          await edit(world, { FromPort: 22, ToPort: 22, CidrIpv4: '10.0.0.0/8' });
          return { kind: 'gone' };
        },
      }),
    });
    await world.responder.respond(await world.authorize([SSH]));
    expect(world.responder.emitted).toMatchObject([
      { rules: [{ outcome: { kind: 'changed', now: 'tcp 22 from 10.0.0.0/8', verdict: 'compliant' } }] },
    ]);
  });
});

test('a rule that a person removed between two attempts is not claimed', async () => {
  let attempts = 0;
  const world = createWorld({
    change: (ports) => ({
      ...ports,
      revoke: async (...input) => {
        if (++attempts === 1) throw new RetryableError('Throttled');
        return ports.revoke(...input);
      },
    }),
  });
  const event = await world.authorize([SSH]);
  await expect(world.responder.respond(event)).rejects.toThrow('Throttled');
  await close(world);
  world.clock.advance(180_000);
  await world.responder.respond(event);
  expect(mailOf(world)).toContain('It is gone; an earlier attempt of Portcullis may have removed it.');
  expect(mailOf(world)).not.toContain('Portcullis removed');
});

describe('the same rule, added anew under another id', () => {
  /** Somebody adds the rule again right after it was removed. */
  const again =
    (world: () => World) =>
    (ports: Ports): Ports => ({
      ...ports,
      revoke: async (...input) => {
        const answer = await ports.revoke(...input);
        await open(world());
        return answer;
      },
    });

  test('after the revoke is not told as closed', async () => {
    const world: World = createWorld({ change: again(() => world) });
    await world.responder.respond(await world.authorize([SSH]));
    const id = sshId(world);
    expect(world.responder.emitted).toMatchObject([
      {
        rules: [{ outcome: { kind: 'stands-again', rule: id, removed: true } }],
        stayed: ['tcp 443 from 0.0.0.0/0', 'tcp 22 from 0.0.0.0/0'],
      },
    ]);
    expect(world.responder.emitted[0]).not.toHaveProperty('exposure');
    const mail = mailOf(world);
    expect(mail).toContain(`OPEN AGAIN. alice opened tcp 22 from 0.0.0.0/0`);
    expect(mail).toContain(`the same stands again, as ${id}`);
    expect(mail).not.toMatch(/Closed\.|nothing is left to close/);
  });

  test('before the event came is not told as gone, and is left to its own event', async () => {
    const world = createWorld();
    const event = await world.authorize([SSH]);
    await close(world);
    await open(world);
    const [, later] = world.account.takeEvents();
    await world.responder.respond(event);
    expect(world.standing()).toContain('tcp 22 from 0.0.0.0/0');
    expect(mailOf(world)).not.toContain('nothing is left to close');
    expect(world.responder.notices[0]?.attributes.outcome).toBe('stands-again');
    await world.responder.respond(later);
    expect(world.standing()).toEqual(['tcp 443 from 0.0.0.0/0']);
  });
});

test('what stayed is told by the last reading', async () => {
  const world: World = createWorld({
    change: (ports) => ({
      ...ports,
      revoke: async (...input) => {
        world.account.plantGroup({ id: world.group, rules: [rule('tcp', [8443, 8443], '10.0.0.0/8')] });
        return ports.revoke(...input);
      },
    }),
  });
  await world.responder.respond(await world.authorize([SSH]));
  expect(world.responder.emitted).toMatchObject([{ stayed: ['tcp 443 from 0.0.0.0/0', 'tcp 8443 from 10.0.0.0/8'] }]);
});

test('a mail that goes out late says when it was so', async () => {
  let tries = 0;
  const world = createWorld({
    policies: [AUDIT],
    change: (ports) => ({
      ...ports,
      publish: async (notice) => {
        if (++tries === 1) throw new RetryableError('SNS is away');
        return ports.publish(notice);
      },
    }),
  });
  const event = await world.authorize([SSH]);
  await expect(world.responder.respond(event)).rejects.toThrow('SNS is away');
  await close(world);
  world.clock.advance(180_000);
  await world.responder.respond(event);
  const mail = mailOf(world);
  expect(mail).toContain('It was open when Portcullis judged that, at 2026-11-23 12:00:04 UTC');
  expect(mail).not.toMatch(/still open as|^STILL OPEN/i);
});

test('a group that was deleted, under a policy that asks for tags, is told as gone', async () => {
  const world = createWorld({ policies: [{ ...NO_SSH, scope: { tags: { tier: ['web'] } } }] });
  const event = await world.authorize([SSH]);
  await world.account.ec2(world.alice).send(new DeleteSecurityGroupCommand({ GroupId: world.group }));
  await world.responder.respond(event);
  const mail = mailOf(world);
  expect(mail).toContain('the rule was not there any more, and neither was its group');
  expect(mail).not.toContain('look at the group by hand');
  expect(mail).toContain('The group is gone, and its rules with it.');
});

test('a list in the company that could not be read is named with the command that reads it', async () => {
  const world = createWorld({ change: (ports) => ({ ...ports, readLists: async () => new Map() }) });
  const list = world.account.plantList({ cidrs: ['0.0.0.0/2'] as never });
  world.account.plantGroup({ id: world.group, rules: [rule('tcp', [22, 22], list, 'sgr-0000000000000000b')] });
  await world.responder.respond(await world.authorize([permission('tcp', 22, 22, '128.0.0.0/2')]));
  expect(world.responder.notices[0]?.attributes.outcome).toBe('undetermined');
  expect(mailOf(world)).toContain(`--prefix-list-id ${list}`);
});

test('a group that stays open by other rules is not told as closed', async () => {
  const world = createWorld({ rules: [rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-0000000000000000b')] });
  await world.responder.respond(await world.authorize([permission('tcp', 22, 22, '1.1.1.1/32')]));
  expect(world.responder.emitted).toMatchObject([{ alsoOpen: ['tcp 22 from 0.0.0.0/0'] }]);
  const mail = mailOf(world);
  expect(mail).toContain('the group stays open by what else breaks the same policy: tcp 22 from 0.0.0.0/0');
  expect(mail).not.toContain('nothing is left to close');
});
