import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PrefixListId } from '../../../functions/core/ids.ts';
import type { Ban, SourceWord } from '../../../functions/core/policy.ts';
import { chooseRepair } from '../../../functions/core/repair.ts';
import { type Rule, ruleText } from '../../../functions/core/rule.ts';
import { judge, type Verdict } from '../../../functions/core/verdict.ts';
import { anyLists, anyRule, anyStatement, cidr, context, policy, rule } from '../arbitraries.ts';
import { list } from '../verdict-on.ts';
import { holds, letsIn, point } from './points.ts';

const UNREAD: SourceWord = { kind: 'list', id: 'pl-00000001' as PrefixListId };
const TEN: SourceWord = { kind: 'cidr', cidr: cidr('10.0.0.0/8') };
const own = (ban: Ban) => policy(ban, { remedy: 'narrow', mode: 'enforce', pieces: 5000 });

function verdictOn(
  changed: Rule,
  ban: Ban,
  lists: Parameters<typeof context>[1],
  beside: readonly Rule[] = [],
): Verdict {
  const [judged] = judge([changed], context([...beside, changed], lists), [own(ban)]);
  if (!judged) throw new TypeError('judge() gave no verdict');
  return judged.verdict;
}

const partsOf = (verdict: Verdict) => {
  if (verdict.kind !== 'violation') throw new TypeError(verdict.kind);
  const [{ offending, remainder, within = remainder }] = verdict.findings;
  return { offending, within, open: verdict.doubts.flatMap(({ part = [] }) => part) };
};

describe('judge() tells apart what offends and what is in doubt under one policy', () => {
  const ports = (first: number, last: number) => [[first, last]] as const;
  const ssh = (...sources: SourceWord[]): Ban => ({
    kind: 'deny',
    statements: [{ protocols: [6], ports: ports(22, 22), sources }],
  });
  const web = (...sources: SourceWord[]): Ban => ({
    kind: 'only',
    statements: [{ protocols: [6], ports: ports(443, 443), sources }],
  });
  const reason = 'the entries of pl-00000001 would have to be known';
  test.for<[name: string, changed: Rule, ban: Ban, parts: ReturnType<typeof partsOf>]>([
    [
      'denied from a block and from a list that is not read',
      rule('tcp', [22, 23], '10.0.0.0/7'),
      ssh(TEN, UNREAD),
      {
        offending: ['tcp 22 from 10.0.0.0/8'],
        within: ['tcp 23 from 10.0.0.0/7'],
        open: ['tcp 22 from 11.0.0.0/8'],
      },
    ],
    [
      'only let in from a list that is not read',
      rule('tcp', [443, 444], '10.0.0.0/8'),
      web(UNREAD),
      { offending: ['tcp 444 from 10.0.0.0/8'], within: [], open: ['tcp 443 from 10.0.0.0/8'] },
    ],
    [
      'one port from any source, another from public addresses, a list that is not read',
      rule('tcp', [22, 25], 'pl-00000001'),
      {
        kind: 'deny',
        statements: [
          { protocols: [6], ports: ports(22, 22), sources: [{ kind: 'any' }] },
          { protocols: [6], ports: ports(25, 25), sources: [{ kind: 'public' }] },
        ],
      },
      {
        offending: ['tcp 22 from pl-00000001'],
        within: ['tcp 23-24 from pl-00000001'],
        open: ['tcp 25 from pl-00000001'],
      },
    ],
  ])('%s', ([, changed, ban, parts]) => {
    const verdict = verdictOn(changed, ban, {});
    expect(partsOf(verdict)).toEqual(parts);
    expect(verdict.kind === 'violation' && verdict.doubts).toMatchObject([{ policy: 'p', reason }]);
  });

  test('of company through a list that is not read', () => {
    const halves = [rule('tcp', [22, 22], '0.0.0.0/1', 'sgr-1'), rule('tcp', [0, 65535], 'pl-00000001', 'sgr-2')];
    const ban: Ban = { kind: 'deny', statements: [{ protocols: [6], sources: [{ kind: 'anywhere' }] }] };
    const verdict = verdictOn(rule('tcp', [20, 30], '128.0.0.0/2', 'sgr-3'), ban, {}, halves);
    expect(partsOf(verdict)).toEqual({
      offending: ['tcp 22 from 128.0.0.0/2'],
      within: [],
      open: ['tcp 20-21 from 128.0.0.0/2', 'tcp 23-30 from 128.0.0.0/2'],
    });
  });

  test('and doubts nothing once the list is read', () => {
    const verdict = verdictOn(rule('tcp', [22, 23], '10.0.0.0/7'), ssh(TEN, UNREAD), {
      lists: new Map([list('pl-00000001', '11.1.0.0/16')]),
    });
    expect(partsOf(verdict).open).toEqual([]);
    expect(partsOf(verdict).offending).toEqual(['tcp 22 from 10.0.0.0/8', 'tcp 22 from 11.1.0.0/16']);
  });
});

describe('laws', () => {
  const world = fc.record({
    changed: anyRule.filter(({ source }) => source.kind !== 'list'),
    beside: fc.array(anyRule, { maxLength: 3 }),
    lists: anyLists,
    ban: fc
      .constantFrom('deny' as const, 'only' as const)
      .chain((kind) =>
        fc.array(anyStatement(kind), { minLength: 1, maxLength: 3 }).map((statements): Ban => ({ kind, statements })),
      ),
    points: fc.array(point, { minLength: 60, maxLength: 60 }),
  });

  test('each point that a rule lets in offends, is in doubt, or is within policy, and is one of them only', () => {
    fc.assert(
      fc.property(world, ({ changed, beside, lists, ban, points }) => {
        const verdict = verdictOn(changed, ban, { lists }, beside);
        if (verdict.kind !== 'violation') return;
        const parts = Object.values(partsOf(verdict));
        const [{ offending, remainder }] = verdict.findings;
        for (const each of points) {
          const holding = parts.filter((texts) => texts.some((text) => holds(text, each)));
          expect([each, holding.length]).toEqual([each, letsIn(changed, each) ? 1 : 0]);
          // The remainder is all of the rule that does not certainly offend, what is in doubt too.
          const rest = [offending, remainder].map((texts) => texts.some((text) => holds(text, each)));
          expect([each, rest.filter(Boolean).length]).toEqual([each, letsIn(changed, each) ? 1 : 0]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('what is called offending or within policy stays so, whatever a list turns out to hold', () => {
    fc.assert(
      fc.property(world, ({ changed, beside, lists, ban, points }) => {
        const blind = verdictOn(changed, ban, { lists: new Map() }, beside);
        if (blind.kind !== 'violation') return;
        const [known, seen] = [partsOf(blind), partsOf(verdictOn(changed, ban, { lists }, beside))];
        for (const each of points) {
          const among = (texts: readonly string[]) => texts.some((text) => holds(text, each));
          if (among(known.offending)) expect([each, among(seen.offending)]).toEqual([each, true]);
          if (among(known.within)) expect([each, among(seen.within)]).toEqual([each, true]);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('narrowing takes away what certainly offends, and neither what is in doubt nor what is right', () => {
    fc.assert(
      fc.property(world, ({ changed, beside, lists, ban, points }) => {
        const at = context([...beside, changed], { lists });
        const verdict = verdictOn(changed, ban, { lists }, beside);
        if (verdict.kind !== 'violation') return;
        const choice = chooseRepair({ rule: changed, how: 'added' }, verdict.findings, at, [own(ban)]);
        if (choice.kind !== 'repair' || 'instead' in choice) return;
        const placed = choice.repair.kind === 'narrow' ? choice.repair.remainder : [];
        const { offending } = partsOf(verdict);
        for (const each of points) {
          const kept = placed.some((one) => letsIn(one, each));
          const stays = letsIn(changed, each) && !offending.some((text) => holds(text, each));
          expect([each, placed.map(ruleText), kept]).toEqual([each, placed.map(ruleText), stays]);
        }
      }),
      { numRuns: 200 },
    );
  });
});
