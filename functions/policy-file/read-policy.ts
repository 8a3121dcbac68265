import type { Policy } from '../core/policy.ts';
import type { Defaults } from './defaults-schema.ts';
import { explain } from './explain.ts';
import type { Place } from './place.ts';
import { policySchema } from './policy-schema.ts';
import { type Problem, withoutEchoes } from './problem.ts';
import { readYaml } from './read-yaml.ts';

/** A policy, or everything that is wrong with its text. */
export type ReadPolicy = {
  readonly policy?: Policy;
  /** Where the values of a policy stand. */
  readonly placeOf?: (path: readonly PropertyKey[]) => Place;
  readonly problems: readonly Problem[];
};

/**
 * Reads the text of a `policy.yaml` that lies in the folder `folder`, with the defaults that it shares with others; `file`
 * is its name in problems.
 */
export function readPolicy(file: string, folder: string, text: string, defaults: Defaults = {}): ReadPolicy {
  const yaml = readYaml(file, text);
  if (yaml.value === undefined) return { problems: yaml.problems };
  const result = policySchema(defaults).safeParse(yaml.value);
  if (!result.success) return { problems: withoutEchoes(yaml.problems, explain(result.error.issues, yaml)) };
  const policy = result.data;
  const problems = [...yaml.problems];
  if (policy.id !== folder) {
    const message = `id: ${policy.id} is not the name of its folder, ${folder}`;
    problems.push(yaml.problemAt(yaml.placeOf(['id']), { code: 'id-mismatch', message }));
  }
  return problems.length > 0 ? { problems } : { policy, placeOf: yaml.placeOf, problems };
}
