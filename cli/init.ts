import { statSync } from 'node:fs';
import { join } from 'node:path';
import { wrap } from '../functions/core/notice/wrap.ts';
import { loadPolicies } from '../functions/policy-file/load-policies.ts';
import { countText, errorsIn, printable } from '../functions/policy-file/problem.ts';
import { didYouMean } from '../functions/policy-file/suggest.ts';
import { type Command, counted, type Exit, type Io } from './command.ts';
import { initFolder, type Placed } from './init/init-folder.ts';
import { DEFAULT_PACK, type Pack, packs } from './init/packs.ts';
import { DEFAULT_DIR } from './policies-dir.ts';
import { readArguments } from './read-arguments.ts';

const COLUMNS = 80;

const USAGE = 'Usage: portcullis init [--pack NAME]... [--list] [DIR]';

/** `portcullis init`: a policies folder to begin with, or a pack more in one that is there. */
export const init: Command = {
  name: 'init',
  summary: 'begin a policies folder, or add a pack of policies to one',
  help: `${USAGE}

Copies policies with their cases into DIR (policies when left out), each in audit
mode, with guardrails.yaml, an exemptions.yaml without exemptions, and the schemas
for your editor, where DIR lacks them.
Nothing that is there is written over: it is named, and stays as it is.

  --pack NAME  a pack of policies; may be given several times; ${DEFAULT_PACK} when left
               out
  --list       lists the packs and their policies, and copies nothing

Exits with 0 when all is in place, 1 when a policy was there already or the folder
has problems that validate tells, 2 when it was not called as it must be or DIR
cannot be written.`,
  run: (args, io) => {
    const read = readArguments(args, { pack: 'strings', list: 'boolean' }, 1);
    if ('problem' in read) return refused(read.problem, io);
    const all = packs();
    if (read.flags.has('list')) {
      io.out(all.map(packText).join('\n\n'));
      return 0;
    }
    const names = [...new Set(read.lists.get('pack') ?? [DEFAULT_PACK])];
    const unknown = names.find((name) => !all.some((pack) => pack.name === name));
    if (unknown !== undefined) {
      const known = all.map(({ name }) => name);
      return refused(`${JSON.stringify(unknown)} is no pack; ${known.join(', ')} are${didYouMean(unknown, known)}`, io);
    }
    const dir = read.positionals[0] ?? DEFAULT_DIR;
    const chosen = all.filter(({ name }) => names.includes(name));
    try {
      if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() === false || dir === '')
        return refused(`${JSON.stringify(dir)} is no folder`, io);
      return place(dir, chosen, io);
    } catch (cause) {
      io.err(`The policies cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`);
      return 2;
    }
  },
};

function refused(problem: string, io: Io): Exit {
  io.err(`${problem}\n${USAGE}`);
  return 2;
}

function packText({ name, title, dir, policies }: Pack): string {
  const titles = new Map(loadPolicies(dir).policies.map((policy) => [policy.id, policy.title]));
  const width = Math.max(...policies.map(({ length }) => length));
  const lines = policies.flatMap((id) => {
    const [first = '', ...more] = wrap(titles.get(id) ?? '', width + 4, width + 4, COLUMNS);
    return [`  ${id.padEnd(width)}  ${first.trimStart()}`, ...more];
  });
  return [...wrap(`${name}: ${title}`, 0, 2, COLUMNS), ...lines].join('\n');
}

function place(dir: string, chosen: readonly Pack[], io: Io): Exit {
  const placed: Placed[] = [];
  initFolder(dir, chosen, (each) => {
    placed.push(each);
    const path = printable(each.path);
    io.out(each.done === 'written' ? `Wrote ${path}` : `Left ${path}, which is there already`);
  });
  const { policies, cases, problems } = loadPolicies(dir);
  const count = [...cases.values()].reduce((sum, { length }) => sum + length, 0);
  const summary = `${counted(policies.length, 'policy', 'policies')}, ${counted(count, 'case')}`;
  const all = chosen.flatMap((pack) => pack.policies);
  const where = dir === DEFAULT_DIR ? '' : ` ${quoted(dir)}`;
  const found = [summary, countText(problems) || 'no problems'].join(', ');
  if (errorsIn(problems).length > 0) {
    io.out(`\n${found}; to see what is wrong:\n  ${RUN} validate${where}`);
    return 1;
  }
  const warned = problems.length > 0 ? WARNED.map((line) => `\n${line}`).join('') : '';
  io.out(`\n${found}${warned}\n\n${nextSteps(all[0] ?? '', dir).join('\n')}`);
  return placed.some(({ kind, done }) => kind === 'policy' && done === 'left') ? 1 : 0;
}

/** Controls overlap, and so do packs; each is there so that its number is told. */
const WARNED = [
  'The warnings stop nothing; validate tells them. It tells of policies that forbid',
  'no more than another one: delete those whose number nobody asks you for.',
];

const RUN = 'npm run portcullis --';

function nextSteps(id: string, dir: string): string[] {
  const [own, where] = dir === DEFAULT_DIR ? ['', ''] : [` --policies ${quoted(dir)}`, ` ${quoted(dir)}`];
  return [
    'Next, read what a policy says, and ask what it makes of a rule:',
    `  ${RUN} explain${own} ${id}`,
    `  ${RUN} why${own} 'tcp 22 from 0.0.0.0/0'`,
    `then change ${printable(join(dir, id, 'policy.yaml'))}\nto what you need, and see that it keeps to its cases:`,
    `  ${RUN} test${where}`,
    'The policies are in audit mode: Portcullis tells, and touches nothing, until one',
    'says mode: enforce.',
  ];
}

/** An argument as a shell takes it. */
const quoted = (argument: string): string =>
  /^[\w./-]+$/.test(argument) ? argument : `'${printable(argument).replaceAll("'", "'\\''")}'`;
