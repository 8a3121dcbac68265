import type { Policy } from '../core/policy.ts';
import { loadPolicies } from './load-policies.ts';
import { errorsIn, problemText } from './problem.ts';

/** The policies of a folder, compiled to plain JSON. Throws an Error that lists every error when there is any. */
export function compilePolicies(dir: string): readonly Policy[] {
  const { policies, problems } = loadPolicies(dir);
  const errors = errorsIn(problems);
  if (errors.length === 0) return policies;
  const count = errors.length === 1 ? 'a problem' : `${errors.length} problems`;
  throw new Error([`The policies in ${dir} have ${count}`, ...errors.map(problemText)].join('\n'));
}
