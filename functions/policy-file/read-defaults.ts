import { type Defaults, defaultsSchema } from './defaults-schema.ts';
import { explain } from './explain.ts';
import { type Problem, withoutEchoes } from './problem.ts';
import { readYaml } from './read-yaml.ts';

/** The file of the policies folder with what its policies share. */
export const DEFAULTS_FILE = 'defaults.yaml';

/** Defaults, or everything that is wrong with their text. */
export type ReadDefaults = { readonly defaults?: Defaults; readonly problems: readonly Problem[] };

/** Reads the text of a `defaults.yaml`; `file` is its name in problems. */
export function readDefaults(file: string, text: string): ReadDefaults {
  const yaml = readYaml(file, text);
  if (yaml.value === undefined) return { problems: yaml.problems };
  const result = defaultsSchema.safeParse(yaml.value);
  if (!result.success) return { problems: withoutEchoes(yaml.problems, explain(result.error.issues, yaml)) };
  return yaml.problems.length > 0 ? { problems: yaml.problems } : { defaults: result.data, problems: [] };
}
