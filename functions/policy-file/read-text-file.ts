import { readFileSync, statSync } from 'node:fs';
import type { Fault } from './problem.ts';

/** A policy of a hundred statements has about 10 kB; a file beyond this is none. */
const MOST_BYTES = 1_000_000;

/** A file's text, or why it can't be had. */
export function readTextFile(file: string): string | Fault {
  let bytes: Buffer;
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (!stats)
      return { code: 'file-missing', message: 'The file is missing; a policy has policy.yaml and cases.yaml' };
    // Reading a pipe or a device might never end.
    if (!stats.isFile()) return { code: 'file-unreadable', message: 'This is no regular file' };
    if (stats.size > MOST_BYTES) {
      return { code: 'file-too-large', message: `The file has ${stats.size} bytes; at most ${MOST_BYTES} are read` };
    }
    bytes = readFileSync(file);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    return { code: 'file-unreadable', message: `The file cannot be read: ${reason}` };
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { code: 'file-encoding', message: 'The file is not UTF-8' };
  }
}
