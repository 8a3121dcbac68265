import type { Problem } from '../problem.ts';
import { contradictions } from './contradiction.ts';
import { judging } from './judging.ts';
import { makesPointless, pointless } from './pointless.ts';
import { differentRemedies } from './remedies.ts';
import { type LintedPolicy, problemOf } from './subject.ts';
import { lintPolicy } from './within-policy.ts';

/**
 * What a person would miss in policies that are valid each by itself: what can't ever hold, what another line or policy
 * says already, and policies that are at odds. Decided by what the words mean for every rule there may be; where that
 * can't be decided, nothing is said. Of the same kind one finding a policy is told, that with the first other policy.
 */
export function lintPolicies(policies: readonly LintedPolicy[]): Problem[] {
  const alone = policies.map((linted) => ({ linted, findings: lintPolicy(linted.policy) }));
  const problems = alone.flatMap(({ linted, findings }) => findings.map((finding) => problemOf(linted, finding)));
  // What is wrong with a policy by itself would show again beside every other.
  const sound = alone.filter(({ findings }) => findings.every(({ level }) => level === 'warning'));
  const all = sound.map(({ linted }) => judging(linted));
  const idle = new Set<LintedPolicy>();
  const torn = new Set<LintedPolicy>();
  for (const [index, second] of all.entries()) {
    for (const first of all.slice(0, index)) {
      for (const [requiring, other] of [
        [first, second],
        [second, first],
      ] as const)
        problems.push(...contradictions(requiring, other).map((finding) => problemOf(requiring, finding)));
      // What is to go anyway is not worth another word.
      if (idle.has(first) || idle.has(second)) continue;
      const inner = makesPointless(first, second) ? second : makesPointless(second, first) ? first : undefined;
      if (inner) {
        problems.push(problemOf(inner, pointless(inner === first ? second : first, inner)));
        idle.add(inner);
        continue;
      }
      const [finding] = torn.has(second) ? [] : differentRemedies(first, second);
      if (!finding) continue;
      problems.push(problemOf(second, finding));
      torn.add(second);
    }
  }
  return problems;
}
