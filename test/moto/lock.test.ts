import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { whileLocked } from './lock.ts';

describe('whileLocked()', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'portcullis-lock-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('lets one in at a time, and gives each its result', async () => {
    let [inside, most] = [0, 0];
    const work = (result: number) => async () => {
      most = Math.max(most, ++inside);
      await new Promise(setImmediate);
      inside--;
      return result;
    };
    const file = join(folder, 'lock');
    expect(await Promise.all([1, 2, 3].map((result) => whileLocked(file, work(result))))).toEqual([1, 2, 3]);
    expect(most).toBe(1);
    expect(existsSync(file)).toBe(false);
  });

  test('lets the next in after a failure', async () => {
    const file = join(folder, 'lock');
    await expect(whileLocked(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(await whileLocked(file, async () => 'in')).toBe('in');
  });

  test('takes over from a process that is gone', async () => {
    const file = join(folder, 'lock');
    const gone = spawnSync(process.execPath, ['--version']).pid;
    await writeFile(file, String(gone));
    expect(await whileLocked(file, async () => 'in')).toBe('in');
  });
});
