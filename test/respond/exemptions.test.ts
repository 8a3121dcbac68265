import {
  AuthorizeSecurityGroupIngressCommand,
  CreateTagsCommand,
  ModifySecurityGroupRulesCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { iamUser, type Principal, roleSession } from '../../cli/local-account/principal.ts';
import type { Exemption } from '../../functions/core/exemption.ts';
import type { Policy } from '../../functions/core/policy.ts';
import type { Uses } from '../../functions/core/uses.ts';
import { logEntry } from '../../functions/respond/log-entry.ts';
import { measure } from '../../functions/respond/measure.ts';
import type { Ledger } from '../../functions/respond/ports.ts';
import { policy, rule } from '../core/arbitraries.ts';
import { exemption, from } from '../core/exemptions.ts';
import { ACCOUNT, createWorld, NO_SSH, permission, type World } from './world.ts';

const SSH: [number, number] = [22, 22];
const DEPLOY = roleSession(ACCOUNT, 'ci/deploy', 'run-1');
const ARN = `arn:aws:iam::${ACCOUNT}:role/ci/deploy`;
const BOB = iamUser(ACCOUNT, 'bob');
const HTTPS = rule('tcp', [443, 443], '0.0.0.0/0', 'sgr-0000000000000000a');
const OFFICE = rule('tcp', [8443, 8443], '10.0.0.0/8', 'sgr-0000000000000000b');

const excusing = (own: Policy, ...exemptions: Exemption[]): Policy => ({
  ...own,
  exemptions: exemptions.map((each) => ({ ...each, policy: own.id })),
});
const worldOf = (...policies: Policy[]) => {
  const ledgers: Ledger[] = [];
  const world = createWorld({
    policies,
    rules: [HTTPS, OFFICE],
    change: (ports) => {
      ledgers.push(ports.ledger);
      return ports;
    },
  });
  return { ...world, uses: async () => ledgers[0]?.recallUses({ account: ACCOUNT, region: 'eu-west-1' }) };
};

/** Does something as somebody, and delivers what was recorded of it. */
async function say(
  { account, clock, responder }: World,
  who: Principal,
  deed: (ec2: ReturnType<World['account']['ec2']>) => Promise<unknown>,
) {
  account.takeEvents();
  await deed(account.ec2(who));
  clock.advance(4000);
  const responses = [];
  for (const event of account.takeEvents()) responses.push(...(await responder.respond(event)));
  return responses;
}
const open = (world: World, who: Principal, ...opening: Parameters<typeof permission>) =>
  say(world, who, (ec2) =>
    ec2.send(
      new AuthorizeSecurityGroupIngressCommand({ GroupId: world.group, IpPermissions: [permission(...opening)] }),
    ),
  );
const edit = (world: World, who: Principal, id: string | undefined, to: object) =>
  say(world, who, (ec2) =>
    ec2.send(
      new ModifySecurityGroupRulesCommand({
        GroupId: world.group,
        SecurityGroupRules: [{ SecurityGroupRuleId: id, SecurityGroupRule: { IpProtocol: 'tcp', ...to } }],
      }),
    ),
  );
const take = (world: World, who: Principal, id: string | undefined) =>
  say(world, who, (ec2) =>
    ec2.send(new RevokeSecurityGroupIngressCommand({ GroupId: world.group, SecurityGroupRuleIds: [id ?? 'none'] })),
  );
/** The first mail, without its line breaks. */
const mail = ({ responder }: World) => responder.notices[0]?.text.replace(/\s+/g, ' ');
const told = ({ responder }: World) =>
  responder.emitted.map(({ verdict, quiet }) => `${verdict}${quiet ? ', quiet' : ''}`);

describe('a change that is exempt', () => {
  test('stays, is in the ledger and on the bus, and sends no mail', async () => {
    const world = worldOf(excusing(NO_SSH, exemption([from('tcp', SSH, 'anywhere')])));
    const [response] = await open(world, BOB, 'tcp', 22, 22, '0.0.0.0/0');
    expect(world.standing()).toContain('tcp 22 from 0.0.0.0/0');
    expect([world.responder.notices, told(world)]).toEqual([[], ['exempt, quiet']]);
    if (!response) throw new TypeError('no response');
    expect(logEntry(response)).toMatchObject({
      response: 'reported',
      verdict: 'exempt',
      outcome: 'exempt',
      quiet: true,
      exemptions: ['e'],
    });
    expect(await world.uses()).toEqual<Uses>({
      version: 1,
      since: '2026-11-23T12:00:04.000Z',
      last: { e: '2026-11-23T12:00:04.000Z' },
    });
  });

  test('is told once when its record comes twice', async () => {
    const world = worldOf(excusing(NO_SSH, exemption([from('tcp', SSH, 'anywhere')])));
    const event = await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]);
    const [first] = await world.responder.respond(event);
    const [again] = await world.responder.respond(event);
    expect([first?.kind, again]).toMatchObject(['reported', { kind: 'reported', again: true }]);
    expect(told(world)).toEqual(['exempt, quiet']);
  });

  test('does not take another rule of the call with it', async () => {
    const world = worldOf(excusing(NO_SSH, exemption([from('tcp', SSH, 'anywhere')])));
    await say(world, BOB, (ec2) =>
      ec2.send(
        new AuthorizeSecurityGroupIngressCommand({
          GroupId: world.group,
          IpPermissions: [permission('tcp', 22, 22, '0.0.0.0/0'), permission('tcp', 3389, 3389, '0.0.0.0/0')],
        }),
      ),
    );
    expect(world.standing().filter((text) => text.includes('0.0.0.0/0'))).toEqual([
      'tcp 443 from 0.0.0.0/0',
      'tcp 22 from 0.0.0.0/0',
    ]);
    expect(world.responder.notices).toHaveLength(1);
    expect(told(world)).toEqual(['violation']);
    expect((await world.uses())?.last).toHaveProperty('e');
  });

  test('is narrowed to the exempt part, which then stands in its place', async () => {
    const world = worldOf({
      ...excusing(NO_SSH, exemption([from('tcp', SSH, 'anywhere')], { actors: [ARN] })),
      remedy: 'narrow',
    });
    await open(world, DEPLOY, 'tcp', 22, 3389, '0.0.0.0/0');
    expect(world.standing()).toContain('tcp 22-3388 from 0.0.0.0/0');
    expect(world.standing()).not.toContain('tcp 22-3389 from 0.0.0.0/0');
  });

  test('is a violation again from the second on at which the exemption ends', async () => {
    const world = worldOf(
      excusing(NO_SSH, exemption([from('tcp', SSH, 'anywhere')], { until: '2026-11-23T12:00:06Z' })),
    );
    await open(world, BOB, 'tcp', 22, 22, '0.0.0.0/0');
    await open(world, BOB, 'tcp', 22, 22, '::/0');
    expect(told(world)).toEqual(['exempt, quiet', 'violation']);
    expect(mail(world)).toContain('Exemption e covers this, but it ended at 2026-11-23 12:00:06 UTC. Its owner: anna');
  });

  test.each([
    ['the role behind the session', DEPLOY, ['exempt, quiet']],
    ['a user', BOB, ['violation']],
    ['the same name at another path', roleSession(ACCOUNT, 'deploy', 'run-1'), ['violation']],
    ['a session that calls itself so', roleSession(ACCOUNT, 'ops', 'deploy'), ['violation']],
  ])('counts for its actor: %s', async (_, who, verdicts) => {
    const world = worldOf(excusing(NO_SSH, exemption([from('tcp', SSH, 'anywhere')], { actors: [ARN] })));
    await open(world, who, 'tcp', 22, 22, '0.0.0.0/0');
    expect(told(world)).toEqual(verdicts);
    expect(world.standing().includes('tcp 22 from 0.0.0.0/0')).toBe(verdicts[0] !== 'violation');
  });
});

test('a policy does not cover what the actors do that its scope leaves out', async () => {
  const world = worldOf({ ...NO_SSH, scope: { unless: { actors: [ARN] } } });
  const [response] = await open(world, DEPLOY, 'tcp', 22, 22, '0.0.0.0/0');
  expect([response?.kind, told(world)]).toEqual(['compliant', []]);
  await open(world, BOB, 'tcp', 22, 22, '::/0');
  expect([world.standing().includes('tcp 22 from ::/0'), told(world)]).toEqual([false, ['violation']]);
});

describe('a frozen group', () => {
  const FREEZE = policy({ kind: 'freeze' }, { id: 'frozen', mode: 'enforce', remedy: 'restore' });
  const admin = exemption([from('tcp', [8443, 9000], '10.0.0.0/8')]);
  test('lets the exempt rule in, and out', async () => {
    const world = worldOf(excusing(FREEZE, admin));
    await open(world, BOB, 'tcp', 9000, 9000, '10.0.0.0/8');
    await take(world, BOB, OFFICE.id);
    expect(told(world)).toEqual(['exempt, quiet', 'exempt, quiet']);
    expect(world.standing()).toEqual(['tcp 443 from 0.0.0.0/0', 'tcp 9000 from 10.0.0.0/8']);
  });

  test('lets an exempt rule be changed into an exempt one', async () => {
    const world = worldOf(excusing(FREEZE, admin));
    await open(world, BOB, 'tcp', 9000, 9000, '10.0.0.0/8');
    await edit(world, BOB, OFFICE.id, { FromPort: 8500, ToPort: 8500, CidrIpv4: '10.0.0.0/8' });
    expect(told(world)).toEqual(['exempt, quiet', 'exempt, quiet']);
  });

  test('keeps a rule that is changed into an exempt one and may not go itself', async () => {
    const world = worldOf(excusing(FREEZE, admin));
    await open(world, BOB, 'tcp', 9000, 9000, '10.0.0.0/8');
    await edit(world, BOB, HTTPS.id, { FromPort: 8500, ToPort: 8500, CidrIpv4: '10.0.0.0/8' });
    expect(told(world)).toEqual(['exempt, quiet', 'violation']);
    expect(world.standing()).toContain('tcp 443 from 0.0.0.0/0');
    expect(mail(world)).toContain('no ingress rule may be taken out of it');
  });

  test('does not know whether a rule of which nothing is remembered may be changed', async () => {
    const world = worldOf(excusing(FREEZE, admin));
    await edit(world, BOB, HTTPS.id, { FromPort: 8500, ToPort: 8500, CidrIpv4: '10.0.0.0/8' });
    expect(told(world)).toEqual(['undetermined']);
    expect(world.standing()).toContain('tcp 8500 from 10.0.0.0/8');
  });
});

test('a required rule may go where that is exempt', async () => {
  const own = policy(
    { kind: 'require', statements: [from('tcp', [8443, 8443], '10.0.0.0/8')] },
    { id: 'needed', mode: 'enforce', remedy: 'restore' },
  );
  const world = worldOf(excusing(own, exemption([from('tcp', [8443, 8443], 'any')])));
  await open(world, BOB, 'tcp', 9000, 9000, '10.0.0.0/8');
  await take(world, BOB, OFFICE.id);
  expect(told(world)).toEqual(['exempt, quiet']);
  expect(world.standing()).not.toContain('tcp 8443 from 10.0.0.0/8');
});

describe('what stands, when a later call makes it count', () => {
  const tagged = (...exemptions: Exemption[]): Policy =>
    excusing({ ...NO_SSH, scope: { tags: { tier: ['edge'] } } }, ...exemptions);
  const retag = (world: World, who: Principal) =>
    say(world, who, (ec2) =>
      ec2.send(new CreateTagsCommand({ Resources: [world.group], Tags: [{ Key: 'tier', Value: 'edge' }] })),
    );
  const bound = exemption([from('tcp', SSH, 'anywhere')], { actors: [ARN] });

  test('is excused for who brought it, not for who tags the group', async () => {
    const world = worldOf(tagged(bound));
    await open(world, BOB, 'tcp', 22, 22, '0.0.0.0/0');
    await retag(world, DEPLOY);
    expect(told(world)).toEqual(['violation']);
    expect(world.responder.notices[0]?.text).toContain('Brought by: bob');
  });

  test('is excused whoever tags the group, when its actor brought it', async () => {
    const world = worldOf(tagged(bound));
    await open(world, DEPLOY, 'tcp', 22, 22, '0.0.0.0/0');
    await retag(world, BOB);
    expect(told(world)).toEqual(['exempt, quiet']);
  });

  test('is not judged where nobody knows who brought it', async () => {
    const world = createWorld({
      policies: [tagged(bound)],
      rules: [rule('tcp', SSH, '0.0.0.0/0', 'sgr-0000000000000000c')],
    });
    await retag(world, DEPLOY);
    expect(told(world)).toEqual(['undetermined']);
    expect(world.responder.notices).toHaveLength(1);
  });
});

test('measure() counts what is exempt, and no violation', async () => {
  const world = worldOf(excusing(NO_SSH, exemption([from('tcp', SSH, 'anywhere')])));
  const [response] = await open(world, BOB, 'tcp', 22, 22, '0.0.0.0/0');
  if (!response) throw new TypeError('no response');
  const counted: [string, number][] = [];
  const metrics = { addMetric: (name: string, _unit: unknown, value: number) => counted.push([name, value]) };
  measure(response, metrics as unknown as Parameters<typeof measure>[1]);
  expect(counted).toEqual([
    ['Events', 1],
    ['Exempt', 1],
  ]);
});
