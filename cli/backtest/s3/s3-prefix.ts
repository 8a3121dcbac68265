import type { S3Prefix } from '../../../functions/backtest/read-objects.ts';

/** Reads `s3://bucket/AWSLogs/...`; undefined for any other path. Throws RangeError for an S3 path that can't be one. */
export function s3Prefix(path: string): S3Prefix | undefined {
  if (!path.startsWith('s3://')) return undefined;
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]*)\/?(.*)$/s.exec(path) ?? [];
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    throw new RangeError(`${JSON.stringify(path)} names no bucket; write s3://bucket/prefix`);
  return { bucket, prefix };
}
