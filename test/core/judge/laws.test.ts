import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Ban } from '../../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../../functions/core/rule.ts';
import { addressesOf } from '../../../functions/core/traffic/cidr.ts';
import { trafficOf } from '../../../functions/core/traffic/rule-traffic.ts';
import { isWithin } from '../../../functions/core/traffic/traffic.ts';
import { anyLists, anyRule, anyStatement, cidr } from '../arbitraries.ts';
import { verdictOn } from '../verdict-on.ts';

describe('laws', () => {
  const world = fc.record({
    changed: anyRule,
    beside: fc.array(anyRule, { maxLength: 4 }),
    lists: anyLists,
    ban: fc
      .constantFrom('deny' as const, 'only' as const)
      .chain((kind) =>
        fc.array(anyStatement(kind), { minLength: 1, maxLength: 3 }).map((statements): Ban => ({ kind, statements })),
      ),
  });

  test('a rule is parted into what offends and the rest, and nothing is in both or lost', () => {
    fc.assert(
      fc.property(world, ({ changed, beside, lists, ban }) => {
        const verdict = verdictOn(changed, ban, beside, { lists });
        if (verdict.kind !== 'violation') return;
        const [{ offending, remainder, within = remainder }] = verdict.findings;
        const open = verdict.doubts.flatMap(({ part = [] }) => part);
        expect(offending.length).toBeGreaterThan(0);
        expect(remainder.filter((text) => offending.includes(text))).toEqual([]);
        expect(open.filter((text) => offending.includes(text) || within.includes(text))).toEqual([]);
        if (remainder.length === 0 && changed.source.kind !== 'list') expect(offending).toEqual([ruleText(changed)]);
      }),
      { numRuns: 500 },
    );
  });

  test('widening the source or the ports of a rule never makes a violation anything else', () => {
    const wider = (narrow: Rule): Rule[] => [
      ...(narrow.source.kind === 'cidr'
        ? [
            cidr(
              `${narrow.source.cidr.replace(/\/\d+$/, '')}/${Math.floor(addressesOf(narrow.source.cidr).prefix / 2)}`,
            ),
          ].map((block): Rule => ({ ...narrow, source: { kind: 'cidr', cidr: block } }))
        : []),
      ...(narrow.protocol === 6 || narrow.protocol === 17 ? [{ ...narrow, from: 0, to: 65535 }] : []),
      ...(narrow.protocol === 1 ? [{ ...narrow, from: -1, to: -1 }] : []),
      { ...narrow, protocol: -1, from: -1, to: -1 },
    ];
    fc.assert(
      fc.property(world, ({ changed, beside, lists, ban }) => {
        if (verdictOn(changed, ban, beside, { lists }).kind !== 'violation') return;
        for (const wide of wider(changed)) {
          expect(isWithin(trafficOf(changed, lists), trafficOf(wide, lists))).toBe(true);
          expect([ruleText(wide), verdictOn(wide, ban, beside, { lists }).kind]).toEqual([ruleText(wide), 'violation']);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a rule more beside it never makes a violation compliant', () => {
    fc.assert(
      fc.property(world, anyRule, ({ changed, beside, lists, ban }, more) => {
        if (verdictOn(changed, ban, beside, { lists }).kind !== 'violation') return;
        expect(verdictOn(changed, ban, [...beside, more], { lists }).kind).toBe('violation');
      }),
      { numRuns: 500 },
    );
  });

  test('learning what a list holds settles a doubt one way or the other, and unsettles nothing', () => {
    fc.assert(
      fc.property(world, ({ changed, beside, lists, ban }) => {
        const blind = verdictOn(changed, ban, beside, { lists: new Map() });
        const seeing = verdictOn(changed, ban, beside, { lists });
        const empty = changed.source.kind === 'list' && lists.get(changed.source.id)?.length === 0;
        if (blind.kind === 'compliant') expect(seeing.kind).toBe('compliant');
        if (blind.kind === 'violation' && !empty) expect(seeing.kind).toBe('violation');
      }),
      { numRuns: 500 },
    );
  });
});
