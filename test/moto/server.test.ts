import { afterEach, describe, expect, test, vi } from 'vitest';
import { startMoto } from './server.ts';

describe('startMoto()', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test('says in one line why the tests on moto are left out, where there is no Python', async () => {
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('CI', '');
    const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    expect(await startMoto()).toBeUndefined();
    expect(write.mock.calls.map(([line]) => line)).toEqual([
      expect.stringMatching(/^Tests on moto are left out: python3 did not run: .+\n$/),
    ]);
  });

  test('fails there when CI=true', async () => {
    vi.stubEnv('PATH', '/nowhere');
    vi.stubEnv('CI', 'true');
    await expect(startMoto()).rejects.toThrow("moto can't be had: python3 did not run");
  });

  test('gives a server that answers, and is gone after stop()', async () => {
    const moto = await startMoto();
    // Without pip's index there is none, and the line above has said so.
    if (!moto) return;
    await moto.reset();
    await moto.stop();
    await expect(moto.reset()).rejects.toThrow();
  });
});
