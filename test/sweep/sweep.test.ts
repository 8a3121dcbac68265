import { DeleteSecurityGroupCommand } from '@aws-sdk/client-ec2';
import { describe, expect, test } from 'vitest';
import { ec2Error } from '../../cli/local-account/ec2-error.ts';
import { iamUser } from '../../cli/local-account/principal.ts';
import { DEFAULT_GUARDRAILS } from '../../functions/core/guardrails.ts';
import type { GroupId } from '../../functions/core/ids.ts';
import { ruleText } from '../../functions/core/rule.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { policy, rule } from '../core/arbitraries.ts';
import { ACCOUNT, NO_SSH } from '../respond/world.ts';
import { createSweepWorld, found, HTTPS, plantMany, SSH } from './sweep-world.ts';

const FROZEN = policy({ kind: 'freeze' }, { id: 'frozen', mode: 'enforce', remedy: 'restore' });
const AUDITED = { ...NO_SSH, mode: 'audit' as const };
const OFFICE = rule('tcp', [8443, 8443], '10.0.0.0/8', 'sgr-0000000000000000c');
const WIDE = { CidrIpv4: '10.0.0.0/7', FromPort: 8443, ToPort: 8443 };
const BAD = ruleText(SSH);

describe('sweep() in audit mode', () => {
  test('finds a rule that no event told of, tells it in one mail, and touches nothing', async () => {
    const world = createSweepWorld();
    const group = world.account.plantGroup({ name: 'web-1', rules: [HTTPS, SSH] });
    const other = world.account.plantGroup({ name: 'web-2', rules: [rule('tcp', [22, 22], '::/0')] });
    const result = await world.sweep();
    expect(found(result).sort()).toEqual([`would-revert ${BAD}`, 'would-revert tcp 22 from ::/0']);
    expect(world.responder.notices.map(({ subject }) => subject)).toEqual([
      '[critical] Sweep: 2 groups break policies (123456789012, eu-west-1)',
    ]);
    expect([world.standing(group), world.standing(other)].flat()).toHaveLength(3);
    expect(world.account.records).toEqual([]);
  });

  test('sends no mail when there is nothing to say', async () => {
    const world = createSweepWorld();
    world.account.plantGroup({ name: 'web-1', rules: [HTTPS] });
    expect(await world.sweep()).toMatchObject({ kind: 'finished', groups: 2, reports: [] });
    expect(world.responder.notices).toEqual([]);
  });

  test('tells what stands every time', async () => {
    const world = createSweepWorld({ policies: [AUDITED] });
    world.account.plantGroup({ rules: [SSH] });
    for (const day of [1, 2, 3]) {
      expect(found(await world.sweep())).toEqual([`would-revert ${BAD}`]);
      expect(world.responder.notices).toHaveLength(day);
    }
  });

  test('does not accept what enforce mode would have undone', async () => {
    const world = createSweepWorld({ policies: [FROZEN] });
    const group = world.account.plantGroup({ rules: [OFFICE] });
    await world.sweep();
    await world.edit(group, OFFICE.id, WIDE);
    for (let day = 0; day < 2; day++)
      expect(found(await world.sweep())).toEqual(['would-revert tcp 8443 from 10.0.0.0/7']);
    expect(found(await world.sweep({ enforce: true }))).toEqual(['restored tcp 8443 from 10.0.0.0/7']);
    expect(world.standing(group)).toEqual([ruleText(OFFICE)]);
  });

  test('stores a report of each group under its run, told both ways', async () => {
    const world = createSweepWorld();
    const group = world.account.plantGroup({ rules: [SSH] });
    const result = await world.sweep();
    const run = 'state' in result ? result.state.run : '';
    await expect(world.ports.ledger.find(`sweep-${run}/${group}`)).resolves.toMatchObject({
      state: 'closed',
      report: { eventName: 'Sweep', verdict: 'violation' },
    });
    expect(world.responder.emitted.map(({ id }) => id)).toEqual([`sweep-${run}/${group}`]);
  });
});

describe('sweep() in enforce mode', () => {
  test('removes what an enforced policy forbids, and only that', async () => {
    const world = createSweepWorld();
    const group = world.account.plantGroup({ rules: [HTTPS, SSH] });
    expect(found(await world.sweep({ enforce: true }))).toEqual([`reverted ${BAD}`]);
    expect(world.standing(group)).toEqual([ruleText(HTTPS)]);
    expect(found(await world.sweep({ enforce: true }))).toEqual([]);
  });

  test('leaves what only an audited policy forbids', async () => {
    const world = createSweepWorld({ policies: [AUDITED] });
    const group = world.account.plantGroup({ rules: [SSH] });
    expect(found(await world.sweep({ enforce: true }))).toEqual([`would-revert ${BAD}`]);
    expect(world.standing(group)).toEqual([BAD]);
  });

  test('gives a frozen group back what was changed, added and taken away without an event', async () => {
    const world = createSweepWorld({ policies: [FROZEN] });
    const group = world.account.plantGroup({ rules: [OFFICE] });
    await world.sweep({ enforce: true });
    await world.edit(group, OFFICE.id, WIDE);
    world.account.plantGroup({ id: group, rules: [HTTPS] });
    expect(found(await world.sweep({ enforce: true })).sort()).toEqual([
      'restored tcp 8443 from 10.0.0.0/7',
      'reverted tcp 443 from 0.0.0.0/0',
    ]);
    expect(world.standing(group)).toEqual([ruleText(OFFICE)]);
    expect(found(await world.sweep({ enforce: true }))).toEqual([]);
  });

  test('leaves a protected group alone, and says so', async () => {
    const world = createSweepWorld();
    const group = world.account.plantGroup({ name: 'crown', rules: [SSH] });
    const guardrails = { ...DEFAULT_GUARDRAILS, protected: { groups: ['crown'], tags: {} } };
    expect(found(await world.sweep({ enforce: true, guardrails }))).toEqual([`held ${BAD}`]);
    expect(world.standing(group)).toEqual([BAD]);
  });

  test('holds when the repairs of the hour are used up', async () => {
    const world = createSweepWorld();
    plantMany(world, 3, SSH);
    const guardrails = { ...DEFAULT_GUARDRAILS, repairsAnHour: 2 };
    const words = found(await world.sweep({ enforce: true, guardrails }));
    expect(words.sort()).toEqual([`held ${BAD}`, `reverted ${BAD}`, `reverted ${BAD}`]);
  });

  test('tells a refused repair first', async () => {
    const world = createSweepWorld({
      intercept: (pending, call) => {
        if (pending.operation !== 'RevokeSecurityGroupIngress') return call();
        throw ec2Error('UnauthorizedOperation', 'You are not authorized');
      },
    });
    world.account.plantGroup({ rules: [SSH] });
    expect(found(await world.sweep({ enforce: true }))).toEqual([`failed ${BAD}`]);
    expect(world.responder.notices[0]?.subject).toContain('1 group breaks policies, 1 failed');
    expect(world.responder.notices[0]?.attributes.outcome).toBe('failed');
  });
});

describe('sweep() over many groups', () => {
  test('reads every page', async () => {
    const world = createSweepWorld({ pageSize: 2 });
    plantMany(world, 7, SSH);
    expect(found(await world.sweep())).toHaveLength(7);
  });

  test('goes on where time ran out: no group twice, none left out, one mail', async () => {
    const world = createSweepWorld();
    const groups = plantMany(world, 9, SSH);
    const visited: string[] = [];
    let runs = 0;
    for (;;) {
      let left = 3;
      const result = await world.sweep({
        start: runs === 0,
        enforce: true,
        timeLeft: () => (left-- > 0 ? 600_000 : 0),
      });
      runs++;
      if (!('reports' in result)) throw new TypeError(`The call came to ${result.kind}`);
      visited.push(...result.reports.flatMap(({ group }) => group.id ?? []));
      if (result.kind === 'finished') break;
      expect(world.responder.notices).toEqual([]);
    }
    expect(runs).toBeGreaterThan(3);
    expect(visited).toEqual(groups.toSorted());
    expect(world.responder.notices).toHaveLength(1);
    expect(groups.flatMap(world.standing)).toEqual([]);
  });

  test('tells a repair that was made before a crash', async () => {
    let crash = true;
    const world = createSweepWorld({
      change: (ports) => ({
        ...ports,
        book: {
          ...ports.book,
          save: async (state) => {
            if (crash && state.after !== undefined) throw new RetryableError('The table is busy');
            return ports.book.save(state);
          },
        },
      }),
    });
    plantMany(world, 2, SSH);
    await expect(world.sweep({ enforce: true })).rejects.toThrow('The table is busy');
    crash = false;
    expect(await world.sweep({ start: false, enforce: true })).toEqual({ kind: 'busy' });
    world.clock.advance(600_001);
    const result = await world.sweep({ start: false, enforce: true });
    expect(found(result)).toEqual([`reverted ${BAD}`, `reverted ${BAD}`]);
    expect(world.responder.notices).toHaveLength(1);
  });

  test('waits when AWS throttles it, and goes on', async () => {
    let throttles = 4;
    const world = createSweepWorld({
      intercept: (pending, call) => {
        if (pending.operation.startsWith('Describe') && throttles-- > 0)
          throw ec2Error('RequestLimitExceeded', 'Slow down');
        return call();
      },
    });
    plantMany(world, 2, SSH);
    expect(found(await world.sweep())).toHaveLength(2);
    expect(world.clock.now().toISOString() > '2026-11-23T12:00:01').toBe(true);
  });

  test('stops when AWS stays throttled, and the next call goes on', async () => {
    let throttled = true;
    const world = createSweepWorld({
      intercept: (_pending, call) => {
        if (throttled) throw ec2Error('RequestLimitExceeded', 'Slow down');
        return call();
      },
    });
    plantMany(world, 2, SSH);
    await expect(world.sweep()).rejects.toThrow(RetryableError);
    throttled = false;
    expect(found(await world.sweep({ start: false }))).toHaveLength(2);
  });

  test('passes over a group that was deleted midway', async () => {
    let doomed: GroupId | undefined;
    const world = createSweepWorld({
      change: (ports) => ({
        ...ports,
        readGroups: async (ids) => {
          const [GroupId] = ids.filter((id) => id === doomed);
          if (GroupId)
            await world.account.ec2(iamUser(ACCOUNT, 'alice')).send(new DeleteSecurityGroupCommand({ GroupId }));
          return ports.readGroups(ids);
        },
      }),
    });
    [doomed] = plantMany(world, 3, SSH);
    const result = await world.sweep();
    expect(found(result)).toHaveLength(2);
    expect(result).toMatchObject({ kind: 'finished', groups: 3 });
  });

  test('tells a group that it could not deal with, and deals with the others', async () => {
    const world = createSweepWorld({
      change: (ports) => ({
        ...ports,
        ledger: {
          ...ports.ledger,
          recall: async (key) => {
            if (key.group === bad) throw new TypeError('The attribute holds no packed text');
            return ports.ledger.recall(key);
          },
        },
      }),
    });
    const [bad] = plantMany(world, 3, SSH);
    const result = await world.sweep();
    expect(found(result).sort()).toEqual(['failed undefined', `would-revert ${BAD}`, `would-revert ${BAD}`]);
    expect(world.responder.notices[0]?.text).toContain('"TypeError: The attribute holds no packed text"');
  });

  test('tells what it had set out to repair in a group that it had to give up', async () => {
    const world = createSweepWorld({
      change: (ports) => ({
        ...ports,
        ledger: {
          ...ports.ledger,
          acted: async () => {
            throw new TypeError('The item is too large');
          },
        },
      }),
    });
    const [group] = plantMany(world, 1, SSH);
    const result = await world.sweep({ enforce: true });
    expect(group && world.standing(group)).toEqual([]);
    expect(result.kind === 'finished' && result.state.findings).toMatchObject([
      {
        reportId: expect.stringMatching(`/${group}$`),
        rules: [
          { word: 'failed', reason: 'TypeError: The item is too large' },
          { word: 'failed', text: 'tcp 22 from 0.0.0.0/0' },
        ],
      },
    ]);
    expect(world.responder.notices[0]?.text).toContain('tcp 22 from 0.0.0.0/0');
  });
});

describe('sweep() on its schedule', () => {
  test.for([
    { when: 'a quarter of an hour later', minutes: 15, policiesHash: 'one', kind: 'idle' },
    { when: 'a quarter of an hour later with other policies', minutes: 15, policiesHash: 'two', kind: 'finished' },
    { when: 'a day later', minutes: 1440, policiesHash: 'one', kind: 'finished' },
  ])('comes to $kind $when', async ({ minutes, policiesHash, kind }) => {
    const world = createSweepWorld();
    expect(await world.sweep({ start: false })).toMatchObject({ kind: 'finished' });
    world.clock.advance(minutes * 60_000);
    expect(await world.sweep({ start: false, policiesHash })).toMatchObject({ kind });
  });

  test('lets one call of two work', async () => {
    const world = createSweepWorld();
    plantMany(world, 3, SSH);
    const results = await Promise.allSettled([world.sweep(), world.sweep()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(world.responder.notices).toHaveLength(1);
  });

  test('begins anew when the policies change while a run is cut off', async () => {
    const world = createSweepWorld();
    plantMany(world, 3, SSH);
    let left = 2;
    await world.sweep({ timeLeft: () => (left-- > 0 ? 600_000 : 0) });
    expect(await world.sweep({ start: false, policiesHash: 'two' })).toMatchObject({ kind: 'finished', groups: 4 });
  });
});
