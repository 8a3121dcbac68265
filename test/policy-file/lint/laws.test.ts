import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Ban, Statement } from '../../../functions/core/policy.ts';
import { intersection, isWithin } from '../../../functions/core/traffic/traffic.ts';
import { offendingTraffic } from '../../../functions/core/verdict.ts';
import { judging } from '../../../functions/policy-file/lint/judging.ts';
import { makesPointless } from '../../../functions/policy-file/lint/pointless.ts';
import { forbiddenByBoth } from '../../../functions/policy-file/lint/remedies.ts';
import { anyLists, anyRule, anyStatement, context, policy } from '../../core/arbitraries.ts';

const placeOf = () => ({ line: 1, column: 1, label: '' });
const judged = (ban: Ban) => judging({ policy: policy(ban), file: 'f', placeOf });

const kinds = fc.constantFrom('deny' as const, 'only' as const);
const statements = (kind: 'deny' | 'only', most: number) =>
  fc.array(anyStatement(kind), { minLength: 1, maxLength: most });

/** Two bans; often one has all lines of the other. */
const pair: fc.Arbitrary<[Ban, Ban]> = fc.tuple(kinds, kinds, fc.boolean()).chain(([a, b, related]) =>
  fc.tuple(statements(a, 2), statements(b, 2)).map(([first, second]): [Ban, Ban] => {
    const wide: Statement[] = related && a === b ? [...first, ...second] : second;
    return [
      { kind: a, statements: first },
      { kind: b, statements: wide },
    ];
  }),
);
const world = fc.record({ rule: anyRule, beside: fc.array(anyRule, { maxLength: 3 }), lists: anyLists });

test('what is called pointless forbids nothing, of any rule, that the other policy does not', () => {
  let pointless = 0;
  fc.assert(
    fc.property(pair, fc.array(world, { minLength: 5, maxLength: 5 }), ([a, b], worlds) => {
      for (const [outer, inner] of [
        [a, b],
        [b, a],
      ] as const) {
        if (!makesPointless(judged(outer), judged(inner))) continue;
        pointless++;
        for (const { rule, beside, lists } of worlds) {
          const facts = context([...beside, rule], { lists });
          const [less, more] = [inner, outer].map((ban) => offendingTraffic(policy(ban), rule, facts, 'added'));
          // A list that the words name by its id is more than its entries in one text, and the same in traffic.
          const addresses = (set: typeof less) =>
            (set ?? []).map(({ region, sources }) => ({
              region,
              sources: rule.source.kind === 'list' && lists.has(rule.source.id) ? { ...sources, atoms: [] } : sources,
            }));
          expect(isWithin(addresses(less), addresses(more))).toBe(true);
        }
      }
    }),
    { numRuns: 600, seed: 20261125 },
  );
  expect(pointless).toBeGreaterThan(100);
});

test('two policies that forbid the same traffic of a rule are seen to, where no list leaves it open', () => {
  let both = 0;
  fc.assert(
    fc.property(pair, world, ([a, b], { rule, beside, lists }) => {
      if (rule.source.kind === 'list' || [a, b].some(namesLists)) return;
      const facts = context([...beside, rule], { lists });
      const [first = [], second = []] = [a, b].map((ban) => offendingTraffic(policy(ban), rule, facts, 'added'));
      if (intersection(first, second).length === 0) return;
      both++;
      expect(forbiddenByBoth(judged(a), judged(b))).not.toEqual([]);
    }),
    { numRuns: 1000, seed: 20261125 },
  );
  expect(both).toBeGreaterThan(30);
});

const namesLists = (ban: Ban): boolean =>
  'statements' in ban && ban.statements.some(({ sources }) => sources.some(({ kind }) => kind === 'list'));
