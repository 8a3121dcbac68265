import { appendFileSync, closeSync, existsSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import type { KeptBatches, Stamp } from '../../../functions/backtest/read-objects.ts';
import type { Batch } from '../../../functions/backtest/scan-log.ts';

/**
 * What was found in each object that was read to its end, on the disk: a run that was interrupted goes on with what it has
 * not read yet, and comes to the same results, and so does a run with other policies. One JSON object a line.
 */
export type ResumeFile = KeptBatches;

const PIECE = 1 << 20;

/** Opens such a file, or begins it. A last line that is cut off, as an interrupted run leaves it, is dropped. Throws TypeError when it is another kind of file. */
export function openResumeFile(path: string): ResumeFile {
  const places = new Map<string, readonly [start: number, length: number]>();
  let end = 0;
  for (const { line, start } of existsSync(path) ? linesOf(path) : []) {
    const entry = parsed(line);
    if (!entry) throw new TypeError(`${path} is no resume file: there is something else at byte ${start}`);
    places.set(nameOf(entry), [start, line.length]);
    end = start + line.length + 1;
  }
  if (existsSync(path) && statSync(path).size > end) truncateSync(path, end);
  return {
    find: (stamp) => {
      const place = places.get(nameOf(stamp));
      return place && (parsed(readAt(path, ...place)) as { batch: Batch }).batch;
    },
    add: (stamp, batch) => {
      const line = Buffer.from(`${JSON.stringify({ ...stamp, batch })}\n`);
      appendFileSync(path, line);
      places.set(nameOf(stamp), [end, line.length - 1]);
      end += line.length;
    },
  };
}

const nameOf = ({ key, etag }: Stamp): string => `${etag} ${key}`;

function parsed(line: Buffer): (Stamp & { readonly batch: Batch }) | undefined {
  try {
    const entry = JSON.parse(line.toString('utf8'));
    return typeof entry?.key === 'string' && Array.isArray(entry?.batch?.found) ? entry : undefined;
  } catch {
    return undefined;
  }
}

function readAt(path: string, start: number, length: number): Buffer {
  const [bytes, file] = [Buffer.alloc(length), openSync(path, 'r')];
  try {
    readSync(file, bytes, 0, length, start);
  } finally {
    closeSync(file);
  }
  return bytes;
}

/** The whole lines of a file, without their ends. */
function* linesOf(path: string): Generator<{ readonly line: Buffer; readonly start: number }> {
  const file = openSync(path, 'r');
  try {
    let [kept, start] = [Buffer.alloc(0), 0];
    for (;;) {
      const piece = Buffer.alloc(PIECE);
      const read = readSync(file, piece, 0, PIECE, null);
      if (read === 0) return;
      kept = Buffer.concat([kept, piece.subarray(0, read)]);
      for (let at = kept.indexOf(0x0a); at >= 0; at = kept.indexOf(0x0a)) {
        yield { line: kept.subarray(0, at), start };
        start += at + 1;
        kept = kept.subarray(at + 1);
      }
    }
  } finally {
    closeSync(file);
  }
}
