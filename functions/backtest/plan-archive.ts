import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { S3Prefix } from './read-objects.ts';

/** One piece of an archive: what CloudTrail wrote of one account and region in one month, by the prefix of its keys. */
export type ArchiveItem = { readonly prefix: string };

/** `.../<account>/CloudTrail/<region>/<year>/<month>/`, with an organisation's id before it or not. */
const MONTH = /(^|\/)\d{12}\/CloudTrail\/[a-z0-9-]+\/\d{4}\/\d{2}\/$/;
/** What stands beside CloudTrail's logs and holds none: its digests, insights, and other services. */
const BESIDE = /(^|\/)\d{12}\/(?!CloudTrail\/)[^/]+\/$/;
/** Deeper than CloudTrail's own keys go. */
const DEEPEST = 12;

/**
 * The months of an archive below a prefix, in the order of their keys. A prefix that reaches into a month, or below which
 * nothing looks like CloudTrail's keys, is one item.
 */
export async function planArchive(client: S3Client, { bucket, prefix }: S3Prefix): Promise<readonly ArchiveItem[]> {
  const items = await monthsBelow(client, bucket, prefix, DEEPEST);
  return items.length > 0 ? items : [{ prefix }];
}

async function monthsBelow(client: S3Client, bucket: string, prefix: string, depth: number): Promise<ArchiveItem[]> {
  const items: ArchiveItem[] = [];
  const pages = paginateListObjectsV2(
    { client, stopOnSameToken: true },
    { Bucket: bucket, Prefix: prefix, Delimiter: '/' },
  );
  for await (const { CommonPrefixes = [] } of pages) {
    for (const { Prefix = '' } of CommonPrefixes) {
      if (MONTH.test(Prefix)) items.push({ prefix: Prefix });
      else if (depth > 0 && !BESIDE.test(Prefix)) items.push(...(await monthsBelow(client, bucket, Prefix, depth - 1)));
    }
  }
  return items;
}
