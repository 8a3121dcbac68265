import type { Batch } from '../../functions/backtest/scan-log.ts';
import { logFiles } from './log-files.ts';
import type { Progress } from './progress.ts';
import { readLogs, workersFor } from './read-logs.ts';
import type { ResumeFile } from './s3/resume-file.ts';
import { s3Prefix } from './s3/s3-prefix.ts';

/** What paths come to: files of the disk and objects of S3, in the order of the paths. */
export type PathReading = {
  readonly batches: AsyncIterable<Batch>;
  /** How many files of the disk there are; objects are not known beforehand. */
  readonly files: number;
};

/** A path that can't be read at all; the message names it. */
export class UnreadableError extends Error {
  override name = 'UnreadableError';
}

/** Reads paths, each a file, a folder or `s3://bucket/prefix`. Throws RangeError for an S3 path that can't be one. */
export function readPaths(
  paths: readonly string[],
  { workers, resume, progress }: { workers?: number; resume?: ResumeFile; progress: Progress },
): PathReading {
  const sources = paths.map((path) => ({ path, prefix: s3Prefix(path) }));
  const local = logFiles(sources.flatMap(({ path, prefix }) => (prefix ? [] : [path])));
  progress.grow(local.files.reduce((sum, { size }) => sum + size, 0));
  async function* batches(): AsyncGenerator<Batch> {
    yield { found: [], skipped: local.skipped, records: 0, bytes: 0 };
    yield* readLogs(local.files, workers ?? workersFor(local.files));
    for (const { path, prefix } of sources) {
      if (!prefix) continue;
      // The SDK takes a while to load, which only those who name a bucket shall wait for.
      const [{ readObjects }, { s3Client }] = await Promise.all([
        import('../../functions/backtest/read-objects.ts'),
        import('./s3/s3-client.ts'),
      ]);
      try {
        yield* readObjects(prefix, { client: s3Client(), listed: progress.grow, ...(resume && { resume }) });
      } catch (error) {
        // What AWS or the way to it refuses is for the caller to mend; all else is a bug.
        if (!(error instanceof Error) || error instanceof TypeError) throw error;
        throw new UnreadableError(`${path} can't be read: ${error.name}: ${error.message}`, { cause: error });
      }
    }
  }
  return { batches: batches(), files: local.files.length };
}
