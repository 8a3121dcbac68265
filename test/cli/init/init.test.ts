import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { initFolder } from '../../../cli/init/init-folder.ts';
import { packs } from '../../../cli/init/packs.ts';
import { loadPolicies } from '../../../functions/policy-file/load-policies.ts';
import { runCases } from '../../../functions/policy-file/run-cases.ts';
import { schemaFiles } from '../../../functions/policy-file/schema.ts';
import { expectGolden } from '../../golden/expect-golden.ts';
import { run } from '../run.ts';

const SHIPPED = join(import.meta.dirname, '../../../policies');
const NAMES = packs().map(({ name }) => name);

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'init-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Every file below a folder, as path to text. */
function filesIn(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [path, readFileSync(path, 'utf8')];
    }),
  );
}

describe('portcullis init', () => {
  test.for<string[]>([[], ...NAMES.map((name) => ['--pack', name]), NAMES.flatMap((name) => ['--pack', name])])(
    'init %j begins a folder that validates and passes its cases at once',
    async (args) => {
      const folder = join(dir, 'deep/policies');
      const { exit, out, err } = await run('init', ...args, folder);
      expect({ exit, err }).toEqual({ exit: 0, err: '' });
      expect(await run('validate', folder)).toMatchObject({ exit: 0 });
      expect((await run('test', folder)).out).toMatch(/ 0 failed$/);
      const { policies, cases, problems } = loadPolicies(folder);
      // What overlaps may be told, what contradicts itself may not be there.
      expect(problems.filter(({ level, code }) => level !== 'warning' || String(code) !== 'policy-pointless')).toEqual(
        [],
      );
      for (const policy of policies) {
        expect(policy.mode).toBe('audit');
        // As enforced as it may get one day, it decides the same.
        const enforced = { ...policy, mode: policy.ban.kind === 'watch' ? policy.mode : ('enforce' as const) };
        expect(runCases(enforced, cases.get(policy.id) ?? []).filter(({ unmet }) => unmet.length > 0)).toEqual([]);
      }
      // What the first line of each file tells the editor is there.
      for (const [path, text] of filesIn(folder)) {
        const [, schema] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(text) ?? [];
        if (path.endsWith('.yaml')) expect(schema, path).toBeDefined();
        if (schema !== undefined) expect(() => readFileSync(join(path, '..', schema))).not.toThrow();
      }
      for (const line of out.split('\n').filter((text) => !text.includes(dir)))
        expect(line.length).toBeLessThanOrEqual(80);
    },
  );

  test('prints what it wrote, and what to do next', async () => {
    const { out } = await run('init', '--pack', 'cis', join(dir, 'p'));
    expectGolden('init/cis.txt', `${out.replaceAll(dir, '/somewhere')}\n`);
  });

  test('names commands that work as they stand', async () => {
    const { out } = await run('init', join(dir, "a b's"));
    const commands = [...out.matchAll(/npm run portcullis -- (.*)/g)].map(([, command = '']) => command);
    expect(commands.length).toBe(3);
    for (const command of commands) {
      const words = [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll("'\\''", "'") ?? plain ?? '',
      );
      const { exit, err } = await run(...words);
      expect([command, exit, err]).toEqual([command, words[0] === 'why' ? 1 : 0, '']);
    }
  });

  test('adds a pack to a folder that is there, and leaves what is there', async () => {
    await run('init', dir);
    writeFileSync(join(dir, 'guardrails.yaml'), 'repairs-an-hour: 3\n');
    writeFileSync(join(dir, 'policy.schema.json'), '{}\n');
    const before = filesIn(dir);
    const { exit, out } = await run('init', '--pack', 'cis', '--pack', 'fsbp', dir);
    expect(exit).toBe(0);
    expect(out).toContain(`Left ${join(dir, 'guardrails.yaml')}, which is there already\n`);
    expect(await run('validate', dir)).toMatchObject({ exit: 0 });
    const after = filesIn(dir);
    for (const [path, text] of before) expect(after.get(path)).toBe(text);
    expect(after.size).toBeGreaterThan(before.size);
  });

  test('never writes over a policy: it is named, left, and the exit is 1', async () => {
    await run('init', '--pack', 'cis', dir);
    const mine = join(dir, 'cis-5-5-default-group/policy.yaml');
    writeFileSync(mine, readFileSync(mine, 'utf8').replace('severity: high', 'severity: low'));
    rmSync(join(dir, 'cis-5-5-default-group/cases.yaml'));
    rmSync(join(dir, 'cis-5-3-and-5-4-admin-ports'), { recursive: true });
    const { exit, out } = await run('init', '--pack', 'cis', dir);
    expect(exit).toBe(1);
    expect(out).toContain(`Left ${join(dir, 'cis-5-5-default-group')}, which is there already\n`);
    expect(out).toContain(`Wrote ${join(dir, 'cis-5-3-and-5-4-admin-ports')}\n`);
    expect(out).toMatch(/1 problem; to see what is wrong:\n {2}npm run portcullis -- validate /);
    expect(readdirSync(join(dir, 'cis-5-5-default-group'))).toEqual(['policy.yaml']);
    expect(readFileSync(mine, 'utf8')).toContain('severity: low');
  });

  test('says so when all is there already', async () => {
    await run('init', '--pack', 'cis', dir);
    const before = filesIn(dir);
    expect(await run('init', '--pack', 'cis', dir)).toMatchObject({ exit: 1, err: '' });
    expect(filesIn(dir)).toEqual(before);
  });

  test('follows no link in the place of a policy or a file', async () => {
    mkdirSync(join(dir, 'p'));
    symlinkSync('nowhere', join(dir, 'p/cis-5-5-default-group'));
    symlinkSync(join(dir, 'outside'), join(dir, 'p/guardrails.yaml'));
    expect((await run('init', '--pack', 'cis', join(dir, 'p'))).exit).toBe(1);
    expect(readdirSync(dir)).toEqual(['p']);
  });

  test('copies in audit mode what this project enforces, and changes nothing else of it', () => {
    const lines = ['id: mine # mode: enforce', "mode: 'enforce' # since May", 'title: The mode: enforce', ''];
    mkdirSync(join(dir, 'from/mine'), { recursive: true });
    writeFileSync(join(dir, 'from/mine/policy.yaml'), lines.join('\n'));
    writeFileSync(join(dir, 'from/mine/cases.yaml'), '- mode: enforce\nmode: enforce\n');
    const pack = { name: 'own', title: 'T', dir: join(dir, 'from'), policies: ['mine'] };
    initFolder(join(dir, 'to'), [pack], () => {});
    const [id = '', , ...rest] = lines;
    expect(readFileSync(join(dir, 'to/mine/policy.yaml'), 'utf8')).toBe(
      [id, 'mode: audit # since May', ...rest].join('\n'),
    );
    expect(readFileSync(join(dir, 'to/mine/cases.yaml'), 'utf8')).toBe('- mode: enforce\nmode: enforce\n');
  });

  test('copies how exemptions are written, and none of this project', async () => {
    await run('init', dir);
    const text = readFileSync(join(dir, 'exemptions.yaml'), 'utf8');
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
    expect(text).toMatch(/until:/);
    expect([...schemaFiles().keys()].filter((name) => !readdirSync(dir).includes(name))).toEqual([]);
  });

  test('lists the packs with their controls, and copies nothing', async () => {
    const { exit, out } = await run('init', '--list', join(dir, 'p'));
    expect(exit).toBe(0);
    expectGolden('init/list.txt', `${out}\n`);
    expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    expect(readdirSync(dir)).toEqual([]);
  });

  test.for<[string[], string]>([
    [['--pack', 'csi'], '"csi" is no pack; starter, cis, fsbp are; did you mean cis?'],
    [['--pack'], 'Option --pack needs a value'],
    [['--list=x'], 'Option --list takes no value'],
    [['a', 'b'], '2 arguments are given; at most 1 can be'],
    [[''], '"" is no folder'],
    [[join(SHIPPED, 'guardrails.yaml')], 'guardrails.yaml" is no folder'],
    [[join(SHIPPED, 'guardrails.yaml/x')], 'The policies cannot be written: '],
    [['/proc/nothing/here'], 'The policies cannot be written: E'],
    [['a\u0000b'], 'The policies cannot be written: '],
  ])('init %j exits with 2 and tells why', async ([args, message]) => {
    const { exit, out, err } = await run('init', ...args);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err.split('\n')[0]).toContain(message);
  });
});
