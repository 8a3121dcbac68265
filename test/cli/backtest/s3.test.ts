import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openResumeFile } from '../../../cli/backtest/s3/resume-file.ts';
import { s3Prefix } from '../../../cli/backtest/s3/s3-prefix.ts';
import { runCommand } from '../../../cli/run-command.ts';
import { readObjects } from '../../../functions/backtest/read-objects.ts';
import type { Batch } from '../../../functions/backtest/scan-log.ts';
import { startMoto } from '../../moto/server.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const { Records } = JSON.parse(readFileSync(join(ROOT, 'test', 'records', 'quarter.json'), 'utf8')) as {
  Records: object[];
};
const PREFIX = 'AWSLogs/111122223333/CloudTrail/eu-west-1/';

test.for<[path: string, read: unknown]>([
  ['trail.json', undefined],
  ['s3:/bucket', undefined],
  ['s3://bucket', { bucket: 'bucket', prefix: '' }],
  ['s3://bucket/', { bucket: 'bucket', prefix: '' }],
  ['s3://my.bucket-1/AWSLogs/1/', { bucket: 'my.bucket-1', prefix: 'AWSLogs/1/' }],
  ['s3://bucket/a//b c', { bucket: 'bucket', prefix: 'a//b c' }],
])('s3Prefix() of %s', ([path, read]) => {
  expect(s3Prefix(path)).toEqual(read);
});

test.for(['s3://', 's3:///x', 's3://B/x', 's3://a_b/x'])('s3Prefix() refuses %s', (path) => {
  expect(() => s3Prefix(path)).toThrow(RangeError);
});

const moto = await startMoto();
describe.runIf(moto)('readObjects() on moto', () => {
  const client = new S3Client(moto?.client ?? {});
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
  const put = (Key: string, Body: string | Uint8Array) =>
    client.send(new PutObjectCommand({ Bucket: 'trail', Key, Body }));
  beforeAll(async () => {
    await client.send(
      new CreateBucketCommand({ Bucket: 'trail', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } }),
    );
    for (const [index, record] of Records.entries())
      await put(
        `${PREFIX}2026/09/${String(index).padStart(2, '0')}.json.gz`,
        gzipSync(JSON.stringify({ Records: [record] })),
      );
    await put(`${PREFIX}2026/09/`, '');
    await put(`${PREFIX}2026/09/digest.txt`, 'no log');
    await put('other/a.json', JSON.stringify(Records));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
    await moto?.stop();
  });

  /** What is read below a prefix, and how many objects were fetched for it. */
  async function read(
    prefix: string,
    more: { resume?: ReturnType<typeof openResumeFile>; pageSize?: number } = {},
    most = Number.POSITIVE_INFINITY,
  ) {
    let [fetched, listed, pages] = [0, 0, 0];
    const send = vi.spyOn(client, 'send').mockClear();
    const batches: Batch[] = [];
    for await (const batch of readObjects(
      { bucket: 'trail', prefix },
      { client, listed: (bytes) => (listed += bytes), ...more },
    )) {
      batches.push(batch);
      if (batches.length >= most) break;
    }
    for (const [command] of send.mock.calls) command.constructor.name === 'GetObjectCommand' ? fetched++ : pages++;
    send.mockRestore();
    return {
      texts: batches.flatMap(({ found }) => found),
      skipped: batches.flatMap(({ skipped }) => skipped),
      fetched,
      listed,
      pages,
    };
  }

  test('gives what is in the objects below a prefix in the order of their keys, listed page by page', async () => {
    const { texts, skipped, fetched, listed, pages } = await read(PREFIX, { pageSize: 3 });
    expect(texts.map(({ text }) => JSON.parse(text))).toEqual(Records);
    expect(texts[0]?.place).toBe(`s3://trail/${PREFIX}2026/09/00.json.gz: Records[0]`);
    expect({ skipped, fetched, pages }).toEqual({ skipped: [], fetched: 10, pages: 4 });
    expect(listed).toBeGreaterThan(0);
  });

  test('goes on where it was interrupted, and reads nothing twice', async () => {
    const path = join(folder, 'resume.ndjson');
    await read(PREFIX, { resume: openResumeFile(path) }, 4);
    const whole = readFileSync(path);
    // As if the machine had gone down in the midst of a line.
    writeFileSync(path, whole.subarray(0, whole.length - 40));
    const kept = readFileSync(path, 'utf8').split('\n').length - 1;
    const again = await read(PREFIX, { resume: openResumeFile(path) });
    expect(again.texts.map(({ text }) => JSON.parse(text))).toEqual(Records);
    expect(kept).toBeGreaterThan(0);
    expect(again.fetched).toBe(10 - kept);
    expect((await read(PREFIX, { resume: openResumeFile(path) })).fetched).toBe(0);
  });

  test('reads an object that has changed anew', async () => {
    const path = join(folder, 'changed.ndjson');
    await put('changing/a.json', JSON.stringify(Records[0]));
    await read('changing/', { resume: openResumeFile(path) });
    await put('changing/a.json', JSON.stringify(Records[1]));
    const { texts, fetched } = await read('changing/', { resume: openResumeFile(path) });
    expect(texts.map(({ text }) => JSON.parse(text))).toEqual([Records[1]]);
    expect(fetched).toBe(1);
  });

  test('names what is broken, and remembers nothing of what could not be had', async () => {
    await put('broken/a.json.gz', gzipSync(JSON.stringify(Records)).subarray(0, 300));
    await put('broken/b.json', JSON.stringify(Records[0]));
    const { texts, skipped } = await read('broken/');
    expect(skipped).toEqual([
      { place: 's3://trail/broken/a.json.gz', reason: 'it is cut off: the packed data ends too early' },
    ]);
    expect(texts.length).toBe(1);
    const path = join(folder, 'refused.ndjson');
    const send = client.send.bind(client) as (command: object) => Promise<unknown>;
    const refuse = (command: object) =>
      command instanceof GetObjectCommand ? Promise.reject(new Error('Access Denied')) : send(command);
    const refusing = vi.spyOn(client, 'send').mockImplementation(refuse as never);
    const batches: Batch[] = [];
    for await (const batch of readObjects(
      { bucket: 'trail', prefix: 'other/' },
      { client, listed: () => {}, resume: openResumeFile(path) },
    ))
      batches.push(batch);
    refusing.mockRestore();
    expect(batches.flatMap((batch) => batch.skipped)).toEqual([
      { place: 's3://trail/other/a.json', reason: 'Access Denied' },
    ]);
    expect((await read('other/', { resume: openResumeFile(path) })).texts.length).toBe(10);
  });

  test('portcullis backtest reads a prefix as it reads the same files', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', moto?.endpoint);
    vi.stubEnv('AWS_REGION', 'eu-west-1');
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
    const run = async (path: string) => {
      const [out, err]: [string[], string[]] = [[], []];
      const io = { out: (text: string) => void out.push(text), err: (text: string) => void err.push(text) };
      const args = ['backtest', '--json', '--policies', join(ROOT, 'policies'), path];
      return { exit: await runCommand(args, io), out, err: err.join('\n') };
    };
    const { exit, out } = await run(`s3://trail/${PREFIX}`);
    expect(exit).toBe(0);
    expect(out).toEqual((await run(join(ROOT, 'test', 'records', 'quarter.json'))).out);
    expect(await run('s3://no-such-bucket/x')).toMatchObject({
      exit: 2,
      err: expect.stringContaining('s3://no-such-bucket/x'),
    });
  });
});
