import { setImmediate } from 'node:timers/promises';
import type { Ports } from '../functions/respond/ports.ts';
import { respond } from '../functions/respond/respond.ts';
import { aroundEach } from '../test/respond/around-each.ts';
import { instantPorts } from './instant-ports.ts';
import type { Row } from './row.ts';
import { enforced, typicalChanges } from './typical-changes.ts';

/** DESIGN.md, rules of conduct: read, write down, revoke. */
const LIMIT = 3;

/** More round trips than any repair needs. */
const PATIENCE = 100;

/**
 * The round trips that follow one after another from the event to the revoke. Counted, not timed: time stands still but
 * for the round trips, each of which takes one tick, so that those under way at once end at once.
 */
export async function roundTrips(): Promise<Row> {
  const { record, context } = typicalChanges().worst;
  const waiting: (() => void)[] = [];
  let [tick, revokedAt] = [0, 0];
  const slow =
    <Input extends unknown[], Output>(call: (...input: Input) => Promise<Output>) =>
    (...input: Input): Promise<Output> =>
      new Promise((resolve) => waiting.push(() => resolve(call(...input))));
  const ports = instantPorts(context);
  const counting: Ports = {
    ...ports,
    readGroup: slow(ports.readGroup),
    readLists: slow(ports.readLists),
    revoke: slow(async (group, rules) => {
      revokedAt = tick;
      return ports.revoke(group, rules);
    }),
    ledger: aroundEach(ports.ledger, (_, call) => slow(call)),
    publish: slow(ports.publish),
    emit: slow(ports.emit),
  };
  let over = false;
  const response = respond(record, counting, { policies: enforced(), leaseFor: 60_000 }).finally(() => {
    over = true;
  });
  while (!over) {
    // By then all that could run without another answer has run.
    await setImmediate();
    tick++;
    if (tick > PATIENCE) throw new Error(`respond() was not over after ${PATIENCE} round trips`);
    for (const end of waiting.splice(0)) end();
  }
  await response;
  if (revokedAt === 0) throw new Error('The rule was not revoked, so there is nothing to count');
  return {
    measure: 'Round trips from event to closed hole',
    figure: `${revokedAt} (${tick - 1} until all is told)`,
    against: `${LIMIT}, the limit`,
    ratio: revokedAt / LIMIT,
    goal: 1,
  };
}
