import { AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import type { Policy } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import { policy, rule } from '../core/arbitraries.ts';
import { authorizeRecord, type Json, type Permission } from '../records/records.ts';
import { revokedRule, revokeRecord } from '../records/samples.ts';
import { ACCOUNT, createWorld, NO_SSH, permission, type World } from '../respond/world.ts';

const OFFICE = rule('tcp', [8443, 8443], '10.0.0.0/8', 'sgr-0000000000000000b');
const OPEN = rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-0000000000000000c');
const FROZEN: Policy = policy({ kind: 'freeze' }, { id: 'frozen', mode: 'enforce', remedy: 'restore' });
const SSH: Permission = { protocol: 'tcp', from: 22, to: 22, ipv4: ['0.0.0.0/0'] };

const outcomes = ({ responder }: World) => responder.notices.map(({ attributes }) => attributes.outcome);

/** An event that says that the call added a rule, and names a rule that somebody else has had there all along. */
const naming = (world: World, { id }: Rule, said: Permission): Json =>
  authorizeRecord({
    groupId: world.group,
    ruleIds: [`${id}`],
    permissions: [said],
    parts: { recipientAccountId: ACCOUNT },
  });

describe("an event that names somebody else's standing rule", () => {
  test('with content that it does not have touches nothing, and is told as it stands', async () => {
    const world = createWorld({ rules: [OFFICE] });
    await world.responder.respond(naming(world, OFFICE, SSH));
    expect(world.standing()).toEqual([ruleText(OFFICE)]);
    expect(world.responder.emitted).toMatchObject([
      { rules: [{ outcome: { kind: 'changed', now: ruleText(OFFICE), verdict: 'compliant' } }] },
    ]);
  });

  test('with its content, where that is allowed, touches nothing', async () => {
    const world = createWorld({ rules: [OFFICE] });
    await world.responder.respond(
      naming(world, OFFICE, { protocol: 'tcp', from: 8443, to: 8443, ipv4: ['10.0.0.0/8'] }),
    );
    expect(world.standing()).toEqual([ruleText(OFFICE)]);
    expect(outcomes(world)).toEqual([]);
  });

  // Accepted: no event from EventBridge says so unless the call was made, and whoever may send to the queue can have
  // nothing removed this way but what an enforced policy forbids. The README says to guard that right like the revoke.
  test('with its content, where an enforced policy forbids that, removes it, and it alone', async () => {
    const world = createWorld({ rules: [OFFICE, OPEN] });
    await world.responder.respond(naming(world, OPEN, SSH));
    expect(world.standing()).toEqual([ruleText(OFFICE)]);
    expect(outcomes(world)).toEqual(['reverted']);
  });

  test('of another group than it says touches neither', async () => {
    const world = createWorld({ rules: [OFFICE] });
    const other = world.account.plantGroup({ name: 'web-2', rules: [OPEN] });
    await world.responder.respond(naming(world, OPEN, SSH));
    expect(world.standing()).toEqual([ruleText(OFFICE)]);
    expect(world.account.ingress(other)?.map(ruleText)).toEqual([ruleText(OPEN)]);
    expect(outcomes(world)).toEqual(['already-gone']);
  });
});

describe('an event that says that a rule was taken away', () => {
  const taken = (world: World, cidrIpv4: string) =>
    revokeRecord({
      request: { groupId: world.group },
      revoked: [revokedRule({ groupId: world.group, cidrIpv4, fromPort: 22, toPort: 22, ipProtocol: 'tcp' })],
      parts: { recipientAccountId: ACCOUNT },
    });

  test('does not make the responder open what an enforced policy forbids', async () => {
    const world = createWorld({ policies: [FROZEN, NO_SSH], rules: [OFFICE] });
    await world.responder.respond(taken(world, '0.0.0.0/0'));
    expect(world.standing()).toEqual([ruleText(OFFICE)]);
    expect(world.responder.emitted).toMatchObject([
      { rules: [{ outcome: { kind: 'held', reason: expect.stringContaining('policy no-ssh') } }] },
    ]);
  });

  // Accepted for the same reason: the record is the one witness of what stood there.
  test('has it put back where every enforced policy allows it', async () => {
    const world = createWorld({ policies: [FROZEN, NO_SSH], rules: [OFFICE] });
    await world.responder.respond(taken(world, '10.0.0.0/8'));
    expect(world.standing()).toEqual([ruleText(OFFICE), 'tcp 22 from 10.0.0.0/8']);
  });
});

describe('an event that is delivered again long after', () => {
  test('leaves what was added anew since, by another call, to the event of that', async () => {
    const world = createWorld({ rules: [] });
    const event = await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]);
    const ec2 = world.account.ec2(world.alice);
    const IpPermissions = [permission('tcp', 22, 22, '0.0.0.0/0')];
    await ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: world.group, IpPermissions }));
    world.clock.advance(30 * 86_400_000);
    await ec2.send(new AuthorizeSecurityGroupIngressCommand({ GroupId: world.group, IpPermissions }));
    await world.responder.respond(event);
    expect(world.standing()).toEqual(['tcp 22 from 0.0.0.0/0']);
    expect(outcomes(world)).toEqual(['stands-again']);
  });

  test('that was dealt with does nothing at all', async () => {
    const world = createWorld({ rules: [] });
    const event = await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]);
    await world.responder.respond(event);
    world.clock.advance(30 * 86_400_000);
    world.account.plantGroup({ id: world.group, rules: [OPEN] });
    expect(await world.responder.respond(event)).toMatchObject([{ again: true }]);
    expect(world.standing()).toEqual([ruleText(OPEN)]);
    expect(world.responder.notices.length).toBe(1);
  });
});
