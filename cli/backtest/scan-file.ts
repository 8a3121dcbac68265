import { createReadStream, readFileSync, statSync } from 'node:fs';
import type { Names } from '../../functions/backtest/record-scanner.ts';
import { type Batch, scanLog } from '../../functions/backtest/scan-log.ts';

/** A file up to this size, in bytes, is read in one go: most of CloudTrail's are far smaller, and a stream costs more than they do. */
const SMALL = 4 * 1024 * 1024;

/** Finds the records of interest in one file on the disk. */
export function scanFile(path: string, names: Names): AsyncGenerator<Batch> {
  return scanLog(path, piecesOf(path), names);
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  if (statSync(path).size <= SMALL) yield readFileSync(path);
  else yield* createReadStream(path, { highWaterMark: 512 * 1024 });
}
