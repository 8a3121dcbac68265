import { didYouMean } from '../functions/policy-file/suggest.ts';
import { backtest } from './backtest.ts';
import type { Command, Exit, Io } from './command.ts';
import { explain } from './explain.ts';
import { init } from './init.ts';
import { report } from './report.ts';
import { sweep } from './sweep.ts';
import { testPolicies } from './test-policies.ts';
import { undo } from './undo.ts';
import { validate } from './validate.ts';
import { why } from './why.ts';
import { writeSchema } from './write-schema.ts';

/** Every command, in the order of the help text. */
const COMMANDS: readonly Command[] = [
  init,
  validate,
  testPolicies,
  explain,
  why,
  backtest,
  sweep,
  undo,
  report,
  writeSchema,
];

const HELP = `Usage: portcullis COMMAND [ARGUMENT...]

Judges changes to security groups against policy files.

Commands:
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`).join('\n')}

portcullis COMMAND --help says more of one.
Exits: 0 clean, 1 findings, 2 not called as it must be.`;

/** Runs the command that the arguments (without node and script) name. */
export async function runCommand(args: readonly string[], io: Io): Promise<Exit> {
  const [first, ...rest] = args;
  if (first === '--help' || first === '-h') {
    io.out(HELP);
    return 0;
  }
  const command = COMMANDS.find(({ name }) => name === first);
  if (!command) {
    const names = COMMANDS.map(({ name }) => name);
    io.err(`${first === undefined ? 'A command is missing' : unknown(first, names)}\n\n${HELP}`);
    return 2;
  }
  // What follows `--` are names, however they look.
  const marker = rest.indexOf('--');
  const options = marker < 0 ? rest : rest.slice(0, marker);
  if (options.includes('--help') || options.includes('-h')) {
    io.out(command.help);
    return 0;
  }
  return command.run(rest, io);
}

function unknown(name: string, names: readonly string[]): string {
  if (name.startsWith('-')) return `Unknown option ${JSON.stringify(name)}${didYouMean(name, ['--help'])}`;
  return `Unknown command ${JSON.stringify(name)}${didYouMean(name, names)}`;
}
