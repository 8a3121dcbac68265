import { expect, test } from 'vitest';
import { ruleText } from '../../functions/core/rule.ts';
import type { SweepPorts } from '../../functions/sweep/ports.ts';
import { createSweepWorld, found, HTTPS, plantMany, SSH } from './sweep-world.ts';

/** Ports of a process that dies at its n-th call, before or after its effect; from then on nothing comes through. */
function mortal(ports: SweepPorts, calls: number, after: boolean): SweepPorts {
  let left = calls;
  const around =
    <Input extends unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    async (...input: Input): Promise<Output> => {
      left--;
      if (left < 0 || (left === 0 && !after)) throw new Error('The process is gone');
      const output = await call(...input);
      if (left === 0) throw new Error('The process is gone');
      return output;
    };
  const mapped = <Verbs extends object>(verbs: Verbs): Verbs =>
    Object.fromEntries(
      Object.entries(verbs).map(([name, verb]) => [name, typeof verb === 'function' ? around(verb) : mapped(verb)]),
    ) as Verbs;
  const { now, pause, newLease, ...far } = ports;
  return { ...mapped(far), now, pause, newLease };
}

const CALLS = Array.from({ length: 60 }, (_, index) => index + 1);

test.for(CALLS.flatMap((calls) => [false, true].map((after) => ({ calls, after }))))(
  'sweep() loses nothing when it dies at call $calls, after its effect: $after',
  async ({ calls, after }) => {
    let dying: SweepPorts | undefined;
    const world = createSweepWorld({
      change: (ports) => {
        dying = mortal(ports, calls, after);
        // Each call of the sweep takes its ports anew, as a new process does.
        return new Proxy(ports, { get: (_, name) => Reflect.get(dying ?? ports, name) });
      },
    });
    const groups = plantMany(world, 3, SSH);
    world.account.plantGroup({ name: 'many-1', rules: [HTTPS] });
    await world.sweep({ enforce: true }).catch(() => {});
    dying = undefined;
    world.clock.advance(600_001);
    const last = await world.sweep({ start: false, enforce: true });
    const told = world.responder.notices.at(-1);
    expect(groups.flatMap(world.standing)).toEqual([ruleText(HTTPS)]);
    for (const index of groups.keys()) expect(told?.text).toContain(`many-${index} `);
    expect(['idle', 'finished']).toContain(last.kind);
    if (last.kind === 'finished') expect(found(last)).toHaveLength(3);
  },
);
