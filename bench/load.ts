import { drainBurst, makeBurst } from '../test/chain/burst.ts';
import { openChain } from '../test/chain/chain.ts';
import { atWork } from '../test/chain/colleague.ts';
import { startMoto } from '../test/moto/server.ts';

const GROUPS = 50;
const CHANGES = 500;

/**
 * A burst of violating changes through the deployed chain on moto, two invocations cut off in the midst of it. Gives the
 * line that says how fast it drained, and what went wrong, if anything did. The rate is that of moto, one process in
 * Python, which answers every call of the function: on AWS it is a lower bound.
 */
export async function load(): Promise<{ readonly line: string; readonly wrong: readonly string[] }> {
  const ends: (() => unknown)[] = [];
  const atEnd = (end: () => unknown) => void ends.unshift(end);
  try {
    const moto = await startMoto();
    if (!moto) return { line: 'Not measured', wrong: ['moto is not to be had'] };
    atEnd(moto.stop);
    const chain = await openChain(moto, atEnd, { repairsAnHour: 500, hiddenFor: 20, timeoutMs: 10_000 });
    const colleague = atWork(moto, chain.deployed.account);
    atEnd(colleague.leave);
    const burst = await makeBurst(colleague, GROUPS, CHANGES);
    const { seconds, cutOff, told, mails, given, deadLetters } = await drainBurst(chain, burst);
    const open: string[] = [];
    for (const group of burst.groups) open.push(...(await colleague.standing(group)));
    return {
      line: `${CHANGES} violating changes on ${GROUPS} groups, ${cutOff} invocations cut off: ${seconds.toFixed(1)} s, ${(CHANGES / seconds).toFixed(1)} a second, ${mails} mails`,
      wrong: [
        ...(open.length > 0 ? [`${open.length} rules still stand`] : []),
        ...(told.size < CHANGES ? [`${told.size} changes were told, not ${CHANGES}`] : []),
        ...(given.size < CHANGES ? [`tools were given ${given.size} reports, not ${CHANGES}`] : []),
        ...(deadLetters.length > 0 ? [`${deadLetters.length} records lie in the dead-letter queue`] : []),
        ...(cutOff < 2 ? [`${cutOff} invocations were cut off, not 2`] : []),
      ],
    };
  } finally {
    for (const end of ends) await end();
  }
}
