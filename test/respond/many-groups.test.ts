import { ModifyManagedPrefixListCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { createLocalAccount } from '../../cli/local-account/local-account.ts';
import { createLocalResponder } from '../../cli/local-account/local-responder.ts';
import { iamUser } from '../../cli/local-account/principal.ts';
import { DEFAULT_GUARDRAILS } from '../../functions/core/guardrails.ts';
import type { PrefixListId } from '../../functions/core/ids.ts';
import type { Notice } from '../../functions/core/notice.ts';
import { MOST_GROUPS, portionOf } from '../../functions/respond/portion.ts';
import type { Ports } from '../../functions/respond/ports.ts';
import { respond } from '../../functions/respond/respond.ts';
import { cidr, rule } from '../core/arbitraries.ts';
import { createChaos } from '../torture/chaos.ts';
import type { Dice } from '../torture/dice.ts';
import { createPost } from '../torture/post.ts';
import { createScheduler } from '../torture/scheduler.ts';
import { troubledPorts } from '../torture/troubled-ports.ts';
import { ACCOUNT, NO_SSH } from './world.ts';

const LIST = 'pl-0123456789abcdef0' as PrefixListId;
const GROUPS = 300;
const GROUP = 'sg-0123456789abcdef0';

/** No luck, good or bad: every call takes as long as it may, and every message comes once. */
const calm: Dice = { chance: () => false, number: (_, last) => last, one: (of) => of[0] as (typeof of)[number] };

/** A list that hundreds of groups use is opened; `passOn` may be spoilt. Time passes as the calls take it, and cuts runs off. */
async function openList(spoil: (ports: Ports) => Ports = (ports) => ports) {
  const start = Date.parse('2026-11-23T12:00:00Z');
  const scheduler = createScheduler(start);
  const clock = { now: () => new Date(scheduler.now()), advance: () => {} };
  const chaos = createChaos(scheduler, calm, { faults: 0, crashes: 0, denials: 0 }, () => {});
  const account = createLocalAccount({
    account: ACCOUNT,
    region: 'eu-west-1',
    now: clock.now,
    intercept: ({ operation }, call) => chaos({ name: operation, service: 'ec2', acts: false }, call),
  });
  account.plantList({ id: LIST, cidrs: [cidr('10.0.0.0/8')], maxEntries: 5 });
  for (let at = 0; at < GROUPS; at++) account.plantGroup({ name: `web-${at}`, rules: [rule('tcp', [22, 22], LIST)] });
  const notices: Notice[] = [];
  const lines: string[] = [];
  let ports: Ports | undefined;
  createLocalResponder(account, clock, [NO_SSH], (made) => {
    const publish = async (notice: Notice) => void notices.push(notice);
    const passOn = async (message: unknown) => post.passOn(message);
    ports = troubledPorts(spoil({ ...made, publish, passOn }), chaos, scheduler);
    return ports;
  });
  const guardrails = { ...DEFAULT_GUARDRAILS, repairsAnHour: 500, mails: { atOnce: GROUPS, within: 5 } };
  const settings = { policies: [NO_SSH], guardrails, leaseFor: 60_000 };
  const post = createPost(
    scheduler,
    calm,
    {
      respond: async (message, lease) => {
        if (!ports) throw new TypeError('The responder was made without ports');
        return respond(message, { ...ports, newLease: () => lease }, settings);
      },
      sendDigest: async () => {},
    },
    (line) => void lines.push(line()),
  );
  const alice = account.ec2(iamUser(ACCOUNT, 'alice'));
  const AddEntries = [{ Cidr: '0.0.0.0/0' }];
  await alice.send(new ModifyManagedPrefixListCommand({ PrefixListId: LIST, CurrentVersion: 1, AddEntries }));
  for (const event of account.takeEvents()) post.send(event);
  await scheduler.run();
  const standing = [...account.state.groups.keys()].flatMap((id) =>
    (account.ingress(id) ?? []).filter(({ source }) => source.kind === 'list'),
  );
  return { standing, notices, lines, fates: [...post.fates.values()], seconds: (scheduler.now() - start) / 1000 };
}

describe('a prefix list that hundreds of groups use', { timeout: 120_000 }, () => {
  test('is dealt with in every group, a few at a time, with no run cut off', async () => {
    const { standing, notices, lines, fates, seconds } = await openList();
    expect(standing).toEqual([]);
    expect(notices).toHaveLength(GROUPS);
    expect(fates).toEqual(['handled']);
    expect(lines.filter((line) => /timed out/.test(line))).toEqual([]);
    expect(lines.filter((line) => /takes event/.test(line))).toHaveLength(1 + GROUPS / MOST_GROUPS);
    expect(seconds).toBeLessThan(30);
  });

  test('comes again where not every portion was passed on, and tells each group once', async () => {
    let passed = 0;
    const { standing, notices, fates } = await openList((ports) => ({
      ...ports,
      passOn: async (message) => {
        if (++passed === 7) throw new Error('The process died');
        await ports.passOn(message);
      },
    }));
    expect(standing).toEqual([]);
    expect(notices).toHaveLength(GROUPS);
    expect(fates).toEqual(['handled']);
  });
});

describe('portionOf()', () => {
  test.for<[string, unknown]>([
    ['an event of the bus', { detail: {}, source: 'aws.ec2' }],
    ['a record with a key of that name', { eventName: 'x', groups: [GROUP] }],
    ['a list', [GROUP]],
    ['null', null],
    ['a text', 'groups'],
  ])('takes %s for no portion', ([, message]) => {
    expect(portionOf(message)).toBeUndefined();
  });

  test.for<[string, unknown]>([
    ['no groups', []],
    ['what is no list', GROUP],
    ['an id that is none', [GROUP, 'sg-1; DROP']],
    ['too many groups', Array.from({ length: MOST_GROUPS + 1 }, () => GROUP)],
    ['a huge list', Array.from({ length: 100_000 }, () => GROUP)],
    ['a prototype', { __proto__: [GROUP] }],
  ])('refuses %s', ([, groups]) => {
    expect(() => portionOf({ groups, event: {} })).toThrow(TypeError);
  });

  test('gives the groups and the event', () => {
    expect(portionOf({ groups: [GROUP], event: { detail: 1 } })).toEqual({ groups: [GROUP], event: { detail: 1 } });
  });
});
