import { parseArgs } from 'node:util';
import { didYouMean } from '../functions/policy-file/suggest.ts';

/**
 * The options a command takes, without `--`: `boolean` for a flag, `string` for one with a value (the last counts),
 * `strings` for one with a value that may be given several times.
 */
export type Options = Readonly<Record<string, 'boolean' | 'string' | 'strings'>>;

/** A command's arguments, or one sentence on what is wrong with them. */
export type Arguments =
  | {
      readonly flags: ReadonlySet<string>;
      readonly values: ReadonlyMap<string, string>;
      /** The values of the options that may be given several times, in their order. */
      readonly lists: ReadonlyMap<string, readonly string[]>;
      readonly positionals: string[];
    }
  | { readonly problem: string };

/** Reads a command's arguments; at most `most` of them may be without `--`. */
export function readArguments(args: readonly string[], options: Options, most = Number.POSITIVE_INFINITY): Arguments {
  const { tokens, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Object.entries(options).map(([name, type]) => [name, { type: type === 'boolean' ? type : 'string' }]),
    ),
    strict: false,
    tokens: true,
    allowPositionals: true,
  });
  const flags = new Set<string>();
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const { name, rawName, value } = token;
    if (!rawName.startsWith('--') || !Object.hasOwn(options, name)) {
      const known = Object.keys(options).map((option) => `--${option}`);
      return { problem: `Unknown option ${rawName}${didYouMean(rawName, known)}` };
    }
    if (options[name] === 'boolean') {
      if (value !== undefined)
        return { problem: `Option ${rawName} takes no value; ${JSON.stringify(value)} is given` };
      flags.add(name);
    } else {
      if (value === undefined) return { problem: `Option ${rawName} needs a value` };
      if (options[name] === 'strings') lists.set(name, [...(lists.get(name) ?? []), value]);
      else values.set(name, value);
    }
  }
  if (positionals.length > most) {
    return { problem: `${positionals.length} arguments are given; at most ${most} can be` };
  }
  return { flags, values, lists, positionals };
}
