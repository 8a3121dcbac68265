import type { JudgedChange } from '../../functions/backtest/judged-change.ts';
import type { KnownWorld } from '../../functions/backtest/known-world.ts';
import { createRehearsal, type Judged } from '../../functions/backtest/rehearsal.ts';
import type { Batch, Skipped } from '../../functions/backtest/scan-log.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { createHeapKeeper } from './small-heap.ts';
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

/** Takes the results of a backtest that was made elsewhere, as this one would have given them. */
export async function readResults({
  batches,
  progress,
  ...tell
}: Omit<Backtest, 'world' | 'policySets'>): Promise<ReadCounts> {
  for await (const batch of batches) {
    for (const skipped of batch.skipped) tell.skipped(skipped);
    for (const { text, place } of batch.found) {
      const change = resultIn(text);
      if (change) tell.judged([change]);
      else tell.skipped({ place, reason: 'no result of a backtest' });
    }
    progress(batch.bytes);
    await breathe();
  }
  return { records: 0, again: 0 };
}

/** A result in a line; undefined for any other value, such as a raw record. */
function resultIn(text: string): JudgedChange | undefined {
  try {
    const value = JSON.parse(text);
    const lists = [value?.policies, value?.offending, value?.remainder];
    const texts = [value?.verdict, value?.eventId, value?.time, value?.actorName, value?.reason, value?.place];
    return lists.every(Array.isArray) && texts.every((each) => typeof each === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Lets whoever takes the results have a turn. */
const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

/** Takes everything that was read through a rehearsal. */
export async function runBacktest({ batches, world, policySets, progress, ...tell }: Backtest): Promise<ReadCounts> {
  let [records, again] = [0, 0];
  const rehearsal = createRehearsal(world, policySets, {
    judged: tell.judged,
    skipped: (place, reason) => tell.skipped({ place, reason }),
    again: () => again++,
  });
  const keepSmall = createHeapKeeper();
  for await (const batch of batches) {
    for (const skipped of batch.skipped) tell.skipped(skipped);
    for (const { text, place } of batch.found) rehearsal.take(text, place);
    keepSmall();
    records += batch.records;
    progress(batch.bytes);
    await breathe();
  }
  rehearsal.end();
  return { records, again };
}
