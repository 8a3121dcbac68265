import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const README = read('README.md');
const run = promisify(execFile);

/** How each command of the README is run: here (with another exit than 0 where that is the point), or by what runs anyway. */
const COMMANDS: Record<string, 'here' | { readonly exits: number } | { readonly by: string; readonly as: string }> = {
  'npm ci && npm start': { by: '.ci/run', as: 'npm start' },
  'npm start -- test/records/sample.json': 'here',
  'npm run portcullis -- init --list': 'here',
  'npm run portcullis -- explain no-public-admin-ports': 'here',
  'npm run portcullis -- why tcp 0-1024 from 0.0.0.0/0': { exits: 1 },
  'npm run portcullis -- validate': 'here',
  'npm run portcullis -- test': 'here',
  'npm run portcullis -- backtest test/records/quarter.json': 'here',
  'npm run portcullis -- backtest --against policies test/records/quarter.json': 'here',
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
    for (const how of Object.values(COMMANDS))
      if (how !== 'here' && 'by' in how) expect(read(how.by)).toContain(how.as);
  });

  const runHere = Object.entries(COMMANDS).flatMap(([command, how]): [string, number][] =>
    how === 'here' ? [[command, 0]] : 'exits' in how ? [[command, how.exits]] : [],
  );

  test.for(runHere)('%s runs as it stands', async ([command, exits]) => {
    const [program = '', ...args] = command.split(' ');
    const ended = await run(program, args, { cwd: ROOT }).then(
      ({ stdout }) => ({ stdout, code: 0 }),
      ({ stdout, code }: { stdout: string; code: number }) => ({ stdout, code }),
    );
    expect(ended.code).toBe(exits);
    expect(ended.stdout).not.toBe('');
  });

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
