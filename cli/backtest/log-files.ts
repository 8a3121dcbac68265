import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { faultText, type Skipped } from '../../functions/backtest/scan-log.ts';

/** A file to read and its size in bytes, as it stands on the disk. */
export type LogFile = { readonly path: string; readonly size: number };

const SUFFIX = /\.(json|ndjson)(\.gz)?$/;

/**
 * The files that paths name, in order: a file whatever it is called, of a folder every file below it that ends in .json or
 * .ndjson, with or without .gz, by name, which for CloudTrail's own names is the order of time.
 */
export function logFiles(paths: readonly string[]): {
  readonly files: readonly LogFile[];
  readonly skipped: readonly Skipped[];
} {
  const [files, skipped]: [LogFile[], Skipped[]] = [[], []];
  for (const path of paths) {
    try {
      const stats = statSync(path);
      if (!stats.isDirectory()) files.push({ path, size: stats.size });
      else for (const file of filesBelow(path)) files.push({ path: file, size: statSync(file).size });
    } catch (error) {
      skipped.push({ place: path, reason: faultText(error) });
    }
  }
  return { files, skipped };
}

function filesBelow(folder: string): string[] {
  const isLog = (entry: Dirent) => entry.isFile() && SUFFIX.test(entry.name);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(isLog)
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((a, b) => (a < b ? -1 : 1));
}
