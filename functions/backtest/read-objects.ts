import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { EVENT_NAMES } from './event-names.ts';
import { type Batch, scanLog } from './scan-log.ts';

/** A bucket and a prefix of keys in it; the prefix may be a whole key. */
export type S3Prefix = { readonly bucket: string; readonly prefix: string };

/** An object as it was listed: another tag means other content. */
export type Stamp = { readonly key: string; readonly etag: string };

/** What was found in objects that were read to their end before, so that they need not be read again. */
export type KeptBatches = {
  readonly find: (stamp: Stamp) => Batch | undefined;
  readonly add: (stamp: Stamp, batch: Batch) => void;
};

/** How objects are read. */
export type ReadingObjects = {
  readonly client: S3Client;
  readonly resume?: KeptBatches;
  /** Told how many bytes were listed. */
  readonly listed: (bytes: number) => void;
  /** The most keys that one answer of the listing holds; S3's own 1,000 when absent. */
  readonly pageSize?: number;
};

type Listed = Stamp & { readonly size: number };

const SUFFIX = /\.(json|ndjson)(\.gz)?$/;

/** How many objects are under way at once, and how large they may be together, in bytes: what was read waits for its turn. */
const ABREAST = 16;
const ROOM = 32 * 1024 * 1024;

/**
 * Reads the objects below a prefix and gives what is in them in the order of their keys, which for CloudTrail is the order of
 * time of an account and region. They are listed page by page and read in parallel. An object that can't be read is named
 * and left out; a listing that is refused throws. How the SDK meets throttling is the client's affair.
 */
export async function* readObjects({ bucket, prefix }: S3Prefix, reading: ReadingObjects): AsyncGenerator<Batch> {
  const underWay: { readonly size: number; readonly batch: Promise<Batch> }[] = [];
  let room = ROOM;
  for await (const object of listObjects(bucket, prefix, reading)) {
    while (underWay.length >= ABREAST || (underWay.length > 0 && room < object.size)) {
      const [first] = underWay.splice(0, 1);
      if (!first) break;
      yield await first.batch;
      room += first.size;
    }
    room -= object.size;
    underWay.push({ size: object.size, batch: readObject(bucket, object, reading) });
    // Whoever fails while others are waited for must not count as unheeded.
    underWay.at(-1)?.batch.catch(() => {});
  }
  for (const { batch } of underWay) yield await batch;
}

async function* listObjects(
  bucket: string,
  prefix: string,
  { client, listed, pageSize }: ReadingObjects,
): AsyncGenerator<Listed> {
  const pages = paginateListObjectsV2(
    { client, ...(pageSize !== undefined && { pageSize }), stopOnSameToken: true },
    { Bucket: bucket, Prefix: prefix },
  );
  for await (const { Contents = [] } of pages) {
    const objects = Contents.flatMap(({ Key: key = '', ETag: etag = '', Size: size = 0 }) =>
      SUFFIX.test(key) || key === prefix ? [{ key, etag, size }] : [],
    );
    listed(objects.reduce((sum, { size }) => sum + size, 0));
    yield* objects.filter(({ size }) => size > 0);
  }
}

async function readObject(
  bucket: string,
  { size, ...stamp }: Listed,
  { client, resume }: ReadingObjects,
): Promise<Batch> {
  const known = resume?.find(stamp);
  if (known) return { ...known, bytes: size };
  const name = `s3://${bucket}/${stamp.key}`;
  const whole = {
    found: [] as Batch['found'][number][],
    skipped: [] as Batch['skipped'][number][],
    records: 0,
    bytes: size,
  };
  let failed = false;
  const pieces = async function* () {
    try {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: stamp.key }));
      yield* Body as AsyncIterable<Uint8Array>;
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  for await (const { found, skipped, records } of scanLog(name, pieces(), EVENT_NAMES)) {
    whole.found.push(...found);
    whole.skipped.push(...skipped);
    whole.records += records;
  }
  // What could not be had this time may be had the next.
  if (!failed) resume?.add(stamp, whole);
  return whole;
}
