import { afterEach, describe, expect, test, vi } from 'vitest';
import { startMoto } from './server.ts';

const moto = await startMoto();

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

  test.runIf(moto)('gives a server that answers, and is gone after stop()', async () => {
    await expect(moto?.reset()).resolves.toBeUndefined();
    await moto?.stop();
    await expect(moto?.reset()).rejects.toThrow();
  });
});
