import { AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { iamUser, type Principal, roleSession } from '../../cli/local-account/principal.ts';
import type { Exemption } from '../../functions/core/exemption.ts';
import type { GroupId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { ruleText } from '../../functions/core/rule.ts';
import { exemption, from } from '../core/exemptions.ts';
import { ACCOUNT, NO_SSH, permission } from '../respond/world.ts';
import { createSweepWorld, found, HTTPS, SSH, type SweepWorld } from './sweep-world.ts';

const ARN = `arn:aws:iam::${ACCOUNT}:role/ci/deploy`;
const DEPLOY = roleSession(ACCOUNT, 'ci/deploy', 'run-1');
const BOB = iamUser(ACCOUNT, 'bob');
const BAD = ruleText(SSH);
const DAY = 86_400_000;
const anywhere = [from('tcp', [22, 22], 'anywhere')];
const excusing = (...exemptions: Exemption[]): Policy => ({
  ...NO_SSH,
  exemptions: exemptions.map((each) => ({ ...each, policy: NO_SSH.id })),
});

/** Adds SSH from anywhere as somebody; the responder hears of it, or does not. */
async function open({ account, clock, responder }: SweepWorld, group: GroupId, who: Principal, heard = true) {
  account.takeEvents();
  await account.ec2(who).send(
    new AuthorizeSecurityGroupIngressCommand({
      GroupId: group,
      IpPermissions: [permission('tcp', 22, 22, '0.0.0.0/0')],
    }),
  );
  clock.advance(4000);
  for (const event of account.takeEvents()) if (heard) await responder.respond(event);
}
const uses = ({ ports }: SweepWorld) => ports.ledger.recallUses({ account: ACCOUNT, region: 'eu-west-1' });
const mails = ({ responder }: SweepWorld) => responder.notices.map(({ text }) => text);

describe('sweep() and exemptions', () => {
  test('counts what is exempt, remembers the use, and sends no mail for it', async () => {
    const world = createSweepWorld({ policies: [excusing(exemption(anywhere))] });
    const group = world.account.plantGroup({ name: 'web-1', rules: [HTTPS, SSH] });
    const result = await world.sweep({ enforce: true });
    expect(result).toMatchObject({ kind: 'finished', reports: [], state: { findings: [], exempt: 1, uses: ['e'] } });
    expect([world.responder.notices, world.responder.emitted]).toEqual([[], []]);
    expect(world.standing(group)).toContain(BAD);
    expect((await uses(world))?.last).toEqual({ e: '2026-11-23T12:00:00.000Z' });
  });

  test('counts in the digest what is exempt beside what is not', async () => {
    const world = createSweepWorld({ policies: [excusing(exemption(anywhere))] });
    world.account.plantGroup({ name: 'web-1', rules: [SSH] });
    world.account.plantGroup({ name: 'db-1', rules: [{ ...SSH, id: 'sgr-0000000000000000d' as never }] });
    expect(found(await world.sweep())).toEqual([`would-revert ${BAD}`]);
    expect(mails(world)[0]).toContain('1 rule is exempt.');
  });

  test('repairs what an exemption no longer covers, and says when it ended', async () => {
    const world = createSweepWorld({ policies: [excusing(exemption(anywhere, { until: '2026-11-24T00:00:00Z' }))] });
    const group = world.account.plantGroup({ name: 'web-1', rules: [SSH] });
    expect(found(await world.sweep({ enforce: true }))).toEqual([]);
    world.clock.advance(DAY);
    expect(found(await world.sweep({ enforce: true }))).toEqual([`reverted ${BAD}`]);
    expect(world.standing(group)).toEqual([]);
    const text = mails(world)[0]?.replace(/\s+/g, ' ');
    expect(text).toContain('Exemption e covers this, but it ended at 2026-11-24 00:00:00 UTC. Its owner: anna');
    expect(text).toContain('EXEMPTIONS THAT HAVE ENDED');
  });

  test('tells of an exemption alone on the day on which it ends, and not again', async () => {
    const world = createSweepWorld({ policies: [excusing(exemption(anywhere, { until: '2026-11-24T00:00:00Z' }))] });
    for (const subjects of [0, 1, 1]) {
      await world.sweep();
      expect(world.responder.notices).toHaveLength(subjects);
      world.clock.advance(DAY);
    }
    expect(world.responder.notices[0]).toMatchObject({
      subject: '[low] Sweep: 1 exemption to look at (123456789012, eu-west-1)',
      attributes: { verdict: 'compliant', outcome: 'none', policy: ['none'] },
    });
  });

  test('tells of an exemption that goes unused for 90 days, and of none that is used', async () => {
    const used = exemption(anywhere, { until: '2027-10-01T00:00:00Z' });
    const unused = exemption([from('tcp', [3389, 3389], 'anywhere')], { id: 'idle', until: '2027-10-01T00:00:00Z' });
    const world = createSweepWorld({ policies: [excusing(used, unused)] });
    world.account.plantGroup({ name: 'web-1', rules: [SSH] });
    for (let day = 0; day <= 91; day++) {
      await world.sweep();
      world.clock.advance(DAY);
    }
    expect(mails(world)).toHaveLength(1);
    expect(mails(world)[0]).toContain('EXEMPTIONS NOT USED FOR 90 DAYS');
    expect(mails(world)[0]).toMatch(
      /idle, from policy no-ssh\n {4}Last used: never, as far as the ledger goes\n {4}Owner: anna/,
    );
    expect((await uses(world))?.last).toEqual({ e: '2027-02-22T12:00:00.000Z' });
  });
});

describe('sweep() sees no actor', () => {
  const bound = exemption(anywhere, { actors: [ARN] });
  const left: Policy = { ...NO_SSH, scope: { unless: { actors: [ARN] } } };
  test.for<[string, Policy, Principal | undefined, string[]]>([
    ['a rule that its actor brought is exempt', excusing(bound), DEPLOY, []],
    ['a rule that nobody saw come is not judged', excusing(bound), undefined, [`undetermined ${BAD}`]],
    ['a rule of a left-out actor is not covered', left, DEPLOY, []],
    ['a rule that may be of a left-out actor is not judged', left, undefined, [`undetermined ${BAD}`]],
  ])('%s', async ([, own, who, expected]) => {
    const world = createSweepWorld({ policies: [own] });
    const group = world.account.plantGroup({ name: 'web-1', rules: [HTTPS] });
    await open(world, group, who ?? BOB, who !== undefined);
    expect(found(await world.sweep({ enforce: true }))).toEqual(expected);
    expect(world.standing(group)).toContain(BAD);
  });

  test('a rule of another actor breaks the policy, and goes', async () => {
    const audit: Policy = { ...excusing(bound), mode: 'audit' };
    const world = createSweepWorld({ policies: [audit] });
    const group = world.account.plantGroup({ name: 'web-1', rules: [HTTPS] });
    await open(world, group, BOB);
    expect(world.standing(group)).toContain(BAD);
    expect(found(await world.sweep({ enforce: true, policies: [excusing(bound)] }))).toEqual([`reverted ${BAD}`]);
  });

  test('what was excused for an actor counts only while the rule is unchanged', async () => {
    const world = createSweepWorld({ policies: [excusing(bound)] });
    const group = world.account.plantGroup({ name: 'web-1', rules: [HTTPS] });
    await open(world, group, DEPLOY);
    const id = world.account.ingress(group)?.find((rule) => ruleText(rule) === BAD)?.id;
    await world.edit(group, id, { FromPort: 20, ToPort: 22, CidrIpv4: '0.0.0.0/0' });
    expect(found(await world.sweep({ enforce: true }))).toEqual(['undetermined tcp 20-22 from 0.0.0.0/0']);
  });

  test('and only while the exemption is in force', async () => {
    const world = createSweepWorld({ policies: [excusing({ ...bound, until: '2026-11-24T00:00:00Z' })] });
    const group = world.account.plantGroup({ name: 'web-1', rules: [HTTPS] });
    await open(world, group, DEPLOY);
    world.clock.advance(DAY);
    expect(found(await world.sweep({ enforce: true }))).toEqual([`reverted ${BAD}`]);
  });

  test('and not for the same rule that somebody else adds anew', async () => {
    const world = createSweepWorld({ policies: [{ ...excusing(bound), mode: 'audit' }] });
    const group = world.account.plantGroup({ name: 'web-1', rules: [HTTPS] });
    await open(world, group, DEPLOY);
    const id = world.account.ingress(group)?.find((rule) => ruleText(rule) === BAD)?.id;
    await world.account
      .ec2(BOB)
      .send(new RevokeSecurityGroupIngressCommand({ GroupId: group, SecurityGroupRuleIds: [id ?? ''] }));
    await open(world, group, BOB, false);
    expect(found(await world.sweep())).toEqual([`undetermined ${BAD}`]);
  });
});
