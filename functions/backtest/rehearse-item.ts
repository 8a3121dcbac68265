import { gzipSync } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Policy } from '../core/policy.ts';
import type { JudgedChange } from './judged-change.ts';
import { createKnownWorld } from './known-world.ts';
import { readObjects, type S3Prefix } from './read-objects.ts';
import { createRehearsal } from './rehearsal.ts';
import type { Skipped } from './scan-log.ts';

/** What came of one item: how much was read, how it was judged, and how much had to be left out. */
export type ItemResult = {
  readonly records: number;
  readonly changes: number;
  readonly violations: number;
  readonly undetermined: number;
  readonly skipped: number;
};

/**
 * Rehearses one item of an archive from its beginning to its end, and writes what it found beside those of the others: a
 * JudgedChange a line, packed; what had to be skipped in a file of its own. What was before the item is not known to it.
 */
export async function rehearseItem(
  client: S3Client,
  item: S3Prefix,
  policies: readonly Policy[],
  results: { readonly bucket: string; readonly run: string },
): Promise<ItemResult> {
  const [lines, skipped]: [string[], Skipped[]] = [[], []];
  const counts = { records: 0, changes: 0, violations: 0, undetermined: 0 };
  const sink = {
    judged: ([change]: readonly JudgedChange[]) => {
      if (!change) return;
      counts.changes++;
      if (change.verdict === 'violation') counts.violations++;
      if (change.verdict === 'undetermined') counts.undetermined++;
      lines.push(JSON.stringify(change));
    },
    skipped: (place: string, reason: string) => void skipped.push({ place, reason }),
    again: () => {},
  };
  const rehearsal = createRehearsal(createKnownWorld(), [policies], sink);
  for await (const batch of readObjects(item, { client, listed: () => {} })) {
    skipped.push(...batch.skipped);
    for (const { text, place } of batch.found) rehearsal.take(text, place);
    counts.records += batch.records;
  }
  rehearsal.end();
  const name = encodeURIComponent(item.prefix).replaceAll('%2F', '!');
  const write = (folder: string, written: readonly string[]) =>
    client.send(
      new PutObjectCommand({
        Bucket: results.bucket,
        Key: `${results.run}/${folder}/${name}.ndjson.gz`,
        Body: gzipSync(written.join('\n')),
      }),
    );
  // Even where nothing was found: who looks for an item must see that it was done.
  await write('results', lines);
  if (skipped.length > 0)
    await write(
      'skipped',
      skipped.map((each) => JSON.stringify(each)),
    );
  return { ...counts, skipped: skipped.length };
}
