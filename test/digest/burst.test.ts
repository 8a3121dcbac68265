import { describe, expect, test } from 'vitest';
import type { Ports } from '../../functions/respond/ports.ts';
import { RetryableError } from '../../functions/respond/ports.ts';
import { aroundEach } from '../respond/around-each.ts';
import { type BurstWorld, createBurstWorld, reportNumber, toldBy } from './burst-world.ts';

const many = (count: number, from = 0) => Array.from({ length: count }, (_, index) => reportNumber(from + index));
const DIGEST = { window: '2026-11-23T12:05Z', part: 0 };

/** Sends what was called for, as the queue does: again after three minutes for as long as it fails. */
async function sendAll({ called, send, clock }: BurstWorld): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const { key } of called)
    for (let receive = 0; receive < 5; receive++)
      try {
        await send(key);
        break;
      } catch (error) {
        errors.push(error);
        clock.now += 180_000;
      }
  return errors;
}

test('tellPeople() sends the first mails of a kind at once and calls a digest of the others for the end of the window', async () => {
  const world = createBurstWorld();
  for (const report of many(2)) await world.tell(report);
  expect([toldBy(world.mails), world.called]).toEqual([many(2).map(({ id }) => id), []]);
  await world.tell(reportNumber(2));
  // The window ends at 12:10:00, and five seconds are for those who are late.
  expect(world.called).toEqual([{ key: DIGEST, seconds: 205 }]);
  world.clock.now = Date.parse('2026-11-23T12:10:00Z');
  await world.tell(reportNumber(3));
  expect(toldBy(world.mails)).toHaveLength(3);
});

test('tellPeople() lets no flood of one kind keep back the first mails of another', async () => {
  const world = createBurstWorld();
  for (const report of many(40)) await world.tell(report);
  const failed = reportNumber(40, true);
  await world.tell(failed);
  await world.tell({ ...reportNumber(41), severity: 'low' });
  expect(toldBy(world.mails)).toEqual([0, 1, 40, 41].map((number) => reportNumber(number).id));
});

test('a burst of 500 changes comes to a handful of mails that tell each of them once', async () => {
  const world = createBurstWorld(undefined, { atOnce: 5, within: 5 });
  await Promise.all(many(500).map(world.tell));
  await sendAll(world);
  expect(world.mails).toHaveLength(7);
  expect(toldBy(world.mails).sort()).toEqual(
    many(500)
      .map(({ id }) => id)
      .sort(),
  );
});

test('sendDigest() tells one report alone by the mail that it would have had', async () => {
  const world = createBurstWorld();
  for (const report of many(3)) await world.tell(report);
  await expect(world.send(DIGEST)).resolves.toBe(1);
  expect(world.mails.at(-1)?.subject).toMatch(/^\[critical\] Reverted: /);
});

test('sendDigest() tells that there was a report, even if the ledger has lost it', async () => {
  const world = createBurstWorld((ports) => ({ ...ports, ledger: { ...ports.ledger, find: async () => undefined } }));
  for (const report of many(4)) await world.tell(report);
  await world.send(DIGEST);
  expect(toldBy(world.mails)).toEqual(many(4).map(({ id }) => id));
  expect(world.mails.at(-1)?.text).toContain('COULD NOT BE JUDGED');
});

test('a report that comes while its digest is being sent is told by the next one', async () => {
  let late: Promise<void> | undefined;
  const world: BurstWorld = createBurstWorld((ports) => ({
    ...ports,
    publish: async (notice) => {
      if (/Burst/.test(notice.subject)) late ??= world.tell(reportNumber(9));
      await late;
      await ports.publish(notice);
    },
  }));
  for (const report of many(5)) await world.tell(report);
  await sendAll(world);
  expect(world.called.at(-1)?.key).toEqual({ ...DIGEST, part: 1 });
  expect(toldBy(world.mails).sort()).toEqual([0, 1, 2, 3, 4, 9].map((number) => reportNumber(number).id));
});

test('sendDigest() goes out once though each report of it brings its message, at the same time', async () => {
  const world = createBurstWorld();
  for (const report of many(20)) await world.tell(report);
  const settled = await Promise.allSettled(world.called.map(({ key }) => world.send(key)));
  const refused = settled.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  expect(refused).toHaveLength(17);
  for (const error of refused) expect(error).toBeInstanceOf(RetryableError);
  await sendAll(world);
  expect(toldBy(world.mails).sort()).toEqual(
    many(20)
      .map(({ id }) => id)
      .sort(),
  );
});

describe('a report that is told by a digest', () => {
  const failing = (ports: Ports, at: number, when: 'before' | 'after' | undefined, made: string[]): Ports => {
    const around =
      (name: string, call: (...input: never[]) => Promise<unknown>) =>
      async (...input: never[]): Promise<unknown> => {
        const fails = made.push(name) - 1 === at ? when : undefined;
        if (fails === 'before') throw new Error('The process died');
        const output = await call(...input);
        if (fails === 'after') throw new Error('The process died');
        return output;
      };
    const { publish, callDigest, ledger } = ports;
    return { ...ports, ...aroundEach({ publish, callDigest }, around), ledger: aroundEach(ledger, around) };
  };
  /** Three reports, the queue bringing each again after a failure; the last of them is told by the digest. */
  const live = async (at: number, when?: 'before' | 'after') => {
    const made: string[] = [];
    const world = createBurstWorld((ports) => failing(ports, at, when, made));
    for (const report of many(4))
      for (let receive = 0; receive < 2; receive++)
        try {
          await world.tell(report);
          break;
        } catch {
          world.clock.now += 180_000;
        }
    const errors = await sendAll(world);
    return { world, made, errors };
  };

  test('takes the calls that this suite thinks it takes', async () => {
    const { made } = await live(-1);
    const mail = ['open', 'countMail', 'publish'];
    const kept = ['open', 'countMail', 'keepForDigest', 'callDigest'];
    const sent = ['takeDigest', 'find', 'find', 'publish', 'toldDigest', 'takeDigest'];
    expect(made).toEqual([...mail, ...mail, ...kept, ...kept, ...sent]);
  });

  const calls = Array.from({ length: 20 }, (_, at) => at);
  test.for(calls.flatMap((at) => (['before', 'after'] as const).map((when) => [at, when] as const)))(
    'is told when call %i fails %s its effect',
    async ([at, when]) => {
      const { world, made } = await live(at, when);
      expect(made.length).toBeGreaterThan(at);
      expect(new Set(toldBy(world.mails))).toEqual(new Set(many(4).map(({ id }) => id)));
      // Only of a mail whose mark was lost can nobody know that it went out; then all that it told is told again.
      const twice = toldBy(world.mails).length > 4;
      expect(twice).toBe(
        (made[at] === 'publish' && when === 'after') || (made[at] === 'toldDigest' && when === 'before'),
      );
    },
  );
});
