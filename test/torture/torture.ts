import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Failure } from './try-seeds.ts';

/** How many seeds a worker takes at a time. */
const PORTION = 250;

/** Lives `count` histories from seed `first` on, on all cores; gives those that ended wrong, by rising seed. */
export async function torture(first: number, count: number): Promise<Failure[]> {
  const failures: Failure[] = [];
  let next = first;
  const end = first + count;
  const take = () => {
    const from = next;
    next = Math.min(end, next + PORTION);
    return { from, to: next };
  };
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL('worker.ts', import.meta.url));
      const go = () => {
        const portion = take();
        if (portion.from === portion.to) return void worker.terminate().then(() => resolve(), reject);
        worker.postMessage(portion);
      };
      worker.on('message', (found: readonly Failure[]) => {
        failures.push(...found);
        go();
      });
      worker.on('error', reject);
      go();
    });
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), Math.ceil(count / PORTION)) }, work));
  return failures.sort((a, b) => a.seed - b.seed);
}
