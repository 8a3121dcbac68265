import { parentPort } from 'node:worker_threads';
import { EVENT_NAMES } from '../../functions/backtest/event-names.ts';
import type { Batch } from '../../functions/backtest/scan-log.ts';
import { scanFile } from './scan-file.ts';

/** What a worker is told: a file to scan, or how many characters of what it found were taken in. */
export type ToWorker = { readonly path: string; readonly number: number } | { readonly taken: number };
/** What a worker tells of a file; `last`: nothing more comes of it. */
export type FromWorker = { readonly number: number; readonly batch: Batch; readonly last: boolean };

/** How many characters may be under way, so that a worker that is ahead waits for the others. */
const AHEAD = 4 * 1024 * 1024;

/** How much the texts of a batch count for. */
export const sizeOf = ({ found }: Batch): number => found.reduce((sum, { text }) => sum + text.length, 1);

if (parentPort) {
  const port = parentPort;
  let underWay = 0;
  let goOn: (() => void) | undefined;
  const tell = async (told: FromWorker) => {
    underWay += sizeOf(told.batch);
    port.postMessage(told);
    if (underWay > AHEAD) await new Promise<void>((resolve) => (goOn = resolve));
  };
  port.on('message', async (message: ToWorker) => {
    if ('taken' in message) {
      underWay -= message.taken;
      if (underWay > AHEAD) return;
      goOn?.();
      goOn = undefined;
      return;
    }
    const { path, number } = message;
    for await (const batch of scanFile(path, EVENT_NAMES)) await tell({ number, batch, last: false });
    await tell({ number, batch: { found: [], skipped: [], records: 0, bytes: 0 }, last: true });
  });
}
