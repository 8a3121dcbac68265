import { statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { loadPolicies } from '../functions/policy-file/load-policies.ts';
import { problemText } from '../functions/policy-file/problem.ts';
import { didYouMean } from '../functions/policy-file/suggest.ts';
import { type Command, counted, type Exit, type Io } from './command.ts';
import { policyText } from './explain/policy-text.ts';
import { DEFAULT_DIR, policiesOf } from './policies-dir.ts';
import { readArguments } from './read-arguments.ts';

const USAGE = 'Usage: portcullis explain [--policies DIR] POLICY';

/** `portcullis explain`: a policy in English. */
export const explain: Command = {
  name: 'explain',
  summary: 'say in English what a policy forbids and does',
  help: `${USAGE}

Says what a policy forbids, of which groups, what happens when it is broken and what
its words mean exactly, with examples that the policy itself judges.

POLICY is a policy's id in DIR (policies when left out), or the path of its folder or
policy.yaml.

Exits with 0, or with 2 when there is no such policy or it has problems, which are
printed as validate does.`,
  run: (args, io) => {
    const read = readArguments(args, { policies: 'string' }, 1);
    if ('problem' in read) return refused(read.problem, io);
    const [name] = read.positionals;
    const given = read.values.get('policies');
    if (name === undefined) return refused('The name of a policy is missing', io);
    const path = folderOf(name);
    const dir = path === undefined ? (given ?? DEFAULT_DIR) : join(path, '..');
    const loaded = policiesOf([dir], USAGE, io);
    return loaded ? told(loaded, path === undefined ? name : basename(path), dir, io) : 2;
  },
};

function told(loaded: ReturnType<typeof loadPolicies>, id: string, dir: string, io: Io): Exit {
  const { policies, problems } = loaded;
  const folder = join(dir, id);
  const own = problems.filter(({ file }) => !relative(folder, file).startsWith('..'));
  const policy = policies.find((each) => each.id === id);
  if (own.length > 0) {
    io.err([...own.map(problemText), counted(own.length, 'problem')].join('\n'));
    return 2;
  }
  if (!policy) {
    const ids = policies.map((each) => each.id);
    const known = ids.length === 0 ? 'it holds none' : `it holds ${ids.join(', ')}`;
    return refused(`${JSON.stringify(id)} is no policy in ${dir}; ${known}${didYouMean(id, ids)}`, io);
  }
  io.out(policyText(policy));
  return 0;
}

function refused(problem: string, io: Io): Exit {
  io.err(`${problem}\n${USAGE}`);
  return 2;
}

/** The folder of a policy that is named by its path; undefined for an id. */
function folderOf(name: string): string | undefined {
  const path = resolve(name);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() && basename(path) === 'policy.yaml') return relative('', dirname(path)) || '.';
  if (!stats?.isDirectory() || !statSync(join(path, 'policy.yaml'), { throwIfNoEntry: false })) return undefined;
  return relative('', path) || '.';
}
