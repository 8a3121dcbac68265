import fc from 'fast-check';
import { expect, test } from 'vitest';
import { offendingTraffic } from '../../../functions/core/judge/offending-part.ts';
import type { Ban, Statement } from '../../../functions/core/policy.ts';
import { hasPorts, type Rule } from '../../../functions/core/rule.ts';
import { intersection, isWithin } from '../../../functions/core/traffic/traffic.ts';
import { contradictions } from '../../../functions/policy-file/lint/contradiction.ts';
import { judging } from '../../../functions/policy-file/lint/judging.ts';
import { makesPointless } from '../../../functions/policy-file/lint/pointless.ts';
import { forbiddenByBoth } from '../../../functions/policy-file/lint/remedies.ts';
import { anyLists, anyRule, anyStatement, cidr, context, policy } from '../../core/arbitraries.ts';

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

test('every policy is pointless beside its twin, and no policy beside one that is milder', () => {
  fc.assert(
    fc.property(pair, ([ban]) => {
      const graver = judging({ policy: policy(ban, { severity: 'critical' }), file: 'f', placeOf });
      expect(makesPointless(judged(ban), judged(ban))).toBe(true);
      expect(makesPointless(graver, judged(ban))).toBe(true);
      expect(makesPointless(judged(ban), graver)).toBe(false);
    }),
    { numRuns: 200 },
  );
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

/** The rules that let in just what a statement names, all in one group. */
const rulesOf = ({ protocols, ports = [], icmp, sources }: Statement): Rule[] =>
  protocols.flatMap((protocol) => {
    const spans =
      ports.length > 0
        ? ports
        : [[hasPorts(protocol) ? 0 : (icmp?.type ?? -1), hasPorts(protocol) ? 65535 : (icmp?.code ?? -1)]];
    return spans.flatMap(([from = -1, to = -1]) =>
      sources.flatMap((word): Rule[] => {
        if (word.kind === 'cidr') return [{ protocol, from, to, source: { kind: 'cidr', cidr: word.cidr } }];
        return word.kind === 'list' || word.kind === 'group'
          ? [{ protocol, from, to, source: { kind: word.kind, id: word.id } as Rule['source'] }]
          : [];
      }),
    );
  });

const exact = anyStatement('only').map((statement): Statement => {
  const sources = statement.sources.filter(({ kind }) => kind === 'cidr' || kind === 'list' || kind === 'group');
  return { ...statement, sources: sources.length > 0 ? sources : [{ kind: 'cidr', cidr: cidr('8.0.0.0/8') }] };
});

test('a contradiction shows on the very rules that are required', () => {
  let found = 0;
  fc.assert(
    fc.property(exact, pair, (statement, [ban]) => {
      const requiring = judged({ kind: 'require', statements: [statement] });
      const clash = contradictions(requiring, judged(ban)).length > 0;
      const rules = rulesOf(statement);
      const offends = rules.some((rule) => offendingTraffic(policy(ban), rule, context(rules), 'standing').length > 0);
      if (clash) found++;
      if (clash) expect(offends).toBe(true);
      else if (!namesLists(ban) && statement.sources.every(({ kind }) => kind !== 'list')) expect(offends).toBe(false);
    }),
    { numRuns: 1500, seed: 20261125 },
  );
  expect(found).toBeGreaterThan(50);
});

const namesLists = (ban: Ban): boolean =>
  'statements' in ban && ban.statements.some(({ sources }) => sources.some(({ kind }) => kind === 'list'));
