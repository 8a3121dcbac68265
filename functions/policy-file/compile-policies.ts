import type { Policy } from '../core/policy.ts';
import { loadPolicies } from './load-policies.ts';
import { problemText } from './problem.ts';

/** The policies of a folder, compiled to plain JSON. Throws an Error that lists every problem when there is any. */
export function compilePolicies(dir: string): readonly Policy[] {
  const { policies, problems } = loadPolicies(dir);
  if (problems.length === 0) return policies;
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  throw new Error([`The policies in ${dir} have ${count}`, ...problems.map(problemText)].join('\n'));
}
