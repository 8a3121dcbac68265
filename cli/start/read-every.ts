import type { Skipped } from '../../functions/backtest/scan-log.ts';
import { logFiles } from '../backtest/log-files.ts';
import { scanFile } from '../backtest/scan-file.ts';

/** One CloudTrail record, or the EventBridge event that holds it, and where it was found: `trail.json: Records[3]`. */
export type FoundRecord = { readonly place: string; readonly record: unknown };

/** What was found in files. */
type Found = { readonly records: readonly FoundRecord[]; readonly unreadable: readonly Skipped[] };

/** Reads every record of CloudTrail files, whatever its event, into memory. */
export async function readEvery(paths: readonly string[]): Promise<Found> {
  const { files, skipped } = logFiles(paths);
  const [records, unreadable]: [FoundRecord[], Skipped[]] = [[], [...skipped]];
  for (const { path } of files) {
    for await (const batch of scanFile(path, EVERY)) {
      unreadable.push(...batch.skipped);
      for (const { place, text } of batch.found) {
        const record = parsed(text);
        if (record === undefined) unreadable.push({ place, reason: 'no JSON' });
        else records.push({ place, record });
      }
    }
  }
  return { records, unreadable };
}

const EVERY = { has: () => true };

/** The scanner leaves the escapes in texts to whoever parses them. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
