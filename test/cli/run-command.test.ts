import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { schemaFiles } from '../../functions/policy-file/schema.ts';
import { run } from './run.ts';

const ROOT = join(import.meta.dirname, '../..');
const SHIPPED = join(ROOT, 'policies');

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'cli-'));
  const copy = (name: string, file: string, from: string, to: string) => {
    cpSync(join(SHIPPED, 'frozen-sample'), join(dir, name, 'frozen-sample'), { recursive: true });
    const path = join(dir, name, 'frozen-sample', file);
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
  };
  copy('broken', 'policy.yaml', 'severity: high', 'severity: hihg');
  copy('failing', 'cases.yaml', 'expect: violation\n  offending: tcp 22', 'expect: violation\n  offending: tcp 23');
  copy(
    'surprising',
    'cases.yaml',
    '  remainder: []\n',
    '  remainder: []\n\n- name: wrong\n  rule: { protocol: tcp, ports: 22, source: 10.0.0.0/8 }\n  expect: violation\n',
  );
  copy('doubled', 'policy.yaml', 'severity: high', 'severity: high');
  cpSync(join(dir, 'doubled', 'frozen-sample'), join(dir, 'doubled', 'twin'), { recursive: true });
  const twin = join(dir, 'doubled', 'twin', 'policy.yaml');
  writeFileSync(twin, readFileSync(twin, 'utf8').replace('id: frozen-sample', 'id: twin'));
  mkdirSync(join(dir, 'empty'));
});
afterAll(() => rmSync(dir, { recursive: true }));

test.for(['validate', 'test'])('%s exits with 0 and a summary when all is well', async (command) => {
  const { exit, out, err } = await run(command, SHIPPED);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out).toMatch(
    command === 'validate' ? /^5 policies, \d\d cases, guardrails, no problems$/ : /^5 policies, \d\d cases, 0 failed$/,
  );
});

test.for([
  ['validate', '1 problem'],
  ['test', '1 problem; no case was run'],
] as const)('%s exits with 1 and the problems when there are any', async ([command, summary]) => {
  expect(await run(command, join(dir, 'broken'))).toEqual({
    exit: 1,
    out: `${join(dir, 'broken/frozen-sample/policy.yaml')}:8:11 unknown-word severity: "hihg" is none of low, medium, high, critical; did you mean high?\n${summary}`,
    err: '',
  });
});

const vendor = (until: string) => `
- id: vendor
  policy: frozen-sample
  group: web-1
  traffic: { protocol: tcp, ports: 8443, sources: 10.0.0.0/8 }
  owner: anna
  reason: Vendor support
  ticket: OPS-1
  from: 2020-01-01
  until: ${until}
`;

test.for([
  ['ended', '2020-12-30', 0, '1 policy, 12 cases, 1 exemption, no problems, 1 warning'],
  ['never was', '2019-12-31', 1, '1 problem'],
] as const)('validate tells of an exemption that %s', async ([, until, exit, summary]) => {
  const folder = join(dir, 'exempt');
  cpSync(join(SHIPPED, 'frozen-sample'), join(folder, 'frozen-sample'), { recursive: true });
  writeFileSync(join(folder, 'exemptions.yaml'), vendor(until));
  const { exit: status, out, err } = await run('validate', folder);
  const [line, last] = out.replaceAll(`${folder}/`, '').split('\n');
  expect([status, err, last]).toEqual([exit, '', summary]);
  expect(line).toBe(
    exit === 0
      ? 'exemptions.yaml:10:10 exemption-expired warning: [0].until: Exemption vendor ended at 2020-12-31 00:00:00 UTC; take it out, or ask anna for a new one'
      : 'exemptions.yaml:10:10 exemption-dates [0].until: "2019-12-31T00:00:00Z" is not after from, "2020-01-01T00:00:00Z"',
  );
  // An exemption that has ended keeps nobody from deploying, nor its cases from passing.
  expect((await run('test', folder)).exit).toBe(exit);
});

test('validate exits with 0 and the warnings when there are no problems; test leaves them to it', async () => {
  expect(await run('validate', join(dir, 'doubled'))).toEqual({
    exit: 0,
    out: `${join(dir, 'doubled/twin/policy.yaml')}:6:5 policy-pointless warning: id: twin adds no protection to frozen-sample, which forbids as much in as many groups and is as strict; delete one of the two, or say here what is different
2 policies, 24 cases, no problems, 1 warning`,
    err: '',
  });
  expect(await run('test', join(dir, 'doubled'))).toEqual({ exit: 0, out: '2 policies, 24 cases, 0 failed', err: '' });
});

test('validate exits with 1 when there is no policy', async () => {
  expect(await run('validate', join(dir, 'empty'))).toMatchObject({ exit: 1, err: '' });
});

test('test exits with 1 and tells expected and actual when a case fails', async () => {
  expect(await run('test', join(dir, 'failing'))).toEqual({
    exit: 1,
    out: `${join(dir, 'failing/frozen-sample/cases.yaml')}:2:3 SSH from one's own address
  offending: expected tcp 23 from 203.0.113.7/32; got tcp 22 from 203.0.113.7/32
  because: the group is frozen: no ingress rule may be added to it
1 policy, 12 cases, 1 failed`,
    err: '',
  });
  expect(await run('test', join(dir, 'surprising'))).toEqual({
    exit: 1,
    out: `${join(dir, 'surprising/frozen-sample/cases.yaml')}:11:3 wrong
  verdict: expected violation; got compliant
1 policy, 13 cases, 1 failed`,
    err: '',
  });
});

test('schema writes the schemas', async () => {
  const { exit } = await run('schema', join(dir, 'empty'));
  expect(exit).toBe(0);
  for (const [name, text] of schemaFiles()) expect(readFileSync(join(dir, 'empty', name), 'utf8')).toBe(text);
  for (const name of schemaFiles().keys()) rmSync(join(dir, 'empty', name));
});

test.for([
  [[], 'A command is missing'],
  [['valdate'], 'Unknown command "valdate"; did you mean validate?'],
  [['deploy'], 'Unknown command "deploy"'],
  [['--hlep'], 'Unknown option "--hlep"; did you mean --help?'],
  [['constructor'], 'Unknown command "constructor"'],
  [['validate', 'none'], '"none" is not there'],
  [['validate', 'package.json'], '"package.json" is no folder'],
  [['validate', ''], '"" is not there'],
  [['validate', 'a', 'b'], '2 arguments are given; at most 1 can be'],
  [['validate', '--jsno'], 'Unknown option --jsno'],
  [['validate', '-x'], 'Unknown option -x'],
  [['validate', '--', '--help'], '"--help" is not there'],
  [['validate', 'a\u0000b'], 'The policies cannot be read'],
  [['test', 'none'], '"none" is not there'],
  [['test', '--help=me'], 'Unknown option --help'],
  [['schema', 'none'], '"none" is not there'],
  [['schema', '--force'], 'Unknown option --force'],
] as const)('runCommand(%j) exits with 2 and tells why', async ([args, message]) => {
  const { exit, out, err } = await run(...args);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err.split('\n')[0]).toContain(message);
});

test.for([
  [['--help'], 'Usage: portcullis COMMAND'],
  [['-h'], 'Usage: portcullis COMMAND'],
  [['validate', '--help'], 'Usage: portcullis validate [--ledger [--region REGION] [--table NAME]] [DIR]'],
  [['test', 'none', '-h'], 'Usage: portcullis test [DIR]'],
  [['schema', '--help'], 'Usage: portcullis schema [DIR]'],
  [['init', '--help'], 'Usage: portcullis init [--pack NAME]... [--list] [DIR]'],
  [['explain', '-h'], 'Usage: portcullis explain [--policies DIR] POLICY'],
  [['why', 'tcp', '--help'], 'Usage: portcullis why [OPTION]... RULE...'],
] as const)('runCommand(%j) helps', async ([args, usage]) => {
  const { exit, out, err } = await run(...args);
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(out.split('\n')[0]).toContain(usage);
  expect(Math.max(...out.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(120);
});

test('portcullis.ts runs as a program, by default in ./policies', async () => {
  const program = promisify(execFile)(process.execPath, ['cli/portcullis.ts', 'test'], { cwd: ROOT });
  expect((await program).stdout).toMatch(/^5 policies, \d+ cases, 0 failed\n$/);
  const failing = promisify(execFile)(process.execPath, ['cli/portcullis.ts', 'validate', join(dir, 'broken')], {
    cwd: ROOT,
  });
  await expect(failing).rejects.toMatchObject({ code: 1, stdout: expect.stringContaining('unknown-word') });
});
