import { runCommand } from '../../cli/run-command.ts';

/** Runs a command as the program does, and gives its exit and what it wrote. */
export async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await runCommand(args, { out: (text) => out.push(text), err: (text) => err.push(text) });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}
