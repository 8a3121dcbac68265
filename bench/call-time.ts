import { inTurn } from './in-turn.ts';
import type { Effort } from './row.ts';

/** A call to be timed; one that gives a promise is over when the promise is. */
export type Call = () => unknown;

/** A call that takes longer than this, in milliseconds, is measured once: its figure is bad enough without a median. */
const ENDLESS = 1000;

/**
 * The median time of each call in milliseconds, as the processor spent it on this thread: whoever else keeps the machine
 * busy does not count. The calls are timed in turn, in batches that last `sampleTime` at least, so that the clock's own
 * grain does not show.
 */
export async function callTimes(calls: readonly Call[], { samples, sampleTime }: Effort): Promise<number[]> {
  const batches: { call: Call; times: number; endless?: number }[] = [];
  for (const call of calls) {
    let [times, took] = [1, await batchTime(call, 1)];
    const first = took;
    while (took < sampleTime && times < 1_000_000) {
      times *= 2;
      took = await batchTime(call, times);
    }
    batches.push({ call, times, ...(first > ENDLESS && { endless: first }) });
  }
  return inTurn(
    batches,
    samples,
    async ({ call, times, endless }) => endless ?? (await batchTime(call, times)) / times,
  );
}

async function batchTime(call: Call, times: number): Promise<number> {
  const start = process.threadCpuUsage();
  for (let time = 0; time < times; time++) {
    const answer = call();
    // Only what is a promise is waited for: waiting costs as much as a small call.
    if (answer instanceof Promise) await answer;
  }
  const { user, system } = process.threadCpuUsage(start);
  return (user + system) / 1000;
}
