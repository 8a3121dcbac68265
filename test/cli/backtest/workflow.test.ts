import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'portcullis-'));
afterAll(() => rmSync(folder, { recursive: true }));

type Step = { readonly run?: string; readonly uses?: string; readonly env?: Readonly<Record<string, string>> };

/** A commit whose policies lack one that the project has, in a repository of its own. */
async function baseCommit(): Promise<{ base: string; dir: string }> {
  const repository = join(folder, 'repository');
  cpSync(join(ROOT, 'policies'), join(repository, 'policies'), { recursive: true });
  rmSync(join(repository, 'policies', 'no-public-admin-ports'), { recursive: true });
  const git = (...args: string[]) =>
    run('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], { cwd: repository });
  await git('init', '--quiet');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'base');
  const { stdout } = await git('rev-parse', 'HEAD');
  return { base: stdout.trim(), dir: join(repository, '.git') };
}

describe('.github/workflows/policies.yml', () => {
  const workflow = parse(readFileSync(join(ROOT, '.github', 'workflows', 'policies.yml'), 'utf8')) as {
    readonly on: unknown;
    readonly permissions: unknown;
    readonly jobs: { readonly rehearse: { readonly steps: readonly Step[] } };
  };
  const { steps } = workflow.jobs.rehearse;

  test('runs on pull requests that touch the policies, with no right but to read', () => {
    expect(workflow.on).toEqual({ pull_request: { paths: ['policies/**'] } });
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  test('checks the policies, then compares them with those of the base branch', async () => {
    const commands = steps.flatMap((step) => step.run ?? []);
    expect(commands.slice(0, 3)).toEqual(['npm ci', 'npm run portcullis -- validate', 'npm run portcullis -- test']);
    const { base, dir } = await baseCommit();
    const summary = join(folder, 'summary.md');
    writeFileSync(summary, 'before\n');
    const [last] = commands.slice(3);
    expect(steps.at(-1)?.env).toEqual({ BASE: '$' + '{{ github.event.pull_request.base.sha }}' });
    const env = { ...process.env, BASE: base, GIT_DIR: dir, GITHUB_STEP_SUMMARY: summary };
    await run('bash', ['-eo', 'pipefail', '-c', last ?? ''], { cwd: ROOT, env });
    const written = readFileSync(summary, 'utf8');
    expect(written).toMatch(/^before\n### What these policies would change\n/);
    expect(written).toContain('| <code>no-public-admin-ports</code> |');
  });

  test('fails where the policies of the base branch cannot be had', async () => {
    const { dir } = { dir: join(folder, 'repository', '.git') };
    const env = { ...process.env, BASE: 'none', GIT_DIR: dir, GITHUB_STEP_SUMMARY: join(folder, 'other.md') };
    await expect(run('bash', ['-eo', 'pipefail', '-c', steps.at(-1)?.run ?? ''], { cwd: ROOT, env })).rejects.toThrow();
  });
});
