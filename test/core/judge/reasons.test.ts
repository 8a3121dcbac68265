import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../functions/core/context.ts';
import type { AccountId, GroupId, PrefixListId } from '../../../functions/core/ids.ts';
import type { Ban, SourceWord, Statement } from '../../../functions/core/policy.ts';
import type { Rule, Source } from '../../../functions/core/rule.ts';
import { judge } from '../../../functions/core/verdict.ts';
import { anyCidr, anyLists, anyRule, anyStatement, cidr, context, policy, rule } from '../arbitraries.ts';
import { exemption, NOW } from '../exemptions.ts';
import { list } from '../verdict-on.ts';

const LIST = 'pl-00000001' as PrefixListId;
const OTHER = 'pl-00000002' as PrefixListId;
const ACCOUNT = '123456789012' as AccountId;
const GROUP = 'sg-00000001' as GroupId;
const block = (text: string): SourceWord => ({ kind: 'cidr', cidr: cidr(text) });
const from = (...sources: SourceWord[]): Statement => ({ protocols: [6], sources });
const on = (port: number, ...sources: SourceWord[]): Statement => ({ ...from(...sources), ports: [[port, port]] });
const named = (name: string): Source => ({ kind: 'group-name', name });
const of = (source: Source): Rule => ({ ...rule('tcp', [22, 22], '10.0.0.0/8'), source });

function becauseOf(
  changed: Rule,
  ban: Ban,
  facts: Partial<Context> = {},
  exemptions = [] as ReturnType<typeof exemption>[],
) {
  const [judged] = judge([changed], context([changed], { at: NOW, ...facts }), [policy(ban, { exemptions })]);
  return judged?.verdict.kind === 'violation' ? judged.verdict.findings[0].because : judged?.verdict.kind;
}

describe('judge() says what it is about the rule', () => {
  const lists = new Map([list(LIST, '8.0.0.0/6', '10.1.0.0/16'), list(OTHER, '10.0.0.0/8')]);
  test.for<[source: string | Source, words: SourceWord[], because: string]>([
    ['0.0.0.0/0', [{ kind: 'public' }], '0.0.0.0/0 holds public addresses'],
    ['8.8.8.0/24', [{ kind: 'public' }], '8.8.8.0/24 is public'],
    [LIST, [{ kind: 'public' }], 'pl-00000001 holds public addresses'],
    ['8.0.0.0/6', [{ kind: 'wider-than', ipv4: 16 }], '8.0.0.0/6 is wider than /16 and holds public addresses'],
    ['2000::/20', [{ kind: 'wider-than', ipv6: 48 }], '2000::/20 is wider than /48 and holds public addresses'],
    [
      LIST,
      [{ kind: 'wider-than', ipv4: 16 }],
      'pl-00000001 holds 8.0.0.0/6, which is wider than /16 and holds public addresses',
    ],
    ['10.0.0.0/8', [block('10.0.0.0/8')], 'it lets in 10.0.0.0/8, which the policy denies'],
    ['10.1.0.0/16', [block('10.0.0.0/8')], '10.1.0.0/16 lies in 10.0.0.0/8, which the policy denies'],
    ['10.0.0.0/7', [block('10.0.0.0/8')], '10.0.0.0/7 takes in 10.0.0.0/8, which the policy denies'],
    [LIST, [block('10.0.0.0/8')], 'pl-00000001 holds addresses of 10.0.0.0/8, which the policy denies'],
    [LIST, [{ kind: 'list', id: LIST }], 'it lets in pl-00000001, which the policy denies'],
    ['10.1.0.0/16', [{ kind: 'list', id: LIST }], '10.1.0.0/16 lies in pl-00000001, which the policy denies'],
    ['0.0.0.0/4', [{ kind: 'list', id: LIST }], '0.0.0.0/4 holds addresses of pl-00000001, which the policy denies'],
    [LIST, [{ kind: 'list', id: OTHER }], 'pl-00000001 holds addresses of pl-00000002, which the policy denies'],
    [GROUP, [{ kind: 'group', id: GROUP }], 'it lets in group sg-00000001, which the policy denies'],
    [
      GROUP,
      [{ kind: 'account', id: ACCOUNT }],
      'it lets in group sg-00000001 of account 123456789012, which the policy denies',
    ],
    [
      named('web 1\n"; all is well'),
      [{ kind: 'account', id: ACCOUNT }],
      'it lets in group "web 1\\n\\"; all is well" of account 123456789012, which the policy denies',
    ],
    [GROUP, [{ kind: 'any' }], 'it lets in group sg-00000001, and the policy denies this traffic from any source'],
    ['0.0.0.0/0', [{ kind: 'anywhere' }], '0.0.0.0/0 covers all public IPv4 addresses on its own'],
    [
      '0.0.0.0/0',
      [block('10.0.0.0/8'), { kind: 'public' }],
      '0.0.0.0/0 takes in 10.0.0.0/8, which the policy denies; 0.0.0.0/0 holds public addresses',
    ],
  ])('%j under %j', ([source, words, because]) => {
    const changed = typeof source === 'string' ? rule('tcp', [22, 22], source) : of(source);
    expect(becauseOf(changed, { kind: 'deny', statements: [from(...words)] }, { lists })).toBe(because);
  });

  test.for<[statements: Statement[], source: Rule, because: string]>([
    [
      [on(443, { kind: 'anywhere' })],
      rule('tcp', [22, 22], '0.0.0.0/0'),
      'only tcp 443 from anywhere may be let in, and it lets in tcp 22 from 0.0.0.0/0',
    ],
    [
      [on(443, block('10.0.0.0/8'), { kind: 'group', id: GROUP })],
      rule('tcp', [442, 444], '10.0.0.0/8'),
      'only tcp 443 from 10.0.0.0/8 or sg-00000001 may be let in, and it lets in tcp 442 from 10.0.0.0/8 and 1 more',
    ],
    [
      [
        { protocols: [6, 17], ports: [[53, 53]], sources: [{ kind: 'account', id: ACCOUNT }] },
        { protocols: [1], icmp: { type: 8 }, sources: [{ kind: 'any' }] },
      ],
      of(named('a\u202eb')),
      'only tcp and udp 53 from groups of account 123456789012 and icmp type 8 from any source may be let in, and it lets in "tcp 22 from group a\\u{202e}b"',
    ],
  ])('where only %j may be let in', ([statements, changed, because]) => {
    expect(becauseOf(changed, { kind: 'only', statements })).toBe(because);
  });

  test('of what is left to offend once exemptions are taken off, and of nothing else', () => {
    const ban: Ban = { kind: 'deny', statements: [on(22, { kind: 'public' }), on(23, { kind: 'any' })] };
    const both = rule('tcp', [22, 23], '0.0.0.0/0');
    const excused = exemption([on(23, { kind: 'any' })]);
    expect(becauseOf(both, ban)).toBe(
      '0.0.0.0/0 holds public addresses; it lets in 0.0.0.0/0, and the policy denies this traffic from any source',
    );
    expect(becauseOf(both, ban, {}, [excused])).toBe('0.0.0.0/0 holds public addresses');
    const only: Ban = { kind: 'only', statements: [on(443, { kind: 'any' })] };
    expect(becauseOf(both, only, {}, [excused])).toContain('it lets in tcp 22 from 0.0.0.0/0');
  });
});

describe('a reason', () => {
  const many = fc.constantFrom('deny' as const, 'only' as const).chain((kind) =>
    fc
      .array(
        fc
          .tuple(anyStatement(kind), fc.array(anyCidr(), { maxLength: 30 }))
          .map(([each, blocks]) => ({ ...each, sources: [...each.sources, ...blocks.map((text) => block(text))] })),
        { minLength: 1, maxLength: 20 },
      )
      .map((statements): Ban => ({ kind, statements })),
  );
  const changed = fc
    .tuple(anyRule, fc.option(fc.string({ unit: 'binary', maxLength: 300 })))
    .map(([each, name]): Rule => (name === null ? each : { ...each, source: named(name) }));

  test('is one short line of printable ASCII without full stop, the same every time', () => {
    fc.assert(
      fc.property(changed, many, anyLists, (each, ban, lists) => {
        const because = becauseOf(each, ban, { lists });
        expect(because).toMatch(/^[ -~]{1,400}$/);
        expect(because).not.toMatch(/\.$|^ | $/);
        expect(becauseOf(each, structuredClone(ban), { lists: new Map(lists) })).toBe(because);
      }),
      { numRuns: 300 },
    );
  });
});
