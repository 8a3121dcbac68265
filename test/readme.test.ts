import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const README = read('README.md');
const run = promisify(execFile);

/** How each command of the README is run: here, or by something that runs anyway. */
const COMMANDS: Record<string, 'here' | { readonly by: string; readonly as: string }> = {
  'npm ci && npm start': { by: '.ci/run', as: 'npm start' },
  'npm start -- test/records/sample.json': 'here',
  'npm run portcullis -- validate': 'here',
  'npm run portcullis -- test': 'here',
  'npm run deploy -- -c email=you@example.com': {
    by: 'test/chain/deploy.ts',
    as: 'npm run deploy -- -c email=you@example.com',
  },
  'npm test': { by: '.ci/run', as: 'npm test' },
  'npm run check': { by: '.ci/run', as: 'npm run check:types' },
  'npm run bench': { by: '.ci/run', as: 'npm run bench' },
};

describe('README.md', () => {
  const commands = [...README.matchAll(/```sh\n([^`]*)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

  test('has no command that nothing runs', () => {
    expect(commands.sort()).toEqual(Object.keys(COMMANDS).sort());
    for (const how of Object.values(COMMANDS)) if (how !== 'here') expect(read(how.by)).toContain(how.as);
  });

  test.for(Object.entries(COMMANDS).flatMap(([command, how]) => (how === 'here' ? [command] : [])))(
    '%s runs as it stands',
    async (command) => {
      const [program = '', ...args] = command.split(' ');
      const { stdout } = await run(program, args, { cwd: ROOT });
      expect(stdout).not.toBe('');
    },
  );

  test('shows a real mail', () => {
    const shown = [...README.matchAll(/```text\n([^`]*)```/g)].map(([, block]) => block).join('');
    expect(shown).toBe(read('test/golden/notice/reverted.txt'));
  });

  test('names files and folders as they are', () => {
    const named =
      README.replace(/```text[^`]*```/g, '').match(/\b(functions|infra|policies|cli|test|bench)\/[\w./-]+\w/g) ?? [];
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
