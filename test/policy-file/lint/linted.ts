import { expect } from 'vitest';
import type { Policy } from '../../../functions/core/policy.ts';
import { lintPolicies } from '../../../functions/policy-file/lint/lint-policies.ts';
import type { LintedPolicy } from '../../../functions/policy-file/lint/subject.ts';
import type { Problem } from '../../../functions/policy-file/problem.ts';
import { readPolicy } from '../../../functions/policy-file/read-policy.ts';

/** A policy that is given by what follows its id, title, severity and runbook, in a file of its id. */
export function placed(text: string, id: string, more: Partial<Policy> = {}): LintedPolicy {
  const severity = text.includes('severity:') ? '' : 'severity: low\n';
  const { policy, placeOf, problems } = readPolicy(id, id, `id: ${id}\ntitle: T\n${severity}runbook: R\n${text}\n`);
  expect(problems).toEqual([]);
  if (!policy || !placeOf) throw new TypeError(`No policy: ${text}`);
  return { policy: { ...policy, ...more }, file: id, placeOf };
}

/** What is found in policies a, b, c ... that are given by such texts. */
export const linted = (...texts: readonly string[]): Problem[] =>
  lintPolicies(texts.map((text, index) => placed(text, 'abcdef'.charAt(index))));

/** A finding in short: `a:5:7 code`, with a mark when it is a warning. */
export const brief = ({ file, line, column, code, level }: Problem): string =>
  `${file}:${line}:${column} ${code}${level === 'warning' ? ' (warning)' : ''}`;
