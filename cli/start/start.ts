import { DEFAULT_GUARDRAILS } from '../../functions/core/guardrails.ts';
import { errorsIn } from '../../functions/policy-file/problem.ts';
import type { Exit, Io } from '../command.ts';
import { policiesOf } from '../policies-dir.ts';
import { readArguments } from '../read-arguments.ts';
import { runFiles } from './run-files.ts';
import { walkthrough } from './walkthrough.ts';

const USAGE = `Usage: npm start                                         the walkthrough
       npm start -- [--policies DIR] [--mails] PATH...   your own CloudTrail files

Runs Portcullis on an AWS account in memory; nothing leaves this machine.

PATH is a CloudTrail file (one record, {"Records":[...]}, an EventBridge event,
or one of these a line; .gz too) or a folder of .json and .ndjson files.
  --policies DIR   the policies to judge by (policies when left out)
  --mails          show every mail in full

Exits: 0 all is well, 1 something came out wrong, 2 a file could not be read.`;

/** `npm start`: the walkthrough, or CloudTrail files, on the account in memory. */
export async function start(args: readonly string[], io: Io): Promise<Exit> {
  if (args.includes('--help') || args.includes('-h')) {
    io.out(USAGE);
    return 0;
  }
  const read = readArguments(args, { policies: 'string', mails: 'boolean' });
  if ('problem' in read) {
    io.err(`${read.problem}\n\n${USAGE}`);
    return 2;
  }
  const folder = read.values.get('policies');
  const loaded = policiesOf(folder === undefined ? [] : [folder], USAGE, io);
  if (!loaded) return 2;
  if (errorsIn(loaded.problems).length > 0) {
    io.err(
      `The policies are not valid; npm run portcullis -- validate${folder === undefined ? '' : ` ${folder}`} says what is wrong with them`,
    );
    return 1;
  }
  const { policies, guardrails = DEFAULT_GUARDRAILS } = loaded;
  if (read.positionals.length === 0) return walkthrough(policies, guardrails, io);
  return runFiles(read.positionals, policies, guardrails, read.flags.has('mails'), io);
}

if (import.meta.main) {
  // A reader that stops early, such as head, is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  process.exitCode = await start(process.argv.slice(2), {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
  });
}
