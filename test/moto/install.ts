import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { whileLocked } from './lock.ts';

const run = promisify(execFile);
const requirements = join(import.meta.dirname, 'requirements.txt');
const root = join(import.meta.dirname, '../../.moto');

/** How to start a Python that has moto, or why there is none. */
export type Moto =
  | { readonly kind: 'installed'; readonly python: string; readonly env: Readonly<Record<string, string>> }
  | { readonly kind: 'unavailable'; readonly reason: string };

/**
 * Installs moto by pip into `.moto/`, in a folder named after the requirements and the Python: what is there for them is
 * used as it is. Of several test files that need it at once one installs, and the others wait.
 */
export async function installMoto(): Promise<Moto> {
  const version = await attempt('python3', ['-c', 'import sys; print(*sys.version_info[:3])']);
  if (typeof version !== 'string') return { kind: 'unavailable', reason: `python3 did not run: ${version.failed}` };
  const text = await readFile(requirements);
  const home = join(root, createHash('sha256').update(text).update(version).digest('hex').slice(0, 16));
  if (existsSync(home)) return installed(home);
  await mkdir(root, { recursive: true });
  return whileLocked(`${home}.lock`, async () => {
    if (existsSync(home)) return installed(home);
    // An install that was cut off leaves a draft and never a home.
    const draft = `${home}.draft`;
    await rm(draft, { recursive: true, force: true });
    await mkdir(draft);
    const failed = await install(draft);
    if (failed !== undefined) return { kind: 'unavailable', reason: failed };
    await rename(draft, home);
    return installed(home);
  });
}

/** Some systems' Python has pip but not what a virtual environment needs: then the packages go into a plain folder. */
async function install(draft: string): Promise<string | undefined> {
  const options = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '-r', requirements];
  const venv = await attempt('python3', ['-m', 'venv', join(draft, 'venv')]);
  if (typeof venv === 'string') {
    const packages = await attempt(join(draft, 'venv/bin/python'), options);
    return typeof packages === 'string' ? undefined : `pip could not install moto: ${packages.failed}`;
  }
  await rm(join(draft, 'venv'), { recursive: true, force: true });
  const packages = await attempt('python3', [...options, '--target', join(draft, 'packages')]);
  return typeof packages === 'string' ? undefined : `pip could not install moto: ${packages.failed}`;
}

function installed(home: string): Moto {
  const python = join(home, 'venv/bin/python');
  if (existsSync(python)) return { kind: 'installed', python, env: {} };
  return { kind: 'installed', python: 'python3', env: { PYTHONPATH: join(home, 'packages') } };
}

/** What a program printed, or the last line of what it complained about. */
async function attempt(program: string, args: readonly string[]): Promise<string | { readonly failed: string }> {
  try {
    return (await run(program, args, { timeout: 600_000 })).stdout;
  } catch (error) {
    const stderr = error instanceof Error && 'stderr' in error ? String(error.stderr) : '';
    return { failed: stderr.trim().split('\n').at(-1) || String(error) };
  }
}
