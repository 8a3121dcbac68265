import type { Guardrails } from '../core/guardrails.ts';
import { explain } from './explain.ts';
import { guardrailsSchema } from './guardrails-schema.ts';
import { type Problem, withoutEchoes } from './problem.ts';
import { readYaml } from './read-yaml.ts';

/** The file of the policies folder that says how far the responder may go. */
export const GUARDRAILS_FILE = 'guardrails.yaml';

/** Guardrails, or everything that is wrong with their text. */
export type ReadGuardrails = { readonly guardrails?: Guardrails; readonly problems: readonly Problem[] };

/** Reads the text of a `guardrails.yaml`; `file` is its name in problems. */
export function readGuardrails(file: string, text: string): ReadGuardrails {
  const yaml = readYaml(file, text);
  if (yaml.value === undefined) return { problems: yaml.problems };
  const result = guardrailsSchema.safeParse(yaml.value);
  if (!result.success) return { problems: withoutEchoes(yaml.problems, explain(result.error.issues, yaml)) };
  return yaml.problems.length > 0 ? { problems: yaml.problems } : { guardrails: result.data, problems: [] };
}
