import type { KnownWorld } from '../../functions/backtest/known-world.ts';
import { createRehearsal, type Judged } from '../../functions/backtest/rehearsal.ts';
import type { Batch, Skipped } from '../../functions/backtest/scan-log.ts';
import type { Policy } from '../../functions/core/policy.ts';
import type { ReadCounts } from './summary.ts';

/** What a run needs. */
export type Backtest = {
  readonly batches: AsyncIterable<Batch>;
  readonly world: KnownWorld;
  readonly policySets: readonly (readonly Policy[])[];
  /** Told for each change, in the order of the records. */
  readonly judged: (judged: Judged) => void;
  readonly skipped: (skipped: Skipped) => void;
  /** Told how many bytes were read since the last time. */
  readonly progress: (bytes: number) => void;
};

/** Lets whoever takes the results have a turn. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Takes everything that was read through a rehearsal. */
export async function runBacktest({
  batches,
  world,
  policySets,
  progress,
  ...tell
}: Backtest): Promise<Omit<ReadCounts, 'files'>> {
  let [records, again] = [0, 0];
  const rehearsal = createRehearsal(world, policySets, {
    judged: tell.judged,
    skipped: (place, reason) => tell.skipped({ place, reason }),
    again: () => again++,
  });
  for await (const batch of batches) {
    for (const skipped of batch.skipped) tell.skipped(skipped);
    for (const { text, place } of batch.found) rehearsal.take(text, place);
    records += batch.records;
    progress(batch.bytes);
    await breathe();
  }
  rehearsal.end();
  return { records, again };
}
