import { describe, expect, test } from 'vitest';
import type { GroupId } from '../../functions/core/ids.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { type GroupReading, type Ports, RetryableError } from '../../functions/respond/ports.ts';
import type { Response } from '../../functions/respond/respond.ts';
import { aroundEach } from './around-each.ts';
import { createWorld, NO_SSH, permission, type World } from './world.ts';

/** Every call that the pipeline makes of the world, in the order in which it makes them for one repair. */
const CALLS = [
  'readGroup',
  'readLists',
  'recall',
  'recallConduct',
  'find',
  'open',
  'countRepair',
  'revoke',
  'readGroup',
  'readGroup',
  'remember',
  'rememberConduct',
  'acted',
  'countMail',
  'publish',
  'told',
  'emit',
  'told',
] as const;

type Fault = { readonly call: number; readonly when: 'before' | 'after'; readonly error: () => Error };

/** Ports of which the n-th call fails, before or after it took effect; `made` names the calls so far. */
function failing(ports: Ports, fault: Fault | undefined, made: string[]): Ports {
  const around =
    <Input extends unknown[], Output>(name: string, call: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      const number = made.push(name) - 1;
      const fails = fault?.call === number ? fault : undefined;
      if (fails?.when === 'before') throw fails.error();
      const output = await call(...input);
      if (fails?.when === 'after') throw fails.error();
      return output;
    };
  return {
    ...ports,
    readGroup: around('readGroup', ports.readGroup),
    readLists: around('readLists', ports.readLists),
    revoke: around('revoke', ports.revoke),
    publish: around('publish', ports.publish),
    emit: around('emit', ports.emit),
    ledger: aroundEach(ports.ledger, around),
  };
}

/** Delivers as the queue does: again after three minutes for as long as it fails, five times in all. */
async function deliver(
  { responder, clock }: World,
  event: unknown,
): Promise<{ response?: Response; errors: unknown[] }> {
  const errors: unknown[] = [];
  for (let attempt = 0; attempt < 5; attempt++) {
    try {
      const [response] = await responder.respond(event);
      return { ...(response && { response }), errors };
    } catch (error) {
      errors.push(error);
      clock.advance(180_000);
    }
  }
  return { errors };
}

const KINDS = {
  'a crash': () => new Error('The process died'),
  'a fault to try again': () => new RetryableError('Throttled'),
};

describe('a repair, failed at every call of it', () => {
  test('makes the calls that this suite thinks it makes', async () => {
    const made: string[] = [];
    const world = createWorld({ change: (ports) => failing(ports, undefined, made) });
    await deliver(world, await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]));
    expect(made).toEqual(CALLS);
  });

  const faults = CALLS.flatMap((name, call) =>
    (['before', 'after'] as const).flatMap((when) =>
      Object.entries(KINDS).map(([kind, error]) => ({ name, call, when, kind, error })),
    ),
  );
  test.for(faults)(
    '$kind $when call $call, $name: repaired and told all the same',
    async ({ name, call, when, error }) => {
      const made: string[] = [];
      const world = createWorld({ change: (ports) => failing(ports, { call, when, error }, made) });
      const { response, errors } = await deliver(
        world,
        await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]),
      );
      expect(errors.length).toBe(1);
      expect(response).toMatchObject({ kind: 'reported', report: { rules: [{ outcome: { kind: 'done' } }] } });
      expect(world.standing()).toEqual(['tcp 443 from 0.0.0.0/0']);
      // The one thing that can't be known is whether a telling went out whose answer was lost.
      const lost = (telling: string, mark: number) =>
        (name === telling && when === 'after') || (call === mark && when === 'before');
      expect(world.responder.notices.length).toBe(lost('publish', CALLS.indexOf('told')) ? 2 : 1);
      expect(world.responder.emitted.length).toBe(lost('emit', CALLS.lastIndexOf('told')) ? 2 : 1);
      expect(made.filter((each) => each === 'revoke').length).toBeLessThanOrEqual(2);
    },
  );
});

describe('what a revoke comes to', () => {
  test('AWS refuses: failed, told, not tried again', async () => {
    const world = createWorld({
      change: (ports) => ({ ...ports, revoke: async () => ({ kind: 'refused', reason: 'Not authorized' }) }),
    });
    const { errors } = await deliver(world, await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]));
    expect(errors).toEqual([]);
    expect(world.responder.emitted).toMatchObject([
      { rules: [{ outcome: { kind: 'failed', reason: 'Not authorized' } }] },
    ]);
    expect(world.responder.notices.map(({ attributes }) => attributes.outcome)).toEqual(['failed']);
  });

  test('AWS says yes and does nothing: failed after the last look, told', async () => {
    const world = createWorld({ change: (ports) => ({ ...ports, revoke: async () => ({ kind: 'revoked' }) }) });
    await deliver(world, await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]));
    expect(world.responder.emitted).toMatchObject([{ rules: [{ outcome: { kind: 'failed' } }] }]);
  });

  test('reads lag behind the write: done once a read shows it', async () => {
    let stale = 2;
    const world = createWorld({
      change: (ports) => {
        let before: Awaited<ReturnType<Ports['readGroup']>> | undefined;
        return {
          ...ports,
          readGroup: async (by) => {
            const now = await ports.readGroup(by);
            before ??= now;
            return before !== now && stale-- > 0 ? before : now;
          },
        };
      },
    });
    await deliver(world, await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]));
    expect(world.responder.emitted).toMatchObject([{ rules: [{ outcome: { kind: 'done' } }], exposure: 6 }]);
  });

  test.for(['revoke', 'narrow'] as const)(
    'a reading between two repairs is older than the change: %s looks again, and calls nothing gone that stands',
    async (remedy) => {
      let reads = 0;
      const old: GroupReading = {
        kind: 'found',
        group: { id: 'sg-0123456789abcdef0' as GroupId },
        standing: [],
        egress: [],
      };
      const policies: Policy[] = [{ ...NO_SSH, remedy, pieces: 5 }];
      const world = createWorld({
        policies,
        change: (ports) => ({
          ...ports,
          // The first is the one that the change is judged by; the next two are from before the change.
          readGroup: async (by) => ([2, 3].includes(++reads) ? old : ports.readGroup(by)),
          revoke: async (group, rules) =>
            reads === 1 && remedy === 'revoke' ? { kind: 'gone' } : ports.revoke(group, rules),
        }),
      });
      await deliver(world, await world.authorize([permission('tcp', 20, 30, '0.0.0.0/1', '128.0.0.0/1')]));
      const narrowed = ['0.0.0.0/1', '128.0.0.0/1'].flatMap((half) => [
        `tcp 20-21 from ${half}`,
        `tcp 23-30 from ${half}`,
      ]);
      const left = remedy === 'narrow' ? narrowed : [];
      expect(world.standing().sort()).toEqual(['tcp 443 from 0.0.0.0/0', ...left].sort());
      expect(world.responder.emitted).toMatchObject([
        { rules: [{ outcome: { kind: 'done' } }, { outcome: { kind: 'done' } }] },
      ]);
    },
  );

  test('one of two rules vanishes before the revoke: the other goes, each outcome is its own', async () => {
    const world = createWorld({
      change: (ports) => {
        let calls = 0;
        return {
          ...ports,
          revoke: async (group, rules) => {
            if (++calls === 1) await ports.revoke(group, rules.slice(0, 1));
            return ports.revoke(group, rules);
          },
        };
      },
    });
    await deliver(world, await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0', '::/0')]));
    expect(world.standing()).toEqual(['tcp 443 from 0.0.0.0/0']);
    expect(world.responder.emitted).toMatchObject([
      { rules: [{ outcome: { kind: 'already-gone' } }, { outcome: { kind: 'done' } }] },
    ]);
  });

  test('the rule is edited between the read and the look after: changed, never touched again', async () => {
    const world = createWorld({
      change: (ports) => {
        let reads = 0;
        return {
          ...ports,
          revoke: async () => ({ kind: 'gone' }),
          readGroup: async (by) => {
            const live = await ports.readGroup(by);
            if (++reads === 1 || live.kind !== 'found') return live;
            return { ...live, standing: live.standing.map((rule) => (rule.from === 22 ? { ...rule, to: 23 } : rule)) };
          },
        };
      },
    });
    await deliver(world, await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]));
    expect(world.responder.emitted).toMatchObject([
      { rules: [{ outcome: { kind: 'changed', now: 'tcp 22-23 from 0.0.0.0/0', verdict: 'violation' } }] },
    ]);
  });
});

describe('round trips', () => {
  test('three, one after another, from the event to the closed hole', async () => {
    // Calls that are under way at once are one trip; a new trip begins when one starts with none under way.
    let [underWay, trips, tripsAtRevoke] = [0, 0, 0];
    const trip =
      <Input extends unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
      async (...input: Input): Promise<Output> => {
        if (underWay++ === 0) trips++;
        await new Promise((resolve) => setImmediate(resolve));
        const output = await call(...input);
        underWay--;
        return output;
      };
    const world = createWorld({
      change: (ports) => ({
        ...ports,
        readGroup: trip(ports.readGroup),
        readLists: trip(ports.readLists),
        revoke: async (...input) => {
          const answer = await trip(ports.revoke)(...input);
          tripsAtRevoke = trips;
          return answer;
        },
        ledger: {
          ...ports.ledger,
          find: trip(ports.ledger.find),
          recall: trip(ports.ledger.recall),
          recallConduct: trip(ports.ledger.recallConduct),
          open: trip(ports.ledger.open),
          countRepair: trip(ports.ledger.countRepair),
        },
      }),
    });
    await deliver(world, await world.authorize([permission('tcp', 22, 22, '0.0.0.0/0')]));
    expect(tripsAtRevoke).toBe(3);
  });
});
