import type { Context } from '../../functions/core/context.ts';
import type { PrefixListId } from '../../functions/core/ids.ts';
import type { Ban } from '../../functions/core/policy.ts';
import type { Rule } from '../../functions/core/rule.ts';
import { judge, type Verdict } from '../../functions/core/verdict.ts';
import { cidr, context, policy } from './arbitraries.ts';

export const deny = (...sources: Extract<Ban, { kind: 'deny' }>['statements'][number]['sources']): Ban => ({
  kind: 'deny',
  statements: [
    {
      protocols: [6],
      ports: [
        [22, 22],
        [3389, 3389],
      ],
      sources,
    },
  ],
});
export const ANYWHERE = deny({ kind: 'anywhere' });
export const FREEZE: Ban = { kind: 'freeze' };
export const list = (id: string, ...cidrs: string[]) => [id as PrefixListId, cidrs.map(cidr)] as const;

/** The verdict on a rule that stands in its group beside others. */
export function verdictOn(changed: Rule, ban: Ban, beside: Rule[] = [], facts: Partial<Context> = {}): Verdict {
  const { standing = [...beside, changed], ...rest } = facts;
  const ctx = context(standing, rest);
  const { standing: _, ...unknown } = ctx;
  const known = 'standing' in facts && facts.standing === undefined ? unknown : ctx;
  const [judged] = judge([changed], known, [policy(ban)]);
  if (!judged) throw new TypeError('judge() gave no verdict');
  return judged.verdict;
}

export const offendingOf = (verdict: Verdict) =>
  verdict.kind === 'violation' ? verdict.findings[0].offending : verdict.kind;
