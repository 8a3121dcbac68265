import { statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { loadPolicies } from '../functions/policy-file/load-policies.ts';
import { countText, errorsIn, printable, problemText, quoted } from '../functions/policy-file/problem.ts';
import { didYouMean } from '../functions/policy-file/suggest.ts';
import type { Command, Exit, Io } from './command.ts';
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
    const { dir, id } = placeOf(name) ?? { dir: given ?? DEFAULT_DIR, id: name };
    const loaded = policiesOf([dir], USAGE, io);
    return loaded ? told(loaded, id, dir, io) : 2;
  },
};

function told(loaded: ReturnType<typeof loadPolicies>, id: string, dir: string, io: Io): Exit {
  const { policies, problems } = loaded;
  const folder = join(dir, id);
  const own = errorsIn(problems).filter(({ file }) => !relative(folder, file).startsWith('..'));
  const policy = policies.find((each) => each.id === id);
  if (own.length > 0) {
    io.err([...own.map(problemText), countText(own)].join('\n'));
    return 2;
  }
  if (!policy) {
    const ids = policies.map((each) => each.id);
    const known = ids.length === 0 ? '; it holds none' : `; it holds ${ids.join(', ')}`;
    return refused(`${quoted(id)} is no policy in ${printable(dir)}${didYouMean(id, ids) || known}`, io);
  }
  io.out(policyText(policy));
  return 0;
}

function refused(problem: string, io: Io): Exit {
  io.err(`${problem}\n${USAGE}`);
  return 2;
}

/** The policies folder and the id of a policy that is named by the path of its folder or file; undefined for an id. */
function placeOf(name: string): { dir: string; id: string } | undefined {
  // Node takes no path with this character, and nothing is named by one.
  if (name.includes('\0')) return undefined;
  const path = resolve(name);
  const folder = basename(path) === 'policy.yaml' ? dirname(path) : path;
  if (!statSync(join(folder, 'policy.yaml'), { throwIfNoEntry: false })?.isFile()) return undefined;
  return { dir: relative('', dirname(folder)) || '.', id: basename(folder) };
}
