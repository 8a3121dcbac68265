import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startMoto } from '../moto/server.ts';
import { drainBurst, makeBurst } from './burst.ts';
import { type Chain, openChain } from './chain.ts';
import { atWork, type Colleague } from './colleague.ts';

const moto = await startMoto();

describe.runIf(moto)('the deployed chain under load', () => {
  let chain: Chain;
  let colleague: Colleague;
  const ends: (() => unknown)[] = [];
  const atEnd = (end: () => unknown) => void ends.unshift(end);

  beforeAll(async () => {
    if (!moto) return;
    atEnd(moto.stop);
    // Soon enough to wait for, and still longer than a batch takes on a busy machine.
    chain = await openChain(moto, atEnd, { repairsAnHour: 500, hiddenFor: 20, timeoutMs: 10_000 });
    colleague = atWork(moto, chain.deployed.account);
    atEnd(colleague.leave);
  });
  afterAll(async () => {
    for (const end of ends) await end();
  });

  test('repairs and tells all of a burst, though two invocations run out of time', { timeout: 120_000 }, async () => {
    // A small part of what `npm run bench -- --load` takes, which would be too long for every run of the tests.
    const burst = await makeBurst(colleague, 10, 60);
    const { cutOff, told, mails, given, deadLetters } = await drainBurst(chain, burst);
    expect(cutOff).toBeGreaterThanOrEqual(2);
    for (const group of burst.groups) expect(await colleague.standing(group)).toEqual([]);
    expect(told.size).toBe(burst.events.length);
    expect(given.size).toBe(burst.events.length);
    // Five mails at once and a digest in a window of five minutes, of which a burst may meet two; and one whose mark was lost.
    expect(mails).toBeLessThanOrEqual(14);
    expect(deadLetters).toEqual([]);
  });
});
