import { join } from 'node:path';
import { DEFAULT_GUARDRAILS, type Guardrails } from '../core/guardrails.ts';
import { loadPolicies } from './load-policies.ts';
import { errorsIn, problemText } from './problem.ts';
import { GUARDRAILS_FILE } from './read-guardrails.ts';

/**
 * The guardrails of a policies folder, compiled to plain JSON; the defaults where it has no guardrails.yaml. Throws an
 * Error that lists every problem of the file when there is any.
 */
export function compileGuardrails(dir: string): Guardrails {
  const { guardrails, problems } = loadPolicies(dir);
  const own = errorsIn(problems).filter(({ file }) => file === join(dir, GUARDRAILS_FILE));
  if (own.length === 0) return guardrails ?? DEFAULT_GUARDRAILS;
  const count = own.length === 1 ? 'a problem' : `${own.length} problems`;
  throw new Error([`The guardrails in ${dir} have ${count}`, ...own.map(problemText)].join('\n'));
}
