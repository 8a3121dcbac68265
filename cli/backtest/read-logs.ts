import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { EVENT_NAMES } from '../../functions/backtest/event-names.ts';
import type { Batch } from '../../functions/backtest/scan-log.ts';
import type { LogFile } from './log-files.ts';
import { scanFile } from './scan-file.ts';
import { type FromWorker, sizeOf, type ToWorker } from './scan-worker.ts';

/** Less than this, in bytes, is read before a worker has started. */
const SMALL = 4 * 1024 * 1024;
const MOST_WORKERS = 8;
/** A worker needs little; without limits it would let its waste pile up, in megabytes. */
const LIMITS = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 96 };

/** How many workers files are worth: one for each core, none for a few small files. */
export function workersFor(files: readonly LogFile[]): number {
  const size = files.reduce((sum, file) => sum + file.size, 0);
  return size < SMALL ? 0 : Math.min(availableParallelism(), files.length, MOST_WORKERS);
}

/**
 * Reads files and gives what is in them in their order, however many workers read them. Workers read ahead only as far as
 * their results fit into a few megabytes.
 */
export async function* readLogs(files: readonly LogFile[], workers: number): AsyncGenerator<Batch> {
  if (workers > 0) return yield* byWorkers(files, workers);
  for (const { path } of files) yield* scanFile(path, EVENT_NAMES);
}

async function* byWorkers(files: readonly LogFile[], count: number): AsyncGenerator<Batch> {
  const told = new Map<number, { readonly from: Worker; readonly message: FromWorker }[]>();
  let [next, fault, wake]: [number, unknown, () => void] = [0, undefined, () => {}];
  const assign = (worker: Worker) => {
    const file = files[next];
    if (file) worker.postMessage({ path: file.path, number: next++ } satisfies ToWorker);
  };
  const workers = Array.from({ length: count }, () => {
    const worker = new Worker(new URL('./scan-worker.ts', import.meta.url), {
      resourceLimits: LIMITS,
      // Options that this process was called with, such as --eval, would not do for it.
      execArgv: [],
    });
    worker.on('message', (message: FromWorker) => {
      const messages = told.get(message.number) ?? [];
      told.set(message.number, messages);
      messages.push({ from: worker, message });
      if (message.last) assign(worker);
      wake();
    });
    worker.on('error', (error) => {
      fault = error;
      wake();
    });
    assign(worker);
    return worker;
  });
  try {
    for (let number = 0; number < files.length; ) {
      const first = told.get(number)?.shift();
      if (fault) throw fault;
      if (!first) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const { from, message } = first;
      yield message.batch;
      from.postMessage({ taken: sizeOf(message.batch) } satisfies ToWorker);
      if (!message.last) continue;
      told.delete(number++);
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
