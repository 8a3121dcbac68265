import { expect } from 'vitest';
import { lintPolicies } from '../../../functions/policy-file/lint/lint-policies.ts';
import type { Problem } from '../../../functions/policy-file/problem.ts';
import { readPolicy } from '../../../functions/policy-file/read-policy.ts';

/** What is found in policies that are given by what follows their id, title, severity and runbook, as one line. */
export function linted(...texts: readonly string[]): Problem[] {
  return lintPolicies(
    texts.map((text, index) => {
      const id = 'abcdef'.charAt(index);
      const severity = text.includes('severity:') ? '' : 'severity: low\n';
      const whole = `id: ${id}\ntitle: T\n${severity}runbook: R\n${text}\n`;
      const { policy, placeOf, problems } = readPolicy(id, id, whole);
      expect(problems).toEqual([]);
      if (!policy || !placeOf) throw new TypeError(`No policy: ${text}`);
      return { policy, file: id, placeOf };
    }),
  );
}

/** A finding in short: `a:5:7 code`, with a mark when it is a warning. */
export const brief = ({ file, line, column, code, level }: Problem): string =>
  `${file}:${line}:${column} ${code}${level === 'warning' ? ' (warning)' : ''}`;
