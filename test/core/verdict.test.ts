import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../functions/core/context.ts';
import type { PrefixListId } from '../../functions/core/ids.ts';
import type { Ban, Policy } from '../../functions/core/policy.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import { addressesOf } from '../../functions/core/traffic/cidr.ts';
import { trafficOf } from '../../functions/core/traffic/rule-traffic.ts';
import { isWithin } from '../../functions/core/traffic/traffic.ts';
import { judge, type Verdict } from '../../functions/core/verdict.ts';
import { anyLists, anyRule, anyStatement, cidr, context, policy, rule } from './arbitraries.ts';

const deny = (...sources: Extract<Ban, { kind: 'deny' }>['statements'][number]['sources']): Ban => ({
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
const ANYWHERE = deny({ kind: 'anywhere' });
const FREEZE: Ban = { kind: 'freeze' };
const list = (id: string, ...cidrs: string[]) => [id as PrefixListId, cidrs.map(cidr)] as const;

/** The verdict on a rule that stands in its group beside others. */
function verdictOn(changed: Rule, ban: Ban, beside: Rule[] = [], facts: Partial<Context> = {}): Verdict {
  const { standing = [...beside, changed], ...rest } = facts;
  const ctx = context(standing, rest);
  const { standing: _, ...unknown } = ctx;
  const known = 'standing' in facts && facts.standing === undefined ? unknown : ctx;
  const [judged] = judge([changed], known, [policy(ban)]);
  if (!judged) throw new TypeError('judge() gave no verdict');
  return judged.verdict;
}

const offendingOf = (verdict: Verdict) => (verdict.kind === 'violation' ? verdict.findings[0].offending : verdict.kind);

describe('anywhere', () => {
  const lists = new Map([list('pl-00000001', '0.0.0.0/1', '128.0.0.0/1'), list('pl-00000002', '10.0.0.0/8')]);
  test.for<[string, Rule, Rule[], string | string[]]>([
    ['the whole of IPv4', rule('tcp', [22, 22], '0.0.0.0/0'), [], ['tcp 22 from 0.0.0.0/0']],
    ['the whole of IPv6', rule('tcp', [22, 22], '::/0'), [], ['tcp 22 from ::/0']],
    ['all global unicast', rule('tcp', [22, 22], '2000::/3'), [], ['tcp 22 from 2000::/3']],
    ['a port inside a range', rule('tcp', [0, 1024], '0.0.0.0/0'), [], ['tcp 22 from 0.0.0.0/0']],
    ['all traffic', rule('-1', [-1, -1], '0.0.0.0/0'), [], ['tcp 22 from 0.0.0.0/0', 'tcp 3389 from 0.0.0.0/0']],
    ['the lower half of IPv4', rule('tcp', [22, 22], '0.0.0.0/1'), [], ['tcp 22 from 0.0.0.0/1']],
    ['the upper half alone', rule('tcp', [22, 22], '128.0.0.0/1'), [], 'compliant'],
    [
      'the upper half beside the lower',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      [rule('tcp', [20, 25], '0.0.0.0/1', 'sgr-2')],
      ['tcp 22 from 128.0.0.0/1'],
    ],
    [
      'the upper half beside the lower on another port',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      [rule('tcp', [23, 25], '0.0.0.0/1', 'sgr-2')],
      'compliant',
    ],
    [
      'the upper half beside the lower by another protocol',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      [rule('udp', [22, 22], '0.0.0.0/1', 'sgr-2')],
      'compliant',
    ],
    [
      'the upper half beside all of IPv6',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      [rule('tcp', [22, 22], '::/0', 'sgr-2')],
      'compliant',
    ],
    [
      'a range of ports with company on one of them',
      rule('tcp', [0, 65535], '128.0.0.0/1', 'sgr-1'),
      [rule('tcp', [3389, 3389], '0.0.0.0/1', 'sgr-2')],
      ['tcp 3389 from 128.0.0.0/1'],
    ],
    [
      'a private range beside an open rule',
      rule('tcp', [22, 22], '10.0.0.0/8', 'sgr-1'),
      [rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-2')],
      'compliant',
    ],
    [
      'one address beside an open rule',
      rule('tcp', [22, 22], '8.8.8.8/32', 'sgr-1'),
      [rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-2')],
      ['tcp 22 from 8.8.8.8/32'],
    ],
    ['one address alone', rule('tcp', [22, 22], '8.8.8.8/32'), [], 'compliant'],
    ['a list of both halves', rule('tcp', [22, 22], 'pl-00000001'), [], ['tcp 22 from pl-00000001']],
    ['a private list', rule('tcp', [22, 22], 'pl-00000002'), [], 'compliant'],
    ['an unreadable list', rule('tcp', [22, 22], 'pl-00000009'), [], 'undetermined'],
    ['an unreadable list on other ports', rule('tcp', [443, 443], 'pl-00000009'), [], 'compliant'],
    [
      'one address beside an unreadable list',
      rule('tcp', [22, 22], '8.8.8.8/32', 'sgr-1'),
      [rule('tcp', [22, 22], 'pl-00000009', 'sgr-2')],
      'undetermined',
    ],
    ['a group', rule('tcp', [22, 22], 'sg-00000001'), [], 'compliant'],
    [
      'a copy of itself without an id',
      rule('tcp', [22, 22], '128.0.0.0/1'),
      [rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-2')],
      'compliant',
    ],
    [
      'everything but 10.0.0.0/8, in pieces',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      ['0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2'].map(
        (source, at) => rule('tcp', [22, 22], source, `sgr-2${at}`),
      ),
      ['tcp 22 from 128.0.0.0/1'],
    ],
  ])('judges %s', ([, changed, beside, expected]) => {
    expect(offendingOf(verdictOn(changed, ANYWHERE, beside, { lists }))).toEqual(expected);
  });

  test('says how much of the public addresses a source covers', () => {
    const half = verdictOn(rule('tcp', [22, 22], '0.0.0.0/1'), ANYWHERE);
    expect(half.kind === 'violation' && half.findings[0].because).toBe(
      '0.0.0.0/1 covers 56 % of the public IPv4 addresses on its own',
    );
  });

  test('is left open when the other rules are not known and could make the difference', () => {
    const unknown = { standing: undefined } as unknown as Partial<Context>;
    expect(verdictOn(rule('tcp', [22, 22], '128.0.0.0/1'), ANYWHERE, [], unknown)).toMatchObject({
      kind: 'undetermined',
    });
    expect(verdictOn(rule('tcp', [22, 22], '10.0.0.0/8'), ANYWHERE, [], unknown)).toEqual({ kind: 'compliant' });
    expect(verdictOn(rule('tcp', [22, 22], '0.0.0.0/0'), ANYWHERE, [], unknown)).toMatchObject({ kind: 'violation' });
  });
});

describe('the other words', () => {
  const lists = new Map([
    list('pl-00000001', '10.0.0.0/8', '8.8.8.0/24'),
    list('pl-00000002'),
    list('pl-00000003', '8.0.0.0/8'),
  ]);
  test.for<[string, Ban, Rule, string | string[]]>([
    [
      'public takes the public part',
      deny({ kind: 'public' }),
      rule('tcp', [22, 22], '9.0.0.0/7'),
      ['tcp 22 from 8.0.0.0/7'],
    ],
    [
      'public takes the part beside a private range',
      deny({ kind: 'public' }),
      rule('tcp', [22, 22], '10.0.0.0/7'),
      ['tcp 22 from 11.0.0.0/8'],
    ],
    ['public leaves a private range', deny({ kind: 'public' }), rule('tcp', [22, 22], '172.16.0.0/12'), 'compliant'],
    ['public leaves local IPv6', deny({ kind: 'public' }), rule('tcp', [22, 22], 'fc00::/7'), 'compliant'],
    [
      'public takes entries of a list',
      deny({ kind: 'public' }),
      rule('tcp', [22, 22], 'pl-00000001'),
      ['tcp 22 from 8.8.8.0/24'],
    ],
    ['public of an unreadable list', deny({ kind: 'public' }), rule('tcp', [22, 22], 'pl-00000009'), 'undetermined'],
    ['any takes references', deny({ kind: 'any' }), rule('tcp', [22, 22], 'sg-00000001'), ['tcp 22 from sg-00000001']],
    [
      'any takes an unreadable list',
      deny({ kind: 'any' }),
      rule('tcp', [22, 22], 'pl-00000009'),
      ['tcp 22 from pl-00000009'],
    ],
    ['any finds nothing in an empty list', deny({ kind: 'any' }), rule('tcp', [22, 22], 'pl-00000002'), 'compliant'],
    [
      'wider-than takes the CIDR as it stands',
      deny({ kind: 'wider-than', ipv4: 16, ipv6: 48 }),
      rule('tcp', [22, 22], '8.0.0.0/15'),
      ['tcp 22 from 8.0.0.0/15'],
    ],
    [
      'wider-than leaves its own limit',
      deny({ kind: 'wider-than', ipv4: 16, ipv6: 48 }),
      rule('tcp', [22, 22], '8.8.0.0/16'),
      'compliant',
    ],
    [
      'wider-than leaves a private range',
      deny({ kind: 'wider-than', ipv4: 16 }),
      rule('tcp', [22, 22], '10.0.0.0/8'),
      'compliant',
    ],
    [
      'wider-than leaves the family without a limit',
      deny({ kind: 'wider-than', ipv4: 16 }),
      rule('tcp', [22, 22], '2001:db8::/32'),
      'compliant',
    ],
    [
      'wider-than of a list with a wide entry',
      deny({ kind: 'wider-than', ipv4: 16 }),
      rule('tcp', [22, 22], 'pl-00000003'),
      ['tcp 22 from pl-00000003'],
    ],
    [
      'a CIDR takes its part',
      deny({ kind: 'cidr', cidr: cidr('8.8.0.0/16') }),
      rule('tcp', [22, 22], '8.0.0.0/8'),
      ['tcp 22 from 8.8.0.0/16'],
    ],
    [
      'a CIDR takes its part of a list, by address',
      deny({ kind: 'cidr', cidr: cidr('8.0.0.0/8') }),
      rule('tcp', [22, 22], 'pl-00000001'),
      ['tcp 22 from 8.8.8.0/24'],
    ],
    [
      'a list takes a rule from it',
      deny({ kind: 'list', id: 'pl-00000009' as PrefixListId }),
      rule('tcp', [22, 22], 'pl-00000009'),
      ['tcp 22 from pl-00000009'],
    ],
    [
      'a list takes its part of a CIDR',
      deny({ kind: 'list', id: 'pl-00000001' as PrefixListId }),
      rule('tcp', [22, 22], '8.8.0.0/16'),
      ['tcp 22 from 8.8.8.0/24'],
    ],
    [
      'an unreadable list against a CIDR',
      deny({ kind: 'list', id: 'pl-00000009' as PrefixListId }),
      rule('tcp', [22, 22], '8.8.0.0/16'),
      'undetermined',
    ],
    [
      'an unreadable list against a group',
      deny({ kind: 'list', id: 'pl-00000009' as PrefixListId }),
      rule('tcp', [22, 22], 'sg-00000001'),
      'compliant',
    ],
    [
      'a group takes a rule from it',
      deny({ kind: 'group', id: 'sg-00000001' as never }),
      rule('tcp', [22, 22], 'sg-00000001'),
      ['tcp 22 from sg-00000001'],
    ],
    [
      'a group leaves another',
      deny({ kind: 'group', id: 'sg-00000001' as never }),
      rule('tcp', [22, 22], 'sg-00000002'),
      'compliant',
    ],
    [
      'an account takes a group of its own',
      deny({ kind: 'account', id: '123456789012' as never }),
      rule('tcp', [22, 22], 'sg-00000001'),
      ['tcp 22 from sg-00000001'],
    ],
    [
      'an account leaves a group of another',
      deny({ kind: 'account', id: '111122223333' as never }),
      rule('tcp', [22, 22], 'sg-00000001'),
      'compliant',
    ],
    ['freeze takes everything', FREEZE, rule('tcp', [443, 443], '10.0.0.1/32'), ['tcp 443 from 10.0.0.1/32']],
    ['freeze takes an empty list too', FREEZE, rule('tcp', [443, 443], 'pl-00000002'), ['tcp 443 from pl-00000002']],
  ])('%s', ([, ban, changed, expected]) => {
    expect(offendingOf(verdictOn(changed, ban, [], { lists }))).toEqual(expected);
  });

  test.for<[string, Rule, string | string[], string[]]>([
    ['what may stay', rule('tcp', [443, 443], '0.0.0.0/0'), 'compliant', []],
    ['a part of what may stay', rule('tcp', [443, 443], '10.0.0.0/8'), 'compliant', []],
    [
      'more ports than may stay',
      rule('tcp', [442, 444], '0.0.0.0/0'),
      ['tcp 442 from 0.0.0.0/0', 'tcp 444 from 0.0.0.0/0'],
      ['tcp 443 from 0.0.0.0/0'],
    ],
    [
      'a source that may reach one port alone',
      rule('tcp', [22, 443], '10.1.0.0/16'),
      ['tcp 23-442 from 10.1.0.0/16'],
      ['tcp 22 from 10.1.0.0/16', 'tcp 443 from 10.1.0.0/16'],
    ],
    ['another protocol', rule('udp', [443, 443], '10.0.0.0/8'), ['udp 443 from 10.0.0.0/8'], []],
    [
      'a list of what may stay',
      rule('tcp', [22, 22], 'pl-00000001'),
      ['tcp 22 from 8.8.8.0/24'],
      ['tcp 22 from 10.0.0.0/8'],
    ],
    ['an unreadable list where every address may', rule('tcp', [443, 443], 'pl-00000009'), 'compliant', []],
    ['an unreadable list where only some may', rule('tcp', [22, 22], 'pl-00000009'), 'undetermined', []],
    ['an unreadable list where nothing may', rule('tcp', [80, 80], 'pl-00000009'), ['tcp 80 from pl-00000009'], []],
    ['a group', rule('tcp', [443, 443], 'sg-00000001'), ['tcp 443 from sg-00000001'], []],
  ])('only judges %s', ([, changed, expected, remainder]) => {
    const ban: Ban = {
      kind: 'only',
      statements: [
        { protocols: [6], ports: [[443, 443]], sources: [{ kind: 'anywhere' }] },
        { protocols: [6], ports: [[22, 22]], sources: [{ kind: 'cidr', cidr: cidr('10.0.0.0/8') }] },
      ],
    };
    const verdict = verdictOn(changed, ban, [], { lists });
    expect(offendingOf(verdict)).toEqual(expected);
    expect(verdict.kind === 'violation' ? verdict.findings[0].remainder : []).toEqual(remainder);
  });
});

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
        const [{ offending, remainder }] = verdict.findings;
        expect(offending.length).toBeGreaterThan(0);
        expect(remainder.filter((text) => offending.includes(text))).toEqual([]);
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
