import { parentPort } from 'node:worker_threads';
import { trySeeds } from './try-seeds.ts';

parentPort?.on('message', async ({ from, to }: { readonly from: number; readonly to: number }) => {
  parentPort?.postMessage(await trySeeds(from, to));
});
