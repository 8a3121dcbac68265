import { AuthorizeSecurityGroupIngressCommand, RevokeSecurityGroupIngressCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { TOLD_APART } from '../../cli/local-account/local-responder.ts';
import { iamUser, type Principal, roleSession } from '../../cli/local-account/principal.ts';
import type { Guardrails } from '../../functions/core/guardrails.ts';
import { logEntry } from '../../functions/respond/log-entry.ts';
import { type Ports, RetryableError } from '../../functions/respond/ports.ts';
import { ACCOUNT, createWorld, permission, type World } from './world.ts';

const SSH = permission('tcp', 22, 22, '0.0.0.0/0');
const TERRAFORM = (run: number) =>
  roleSession(ACCOUNT, 'ci/deploy', `run-${run}`, { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5' });
const BOB = iamUser(ACCOUNT, 'bob');

type Permission = ReturnType<typeof permission>;

/** Adds a rule to the world's group, or another, and gives the event of it. */
async function opened({ account, clock, group }: World, who: Principal, opening: Permission, GroupId: string = group) {
  account.takeEvents();
  await account.ec2(who).send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: [opening] }));
  clock.advance(4000);
  return account.takeEvents();
}

/** The same, delivered. */
async function open(world: World, who: Principal, opening: Permission, group?: string): Promise<void> {
  for (const event of await opened(world, who, opening, group)) await world.responder.respond(event);
}

async function close({ account, clock, group, responder }: World, who: Principal, closing: Permission): Promise<void> {
  account.takeEvents();
  await account.ec2(who).send(new RevokeSecurityGroupIngressCommand({ GroupId: group, IpPermissions: [closing] }));
  clock.advance(4000);
  for (const event of account.takeEvents()) await responder.respond(event);
}

const mails = ({ responder }: World) => responder.notices.map(({ attributes }) => attributes.outcome);
const last = ({ responder }: World) => responder.emitted.at(-1);
const MINUTE = 60_000;

describe('a rule that somebody keeps putting back', () => {
  /** Terraform adds the rule every five minutes; what is held it takes away before it adds it anew. */
  async function loop(world: World, runs: number): Promise<void> {
    for (let run = 0; run < runs; run++) {
      if (world.standing().includes('tcp 22 from 0.0.0.0/0')) await close(world, TERRAFORM(run), SSH);
      await open(world, TERRAFORM(run), SSH);
      world.clock.advance(5 * MINUTE);
    }
  }

  test('is repaired three times, then held and told once, and repaired again after the window', async () => {
    const world = createWorld();
    await loop(world, 6);
    expect(mails(world)).toEqual(['reverted', 'reverted', 'reverted', 'held']);
    expect(world.standing()).toContain('tcp 22 from 0.0.0.0/0');
    // Nothing is suppressed: the bus and the ledger have what the mail leaves out.
    expect(world.responder.emitted.map(({ quiet }) => quiet)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      true,
      true,
    ]);
    const [again] = await world.responder.respond(world.account.records.at(-1));
    expect(again && logEntry(again)).toMatchObject({ outcome: 'held', quiet: true });
    world.clock.advance(60 * MINUTE);
    await loop(world, 4);
    expect(mails(world).slice(4)).toEqual(['reverted', 'reverted', 'reverted', 'held']);
  });

  test('is held with the names of those who do, the limit and the end', async () => {
    const world = createWorld();
    await open(world, BOB, SSH);
    await loop(world, 3);
    expect(last(world)?.rules[0]).toMatchObject({
      intent: { kind: 'act' },
      outcome: {
        kind: 'held',
        guard: { kind: 'breaker', until: '2026-11-23T13:10:16Z' },
        reason:
          'repaired 3 times within 60 minutes, the limit is 3; bob (says it is AWS CLI) and role deploy (says it is Terraform) keep putting it back: change it there; held until 13:10 UTC or until somebody else takes it away; what stands then is judged again at its next change or sweep',
      },
    });
    expect(world.responder.notices.at(-1)?.text).toContain('NOT CLOSED, on purpose.');
  });

  test('is repaired again once somebody else has taken it away', async () => {
    const world = createWorld();
    await loop(world, 4);
    await close(world, BOB, SSH);
    await open(world, TERRAFORM(5), SSH);
    expect(mails(world)).toEqual(['reverted', 'reverted', 'reverted', 'held', 'reverted']);
  });

  test('does not keep other rules of the group, or the same rule of another group, from being repaired', async () => {
    const world = createWorld();
    const other = world.account.plantGroup({ name: 'web-2', rules: [] });
    await loop(world, 4);
    await open(world, TERRAFORM(4), permission('tcp', 3389, 3389, '0.0.0.0/0'));
    await open(world, TERRAFORM(4), SSH, other);
    expect(mails(world).slice(4)).toEqual(['reverted', 'reverted']);
  });

  test('is told as ever beside a rule that is not held', async () => {
    const world = createWorld();
    await loop(world, 4);
    await close(world, TERRAFORM(4), SSH);
    await open(world, TERRAFORM(4), permission('tcp', 22, 22, '0.0.0.0/0', '::/0'));
    expect(last(world)?.rules.map(({ outcome }) => outcome?.kind)).toEqual(['held', 'done']);
    expect(mails(world).at(-1)).toBe('held');
  });

  test('is counted once however often a report is delivered', async () => {
    const world = createWorld();
    for (let run = 0; run < 3; run++) {
      const [event] = await opened(world, TERRAFORM(run), SSH);
      for (let delivery = 0; delivery < 3; delivery++) await world.responder.respond(event);
    }
    expect(mails(world)).toEqual(['reverted', 'reverted', 'reverted']);
  });
});

describe('a protected group', () => {
  const protecting = (by: Partial<Guardrails['protected']>): Guardrails => ({
    ...TOLD_APART,
    protected: { groups: [], tags: {}, ...by },
  });

  test.for<[string, Partial<Guardrails['protected']>, string]>([
    ['name', { groups: ['db-*', 'web-*'] }, 'web-*'],
    ['id', { groups: ['sg-*'] }, 'sg-*'],
    ['tag, though no name fits', { groups: ['db-*'], tags: { team: ['a'], tier: ['app', 'web'] } }, 'tag tier'],
  ])('by %s is never touched and always told', async ([, by, named]) => {
    const world = createWorld({ guardrails: protecting(by) });
    for (let run = 0; run < 5; run++) {
      await open(world, BOB, SSH);
      expect(world.standing()).toContain('tcp 22 from 0.0.0.0/0');
      await close(world, BOB, SSH);
    }
    expect(mails(world)).toEqual(Array(5).fill('held'));
    expect(last(world)?.rules[0]?.outcome).toEqual({
      kind: 'held',
      guard: { kind: 'protected' },
      reason: `the group is protected by guardrails.yaml (${named}): Portcullis never touches it`,
    });
  });

  test('is another one: repaired', async () => {
    const world = createWorld({ guardrails: protecting({ groups: ['web', 'prod-*'], tags: { tier: ['app'] } }) });
    await open(world, BOB, SSH);
    expect(mails(world)).toEqual(['reverted']);
  });
});

describe('the repairs of an hour', () => {
  /** Opens SSH to the world in so many groups, one after another. */
  async function burst(world: World, from: number, to: number): Promise<void> {
    for (let number = from; number <= to; number++) {
      const group = world.account.plantGroup({ name: `app-${number}`, rules: [] });
      await open(world, BOB, SSH, group);
    }
  }

  test('are thirty; the next is held and told, and in the next hour it is repaired again', async () => {
    const world = createWorld();
    await burst(world, 1, 31);
    expect(mails(world)).toEqual([...Array(30).fill('reverted'), 'held']);
    expect(last(world)?.rules[0]?.outcome).toEqual({
      kind: 'held',
      guard: { kind: 'limit', until: '2026-11-23T13:00:00Z' },
      reason:
        '30 repairs were made in this account and region since 12:00 UTC, and the limit is 30 an hour: Portcullis holds until 13:00 UTC, and a person must look; what stands then is judged again at its next change or sweep',
    });
    world.clock.advance(60 * MINUTE);
    await burst(world, 32, 32);
    expect(mails(world).at(-1)).toBe('reverted');
  });

  test('hold every rule beyond them, each told once', async () => {
    const world = createWorld({ guardrails: { ...TOLD_APART, repairsAnHour: 1 } });
    await burst(world, 1, 1);
    for (let time = 0; time < 3; time++) {
      await open(world, BOB, SSH);
      await open(world, BOB, permission('tcp', 3389, 3389, '0.0.0.0/0'));
      await close(world, BOB, SSH);
      await close(world, BOB, permission('tcp', 3389, 3389, '0.0.0.0/0'));
    }
    expect(mails(world)).toEqual(['reverted', 'held', 'held']);
  });

  test('are never more, however many changes come at once', async () => {
    const world = createWorld({ guardrails: { ...TOLD_APART, repairsAnHour: 4 } });
    const events = [];
    for (let number = 0; number < 10; number++) {
      const group = world.account.plantGroup({ name: `app-${number}`, rules: [] });
      events.push(...(await opened(world, BOB, SSH, group)));
    }
    await Promise.all(events.map((event) => world.responder.respond(event)));
    expect(mails(world).filter((outcome) => outcome === 'reverted')).toHaveLength(4);
    expect(mails(world).filter((outcome) => outcome === 'held')).toHaveLength(6);
  });

  test('are not used up by what needs no repair', async () => {
    const world = createWorld({ guardrails: { ...TOLD_APART, repairsAnHour: 1 } });
    await open(world, BOB, permission('tcp', 22, 22, '10.0.0.0/8'));
    await open(world, BOB, SSH);
    expect(mails(world)).toEqual(['reverted']);
  });
});

describe('a crash', () => {
  const broken = (name: 'countRepair' | 'rememberConduct', when: 'before' | 'after', times = 1) => {
    let left = times;
    return (ports: Ports): Ports => {
      const around =
        <Input extends unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
        async (...input: Input): Promise<Output> => {
          const fails = left-- > 0;
          if (fails && when === 'before') throw new RetryableError('Throttled');
          const output = await call(...input);
          if (fails) throw new RetryableError('The answer was lost');
          return output;
        };
      const { ledger } = ports;
      return { ...ports, ledger: { ...ledger, [name]: around(ledger[name] as Ports['ledger']['countRepair']) } };
    };
  };

  async function deliver(world: World, event: unknown): Promise<void> {
    try {
      await world.responder.respond(event);
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      world.clock.advance(3 * MINUTE);
      await world.responder.respond(event);
    }
  }

  test.for(['before', 'after'] as const)('%s the count took effect counts the repair once', async (when) => {
    const world = createWorld({
      guardrails: { ...TOLD_APART, repairsAnHour: 2 },
      change: broken('countRepair', when),
    });
    for (const opening of [SSH, permission('tcp', 3389, 3389, '0.0.0.0/0'), permission('tcp', 22, 22, '::/0')]) {
      const [event] = await opened(world, BOB, opening);
      await deliver(world, event);
    }
    expect(mails(world)).toEqual(['reverted', 'reverted', 'held']);
  });

  test.for(['before', 'after'] as const)(
    '%s the hold was written down does not keep it from being told',
    async (when) => {
      // The first three writes are those of the repairs.
      const world = createWorld({
        change: (ports) => {
          let writes = 0;
          const failing = broken('rememberConduct', when)(ports).ledger.rememberConduct;
          return {
            ...ports,
            ledger: {
              ...ports.ledger,
              rememberConduct: (...input) =>
                ++writes === 4 ? failing(...input) : ports.ledger.rememberConduct(...input),
            },
          };
        },
      });
      for (let run = 0; run < 4; run++) {
        const [event] = await opened(world, TERRAFORM(run), SSH);
        await deliver(world, event);
      }
      expect(mails(world)).toEqual(['reverted', 'reverted', 'reverted', 'held']);
      expect(world.responder.emitted).toHaveLength(4);
    },
  );
});
