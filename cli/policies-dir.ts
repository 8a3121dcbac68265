import { statSync } from 'node:fs';
import { type LoadedPolicies, loadPolicies } from '../functions/policy-file/load-policies.ts';
import type { Io } from './command.ts';
import { readArguments } from './read-arguments.ts';

/** Where a project has its policies when the command does not say. */
export const DEFAULT_DIR = 'policies';

/** The policies folder that a command's only argument names; undefined once the error is told. */
export function policiesDir(args: readonly string[], usage: string, io: Io): string | undefined {
  const read = readArguments(args, {}, 1);
  if ('problem' in read) {
    io.err(`${read.problem}\n${usage}`);
    return undefined;
  }
  const dir = read.positionals[0] ?? DEFAULT_DIR;
  const stats = statSync(dir, { throwIfNoEntry: false });
  if (stats?.isDirectory()) return dir;
  io.err(`${JSON.stringify(dir)} is ${stats ? 'no folder' : 'not there'}\n${usage}`);
  return undefined;
}

/** The policies of that folder; undefined once the error is told. */
export function policiesOf(args: readonly string[], usage: string, io: Io): LoadedPolicies | undefined {
  try {
    const dir = policiesDir(args, usage, io);
    return dir === undefined ? undefined : loadPolicies(dir);
  } catch (cause) {
    io.err(`The policies cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
    return undefined;
  }
}
