import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Exemption } from '../../../functions/core/exemption.ts';
import type { Ban, SourceWord, Statement } from '../../../functions/core/policy.ts';
import { ALL_PROTOCOLS, type Rule } from '../../../functions/core/rule.ts';
import { holdsPublic } from '../../../functions/core/traffic/public-addresses.ts';
import { addressSet } from '../../../functions/core/traffic/source-set.ts';
import { excusesOf, judge, VERDICTS, type Verdict } from '../../../functions/core/verdict.ts';
import { anyLists, anyRule, anyStatement, context, policy } from '../arbitraries.ts';
import { exemption, NOW } from '../exemptions.ts';
import { holds, inBlock, letsIn, type Point, point } from './points.ts';

const isGroup = ({ source }: Point) => source.startsWith('sg-');

function names({ protocols, ports, icmp, sources }: Statement, point: Point): boolean {
  const { protocol, port, code } = point;
  if (!protocols.includes(ALL_PROTOCOLS) && !protocols.includes(protocol)) return false;
  if (ports && !ports.some(([first, last]) => first <= port && port <= last)) return false;
  if (icmp && ((icmp.type !== undefined && icmp.type !== port) || (icmp.code !== undefined && icmp.code !== code)))
    return false;
  return sources.some((word) => wordNames(word, point));
}

function wordNames(word: SourceWord, point: Point): boolean {
  switch (word.kind) {
    case 'any':
      return true;
    case 'public': {
      if (isGroup(point)) return false;
      const six = point.source.includes(':');
      return holdsPublic(addressSet([`${point.source}/${six ? 128 : 32}`]), six ? 6 : 4);
    }
    case 'cidr':
      return inBlock(point.source, word.cidr);
    case 'group':
      return word.id === point.source;
    default:
      throw new TypeError(`${word.kind} is not judged point by point`);
  }
}

/** Words that name the same of every rule, whatever stands beside it. */
const pointwise = (ban: 'deny' | 'only') =>
  anyStatement(ban)
    .map(
      (statement): Statement => ({
        ...statement,
        sources: statement.sources.filter(({ kind }) => ['any', 'public', 'cidr', 'group'].includes(kind)),
      }),
    )
    .filter(({ sources }) => sources.length > 0);
const statements = (ban: 'deny' | 'only') => fc.array(pointwise(ban), { minLength: 1, maxLength: 3 });
const ban: fc.Arbitrary<Ban> = fc.oneof(
  statements('deny').map((each): Ban => ({ kind: 'deny', statements: each })),
  statements('only').map((each): Ban => ({ kind: 'only', statements: each })),
  fc.constant<Ban>({ kind: 'freeze' }),
);
const exemptions = fc
  .array(
    fc
      .tuple(statements('only'), fc.constantFrom('2026-11-01T00:00:00Z', '2026-12-01T00:00:00Z'))
      .map(([traffic, until]) => ({ traffic, until })),
    { maxLength: 3 },
  )
  .map((all) => all.map(({ traffic, until }, index): Exemption => exemption(traffic, { id: `e${index}`, until })));
const plainRule = anyRule.filter(({ source }) => source.kind !== 'list');
function verdictOn(
  changed: Rule,
  own: Ban,
  all: readonly Exemption[],
  facts: Parameters<typeof context>[1] = {},
): Verdict {
  const [judged] = judge([changed], context([changed], { at: NOW, ...facts }), [policy(own, { exemptions: all })]);
  if (!judged) throw new TypeError('judge() gave no verdict');
  return judged.verdict;
}

const forbids = (own: Ban, each: Point): boolean => {
  if (own.kind === 'freeze') return true;
  if (own.kind !== 'deny' && own.kind !== 'only') throw new TypeError(own.kind);
  return own.statements.some((statement) => names(statement, each)) === (own.kind === 'deny');
};

describe('exemptions against every point', () => {
  test('a point offends when the rule lets it in, the policy forbids it and no exemption in force names it', () => {
    fc.assert(
      fc.property(
        plainRule,
        ban,
        exemptions,
        fc.array(point, { minLength: 60, maxLength: 60 }),
        (changed, own, all, points) => {
          const verdict = verdictOn(changed, own, all);
          const offending = verdict.kind === 'violation' ? verdict.findings.flatMap((each) => each.offending) : [];
          const remainder = verdict.kind === 'violation' ? verdict.findings.flatMap((each) => each.remainder) : [];
          const excused = excusesOf(verdict).flatMap((each) => each.excused);
          const inForce = all.filter(({ until }) => until > NOW);
          for (const each of points) {
            const forbidden = letsIn(changed, each) && forbids(own, each);
            const exempt = inForce.some(({ traffic }) => traffic.some((statement) => names(statement, each)));
            expect([each, offending.some((text) => holds(text, each))]).toEqual([each, forbidden && !exempt]);
            expect([each, excused.some((text) => holds(text, each))]).toEqual([each, forbidden && exempt]);
            if (verdict.kind === 'violation')
              expect([each, remainder.some((text) => holds(text, each))]).toEqual([
                each,
                letsIn(changed, each) && !(forbidden && !exempt),
              ]);
          }
          expect(verdict.kind).not.toBe('undetermined');
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('laws', () => {
  const anyBan: fc.Arbitrary<Ban> = fc.oneof(
    ...(['deny', 'only'] as const).map((kind) =>
      fc.array(anyStatement(kind), { minLength: 1, maxLength: 3 }).map((all): Ban => ({ kind, statements: all })),
    ),
    fc.constant<Ban>({ kind: 'freeze' }),
  );
  const anyExemption = fc
    .tuple(fc.array(anyStatement('only'), { minLength: 1, maxLength: 2 }), fc.boolean())
    .map(([traffic, bound]) => exemption(traffic, bound ? { actors: ['arn:aws:iam::123456789012:role/deploy'] } : {}));
  const world = fc.record({
    changed: anyRule,
    own: anyBan,
    lists: anyLists,
    all: fc.array(anyExemption, { maxLength: 3 }),
  });
  const gravity = (verdict: Verdict) => VERDICTS.indexOf(verdict.kind);
  const deploy = { actor: { kind: 'role' as const, arn: 'arn:aws:iam::123456789012:role/deploy', name: 'deploy' } };
  const anna = { actor: { kind: 'user' as const, arn: 'arn:aws:iam::123456789012:user/anna', name: 'anna' } };

  test('an exemption more never makes a verdict graver, nor a rule that is compliant anything else', () => {
    fc.assert(
      fc.property(world, anyExemption, fc.constantFrom({}, deploy, anna), ({ changed, own, lists, all }, more, who) => {
        const [before, after] = [
          verdictOn(changed, own, all, { lists, ...who }),
          verdictOn(changed, own, [...all, more], { lists, ...who }),
        ];
        expect(gravity(after)).toBeGreaterThanOrEqual(gravity(before));
        if (before.kind === 'compliant') expect(after).toEqual(before);
        if (more.actors && who === anna) expect(after.kind).toBe(before.kind);
      }),
      { numRuns: 500 },
    );
  });

  test('what has not begun, or has ended, or is of another group changes nothing but what nearly excused it', () => {
    const idle = fc.constantFrom({ until: NOW }, { from: '2026-11-25T12:00:01Z' }, { group: { groups: ['db-*'] } });
    fc.assert(
      fc.property(world, anyExemption, idle, ({ changed, own, lists, all }, more, dead) => {
        const plain = (verdict: Verdict) =>
          JSON.parse(JSON.stringify(verdict, (key, value) => (key === 'nearly' ? undefined : value)));
        const after = verdictOn(changed, own, [...all, { ...more, ...dead }], { lists, ...anna });
        expect(plain(after)).toEqual(plain(verdictOn(changed, own, all, { lists, ...anna })));
      }),
    );
  });

  test('learning who made the change, or what a list holds, settles a doubt and unsettles nothing', () => {
    fc.assert(
      fc.property(world, fc.constantFrom(deploy, anna), ({ changed, own, lists, all }, who) => {
        const blind = verdictOn(changed, own, all, { lists });
        const seeing = verdictOn(changed, own, all, { lists, ...who });
        if (blind.kind === 'compliant' || blind.kind === 'exempt') expect(seeing.kind).toBe(blind.kind);
        if (blind.kind === 'violation') expect(seeing.kind).toBe('violation');
        const unread = verdictOn(changed, own, all, { lists: new Map(), ...who });
        const read = verdictOn(changed, own, all, { lists, ...who });
        const empty = changed.source.kind === 'list' && lists.get(changed.source.id)?.length === 0;
        if (unread.kind === 'compliant') expect(read.kind).toBe('compliant');
        if (unread.kind === 'exempt' && !empty) expect(['exempt', 'compliant']).toContain(read.kind);
        if (unread.kind === 'violation' && !empty) expect(read.kind).toBe('violation');
      }),
      { numRuns: 500 },
    );
  });
});
