import type { Policy } from '../core/policy.ts';
import type { Case } from './case.ts';
import type { Problem } from './problem.ts';

/** Cases that say nothing of their policy: events where it judges rules, rules where it watches events. */
export function checkCases({ ban }: Policy, cases: readonly Case[]): Problem[] {
  const fitting = ban.kind === 'watch' ? 'event' : 'rule';
  return cases.flatMap(({ file, line, column, kind }, index) => {
    if (kind === fitting) return [];
    const message = `[${index}]: The cases of a ${ban.kind} policy have ${fitting}; ${kind} is given`;
    return [{ file, line, column, code: 'conflict', message }];
  });
}
