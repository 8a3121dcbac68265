import { createGunzip, gunzipSync } from 'node:zlib';
import { type Names, type RecordPlace, recordScanner } from './record-scanner.ts';

/** A record of interest as its file has it, and where that is: `trail.json.gz: Records[3]`, `trail.ndjson:17`. */
export type FoundText = { readonly place: string; readonly text: string };

/** A file or a part of one that had to be left out; `place` is `FILE`, `FILE:LINE` or `FILE:LINE:COLUMN`. */
export type Skipped = { readonly place: string; readonly reason: string };

/** What a piece of a file came to. Counts are of this piece. */
export type Batch = {
  readonly found: readonly FoundText[];
  readonly skipped: readonly Skipped[];
  readonly records: number;
  /** Bytes read, as the file has them. */
  readonly bytes: number;
};

/** A file as it comes, in pieces of any size. Throws where it can't be read. */
export type Pieces = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** What is unpacked in one go may come to this much, in bytes; more is unpacked as it is read. */
const AT_ONCE = 2 * 1024 * 1024;
const PIECE = 128 * 1024;

/**
 * Finds the records of interest in one file, whatever its shape and size; gzip is known by its first bytes. Nothing of it is
 * kept but the record being read. A file that can't be read to its end is named, and what came before is given.
 */
export async function* scanLog(file: string, pieces: Pieces, names: Names): AsyncGenerator<Batch> {
  let [found, skipped, told, bytes]: [FoundText[], Skipped[], number, number] = [[], [], 0, 0];
  const scanner = recordScanner(names, {
    found: (text, at) => found.push({ place: placeText(file, at), text }),
    skipped: (at, reason) => skipped.push({ place: placeText(file, at), reason }),
  });
  const batch = (): Batch => {
    const made = { found, skipped, records: scanner.records() - told, bytes };
    [found, skipped, told, bytes] = [[], [], scanner.records(), 0];
    return made;
  };
  const counted = async function* () {
    for await (const piece of pieces) {
      bytes += piece.length;
      yield piece;
    }
  };
  try {
    for await (const piece of unpacked(counted())) {
      for (let at = 0; at < piece.length; at += PIECE) {
        scanner.push(piece.subarray(at, at + PIECE));
        if (found.length > 0 || bytes > 0) yield batch();
      }
    }
    scanner.end();
  } catch (error) {
    skipped.push({ place: file, reason: faultText(error) });
  }
  yield batch();
}

/** The content of what may be packed. */
async function* unpacked(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  const first = await iterator.next();
  if (first.done) return;
  const rest = { [Symbol.asyncIterator]: () => iterator };
  const [head] = [first.value];
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield head;
    yield* rest;
    return;
  }
  const second = await iterator.next();
  if (second.done) {
    const whole = atOnce(head);
    if (whole) return yield whole;
  }
  const gunzip = createGunzip({ chunkSize: PIECE });
  const feed = async () => {
    const write = (piece: Uint8Array) =>
      new Promise<void>((resolve) => {
        if (gunzip.write(piece)) resolve();
        else gunzip.once('drain', resolve).once('close', resolve);
      });
    await write(head);
    if (!second.done) await write(second.value);
    for await (const piece of rest) {
      if (gunzip.destroyed) return;
      await write(piece);
    }
    gunzip.end();
  };
  feed().catch((error: unknown) => gunzip.destroy(error instanceof Error ? error : new Error(String(error))));
  yield* gunzip;
}

/** The content of a small packed file; undefined where it has to be read to see how far it goes. */
function atOnce(packed: Uint8Array): Uint8Array | undefined {
  try {
    return gunzipSync(packed, { maxOutputLength: AT_ONCE });
  } catch {
    return undefined;
  }
}

function placeText(file: string, { line, column, index, listed }: RecordPlace & { readonly column?: number }): string {
  const at = [file, ...(line === undefined ? [] : [line]), ...(column === undefined ? [] : [column])].join(':');
  return index === undefined ? at : `${at}: ${listed ?? ''}[${index}]`;
}

/** What went wrong with a file, for people. */
export function faultText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  switch (code) {
    case 'ENOENT':
      return 'no such file';
    case 'EACCES':
      return 'no permission to read it';
    case 'Z_BUF_ERROR':
      return 'it is cut off: the packed data ends too early';
    case 'Z_DATA_ERROR':
      return `the packed data is broken: ${error instanceof Error ? error.message : code}`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
