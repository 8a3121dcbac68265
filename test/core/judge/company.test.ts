import fc from 'fast-check';
import { expect, test } from 'vitest';
import { companyReach } from '../../../functions/core/judge/company.ts';
import type { Rule } from '../../../functions/core/rule.ts';
import { coversHalf, holdsPublic } from '../../../functions/core/traffic/public-addresses.ts';
import { regionOf, sourcesOf } from '../../../functions/core/traffic/rule-traffic.ts';
import { uniteAll } from '../../../functions/core/traffic/source-set.ts';
import { type Region, sharedRegion } from '../../../functions/core/traffic/traffic.ts';
import { judge } from '../../../functions/core/verdict.ts';
import { anyLists, anyRule, context, policy, rule } from '../arbitraries.ts';

/** Whether the sources open at one point of a region, taken together, cover half of a family in which the rule has a part. */
function reachedAt(point: Region, changed: Rule, beside: readonly Rule[]): boolean {
  const own = sourcesOf(changed.source, new Map());
  const there = beside
    .filter((other) => sharedRegion(regionOf(other), point))
    .map(({ source }) => sourcesOf(source, new Map()));
  return ([4, 6] as const).some((family) => holdsPublic(own, family) && coversHalf(uniteAll([own, ...there]), family));
}

const wide = fc.constantFrom(
  '0.0.0.0/1',
  '128.0.0.0/1',
  '0.0.0.0/2',
  '64.0.0.0/2',
  '128.0.0.0/2',
  '192.0.0.0/2',
  '8.0.0.0/5',
  '2000::/5',
  '2800::/5',
  '3000::/4',
);
const span = fc.tuple(fc.nat(12), fc.nat(12)).map(([a, b]): [number, number] => [Math.min(a, b), Math.max(a, b)]);
const wideRule = fc
  .tuple(
    fc.constantFrom<[string, boolean]>(['tcp', true], ['udp', true], ['-1', false], ['icmp', true]),
    span,
    wide,
    fc.uuid(),
  )
  .map(([[protocol, ported], ports, source, id]) => rule(protocol, ported ? ports : [-1, -1], source, `sgr-${id}`));

test('companyReach() reaches exactly the points at which the sources that are open there cover half', () => {
  fc.assert(
    fc.property(
      fc.oneof(wideRule, anyRule),
      fc.array(fc.oneof({ weight: 4, arbitrary: wideRule }, anyRule), { maxLength: 8 }),
      (changed, beside) => {
        if (changed.source.kind !== 'cidr') return;
        const region = regionOf(changed);
        const { boxes } = companyReach(region, changed, context([changed, ...beside]));
        const edges = (at: 0 | 1 | 2) =>
          [region, ...beside.map(regionOf)]
            .flatMap((where) => [where[at][0], where[at][1], where[at][1] + 1n])
            .filter((x) => region[at][0] <= x && x <= region[at][1]);
        for (const protocol of new Set(edges(0)))
          for (const port of new Set(edges(1)))
            for (const code of new Set(edges(2))) {
              const point: Region = [
                [protocol, protocol],
                [port, port],
                [code, code],
              ];
              const reached = boxes.some((box) => sharedRegion(box.region, point) !== undefined);
              expect([point.join(), reached]).toEqual([point.join(), reachedAt(point, changed, beside)]);
            }
      },
    ),
    { numRuns: 300 },
  );
});

test('judge() gives each of many rules at once what it gives each by itself', () => {
  const everyPort = { protocols: [6, 17], ports: [[0, 9] as const], sources: [{ kind: 'anywhere' } as const] };
  const policies = [
    policy({ kind: 'deny', statements: [everyPort] }),
    policy({ kind: 'deny', statements: [{ protocols: [-1], sources: [{ kind: 'anywhere' }] }] }, { id: 'q' }),
  ];
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 4, arbitrary: wideRule }, anyRule), { maxLength: 10 }),
      fc.array(fc.oneof(wideRule, anyRule), { maxLength: 3 }),
      anyLists,
      (standing, others, lists) => {
        const judged = [...standing, ...others, ...standing];
        const together = judge(judged, context(standing, { lists }), policies);
        const apart = judged.flatMap((each) => judge([each], context(standing, { lists }), policies));
        expect(together).toEqual(apart);
      },
    ),
    { numRuns: 300 },
  );
});

test('judge() does not take a rule that is judged otherwise than it stands, or bears the id of another, for one of many', () => {
  const [id, other] = ['sgr-0000000000000000a', 'sgr-0000000000000000b'];
  const standing = [rule('tcp', [22, 22], '10.0.0.0/8', id), rule('tcp', [22, 22], '64.0.0.0/2', other)];
  const was = rule('tcp', [22, 22], '128.0.0.0/2', id);
  const deny = { kind: 'deny', statements: [{ protocols: [6], sources: [{ kind: 'anywhere' }] }] } as const;
  const here = context(standing);
  const [, , third] = judge([was, was, was], here, [policy(deny)]);
  expect(third?.verdict).toMatchObject({ kind: 'violation' });
  const twice = context([...standing, rule('tcp', [22, 22], '128.0.0.0/2', other)]);
  const verdicts = judge([...standing, ...standing], twice, [policy(deny)]).map(({ verdict }) => verdict.kind);
  expect(verdicts.slice(2)).toEqual(verdicts.slice(0, 2));
});
