import { RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { RetryableError } from '../../functions/respond/ports.ts';
import { rule } from '../core/arbitraries.ts';
import { createWorld, NO_SSH, permission } from './world.ts';

const HTTPS = 'tcp 443 from 0.0.0.0/0';

describe('respond()', () => {
  test('removes the rule that offends and only it, and tells', async () => {
    const { authorize, responder, standing } = createWorld();
    const event = await authorize([
      permission('tcp', 22, 22, '0.0.0.0/0', '10.0.0.0/8'),
      permission('tcp', 80, 80, '0.0.0.0/0'),
    ]);
    const [response] = await responder.respond(event);
    expect(standing()).toEqual([HTTPS, 'tcp 22 from 10.0.0.0/8', 'tcp 80 from 0.0.0.0/0']);
    expect(response).toMatchObject({ kind: 'reported', again: false, report: { verdict: 'violation', exposure: 4 } });
    expect(responder.notices.map(({ subject }) => subject)).toEqual([
      '[critical] Reverted: tcp 22 from 0.0.0.0/0 on web-1 (123456789012, eu-west-1)',
    ]);
    expect(responder.emitted).toMatchObject([
      {
        rules: [{ outcome: { kind: 'done' } }, { verdict: { kind: 'compliant' } }, { verdict: { kind: 'compliant' } }],
      },
    ]);
  });

  test('leaves and does not mention a change that is fine', async () => {
    const { authorize, responder, standing } = createWorld();
    expect(await responder.respond(await authorize([permission('tcp', 8443, 8443, '10.0.0.0/8')]))).toMatchObject([
      { kind: 'compliant' },
    ]);
    expect(standing()).toEqual([HTTPS, 'tcp 8443 from 10.0.0.0/8']);
    expect([responder.notices, responder.emitted]).toEqual([[], []]);
  });

  test('touches nothing in audit mode, and says what it would have done', async () => {
    const { authorize, responder, standing } = createWorld({ policies: [{ ...NO_SSH, mode: 'audit' }] });
    await responder.respond(await authorize([permission('tcp', 22, 22, '0.0.0.0/0')]));
    expect(standing()).toEqual([HTTPS, 'tcp 22 from 0.0.0.0/0']);
    expect(responder.notices.map(({ attributes }) => attributes.outcome)).toEqual(['would-revert']);
  });

  test('tells of a rule that was gone before it came', async () => {
    const { account, alice, authorize, group, responder } = createWorld();
    const event = await authorize([permission('tcp', 22, 22, '0.0.0.0/0')]);
    await account.ec2(alice).send(
      new RevokeSecurityGroupIngressCommand({
        GroupId: group,
        IpPermissions: [permission('tcp', 22, 22, '0.0.0.0/0')],
      }),
    );
    await responder.respond(event);
    expect(responder.notices.map(({ attributes }) => attributes.outcome)).toEqual(['already-gone']);
  });

  test('gives one repair and one mail for the same event delivered three times', async () => {
    const { account, authorize, responder } = createWorld();
    const event = await authorize([permission('tcp', 22, 22, '0.0.0.0/0')]);
    const responses = [await responder.respond(event), await responder.respond(event), await responder.respond(event)];
    expect(responses).toMatchObject([[{ again: false }], [{ again: true }], [{ again: true }]]);
    expect(responder.notices.length).toBe(1);
    expect(account.records.filter(({ eventName }) => eventName === 'RevokeSecurityGroupIngress').length).toBe(1);
  });

  test('gives one repair and one mail for the same event delivered twice at once', async () => {
    const { account, authorize, clock, responder } = createWorld();
    const event = await authorize([permission('tcp', 22, 22, '0.0.0.0/0')]);
    const [first, second] = await Promise.allSettled([responder.respond(event), responder.respond(event)]);
    expect([first?.status, second?.status].sort()).toEqual(['fulfilled', 'rejected']);
    const lost = [first, second].find((settled) => settled?.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(RetryableError);
    clock.advance(180_000);
    expect(await responder.respond(event)).toMatchObject([{ kind: 'reported', again: true }]);
    expect(responder.notices.length).toBe(1);
    expect(account.records.filter(({ eventName }) => eventName === 'RevokeSecurityGroupIngress').length).toBe(1);
  });

  test("ignores the event of the responder's own revoke", async () => {
    const { account, authorize, responder } = createWorld();
    await responder.respond(await authorize([permission('tcp', 22, 22, '0.0.0.0/0')]));
    const own = account.takeEvents();
    expect(own.map(({ detail }) => (detail as { eventName: string }).eventName)).toEqual([
      'RevokeSecurityGroupIngress',
    ]);
    for (const event of own) expect(await responder.respond(event)).toMatchObject([{ kind: 'ignored' }]);
  });

  test('reads the lists that only standing rules use when nothing certain can be said without them', async () => {
    const world = createWorld({ rules: [] });
    const list = world.account.plantList({ cidrs: ['0.0.0.0/1'] as never });
    world.account.plantGroup({ id: world.group, rules: [rule('tcp', [22, 22], list, 'sgr-0000000000000000b')] });
    await world.responder.respond(await world.authorize([permission('tcp', 22, 22, '128.0.0.0/1')]));
    expect(world.standing()).toEqual([`tcp 22 from ${list}`]);
  });

  test('throws a TypeError that names the place for a message that is no record', async () => {
    const { responder } = createWorld();
    await expect(responder.respond({ detail: { eventName: 'AuthorizeSecurityGroupIngress' } })).rejects.toThrow(
      /detail\.eventSource/,
    );
  });
});
