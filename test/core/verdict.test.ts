import { describe, expect, test } from 'vitest';
import type { Policy } from '../../functions/core/policy.ts';
import { judge } from '../../functions/core/verdict.ts';
import { context, policy, rule } from './arbitraries.ts';
import { ANYWHERE, FREEZE } from './verdict-on.ts';

describe('judge()', () => {
  const bad = rule('tcp', [22, 22], '0.0.0.0/0');

  test('passes over policies that are off or do not cover the group', () => {
    const policies: Policy[] = [
      policy(ANYWHERE, { mode: 'off' }),
      policy(ANYWHERE, { scope: { tags: { tier: ['db'] } } }),
    ];
    expect(judge([bad], context([bad]), policies)).toEqual([{ rule: bad, verdict: { kind: 'compliant' } }]);
  });

  test('names every policy that is broken, and doubts beside them', () => {
    const { tags: _, ...tagless } = context([]).group;
    const policies = [
      policy(ANYWHERE, { id: 'a' }),
      policy(FREEZE, { id: 'b', mode: 'enforce' }),
      policy(ANYWHERE, { id: 'c', scope: { tags: { tier: ['web'] } } }),
    ];
    const [judged] = judge([bad], context([bad], { group: tagless }), policies);
    expect(judged?.verdict).toMatchObject({
      kind: 'violation',
      findings: [{ policy: 'a' }, { policy: 'b' }],
      doubts: [{ policy: 'c' }],
    });
  });

  test('asks nothing of an unknown scope when the rule would not offend anyway', () => {
    const { tags: _, ...tagless } = context([]).group;
    const fine = rule('tcp', [443, 443], '0.0.0.0/0');
    const [judged] = judge([fine], context([fine], { group: tagless }), [
      policy(ANYWHERE, { scope: { tags: { tier: ['web'] } } }),
    ]);
    expect(judged?.verdict).toEqual({ kind: 'compliant' });
  });
});
