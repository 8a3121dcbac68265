import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { piecesOf, pieceWord } from '../../../cli/why/pieces.ts';
import { type Facts, weigh } from '../../../cli/why/weigh.ts';
import type { AccountId } from '../../../functions/core/ids.ts';
import type { Ban, Policy, Scope } from '../../../functions/core/policy.ts';
import { judge } from '../../../functions/core/verdict.ts';
import { anyLists, anyRule, anyStatement, context, policy, rule } from '../../core/arbitraries.ts';
import { ANYWHERE, deny, FREEZE } from '../../core/verdict-on.ts';

const known: Facts = context([]);
const { account: _, region: __, ...placeless } = known;
const NOTHING_KNOWN: Facts = { group: {}, lists: new Map() };
const SSH = rule('tcp', [20, 25], '0.0.0.0/0');

const verdictOf = (policies: readonly Policy[], facts: Facts = known, changed = SSH) =>
  weigh([changed], facts, policies)[0]?.verdict;

describe('weigh()', () => {
  const anyPolicy = fc
    .tuple(
      fc.constantFrom('deny' as const, 'only' as const),
      fc.constantFrom<Policy['mode']>('off', 'audit', 'enforce'),
      fc.constantFrom<Scope>({}, { tags: { tier: ['web'] } }, { groups: ['db-*'] }),
    )
    .chain(([kind, mode, scope]) =>
      fc
        .array(anyStatement(kind), { minLength: 1, maxLength: 2 })
        .map((statements): Policy => policy({ kind, statements }, { mode, scope })),
    );
  const world = fc.record({
    rules: fc.uniqueArray(anyRule, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
    policies: fc
      .array(anyPolicy, { minLength: 1, maxLength: 3 })
      .map((all) => all.map((each, index): Policy => ({ ...each, id: `p-${index}` }))),
    lists: anyLists,
  });

  test('comes to what judge() says, where everything is known', () => {
    fc.assert(
      fc.property(world, ({ rules, policies, lists }) => {
        const weighed = weigh(rules, { ...known, lists }, policies);
        const judged = judge(rules, context(rules, { lists }), policies);
        expect(weighed.map(({ verdict }) => verdict)).toEqual(judged.map(({ verdict }) => verdict.kind));
      }),
    );
  });

  test('cuts a violation into pieces that are, policy by policy, what it breaks', () => {
    fc.assert(
      fc.property(world, ({ rules, policies, lists }) => {
        const facts = { ...known, lists };
        for (const weighed of weigh(rules, facts, policies)) {
          const pieces = piecesOf(weighed, rules, facts);
          const [judged] = judge([weighed.rule], context(rules, { lists }), policies);
          const findings = judged?.verdict.kind === 'violation' ? judged.verdict.findings : [];
          expect(new Set(pieces.flatMap(({ breaks }) => breaks))).toEqual(
            new Set(findings.map(({ policy }) => policy)),
          );
          const kind = judged?.verdict.kind;
          const open = pieces.filter(({ perhaps }) => perhaps.length > 0);
          if (kind === 'undetermined') expect(open).not.toEqual([]);
          if (kind === 'compliant') expect(pieces.every((piece) => pieceWord(piece) === 'within')).toBe(true);
          if (open.length > 0) continue;
          // One finding alone is parted exactly as its own texts are.
          if (findings.length !== 1 || weighed.rule.source.kind === 'list') continue;
          const texts = (broken: boolean) =>
            pieces.filter(({ breaks }) => breaks.length > 0 === broken).flatMap((piece) => piece.texts);
          expect(texts(true)).toEqual(findings[0]?.offending);
          expect(texts(false)).toEqual(findings[0]?.remainder);
        }
      }),
    );
  });

  test.for<[string, Scope, Facts, string]>([
    ['a scope without conditions', {}, NOTHING_KNOWN, 'violation'],
    ['a name that is not given', { groups: ['web-*'] }, NOTHING_KNOWN, 'undetermined'],
    ['a name that is not covered', { groups: ['db-*'] }, known, 'compliant'],
    [
      'an id that is not given, a name that is not covered',
      { groups: ['sg-00000001', 'db-*'] },
      { ...known, group: { name: 'web-1' } },
      'undetermined',
    ],
    [
      'an id that is not covered, a name that is not given',
      { groups: ['sg-00000001', 'db-*'] },
      { ...known, group: { id: 'sg-00000002' as never } },
      'undetermined',
    ],
    ['tags that are not given', { tags: { tier: ['web'] } }, { ...known, group: {} }, 'undetermined'],
    ['no tags', { tags: { tier: ['web'] } }, { ...known, group: { tags: {} } }, 'compliant'],
    ['an account that is not given', { accounts: ['123456789012'] }, placeless, 'undetermined'],
    ['an account that is given', { accounts: ['123456789012'] }, known, 'violation'],
    ['a region that is not given', { regions: ['eu-*'] }, placeless, 'undetermined'],
    [
      'an exception that may hold',
      { unless: { tags: { role: ['bastion'] } } },
      { ...known, group: {} },
      'undetermined',
    ],
    ['an actor that is not given', { unless: { actors: ['arn:aws:iam::123456789012:role/*'] } }, known, 'undetermined'],
  ])('takes %s for what it is', ([, scope, facts, expected]) => {
    expect(verdictOf([policy(ANYWHERE, { scope })], facts)).toBe(expected);
  });

  test('does not know of a group’s account what it was not told', () => {
    const own: Policy[] = [policy(deny({ kind: 'account', id: '123456789012' as AccountId }))];
    const reference = rule('tcp', [22, 22], 'sg-00000001');
    expect(verdictOf(own, known, reference)).toBe('violation');
    expect(verdictOf(own, placeless, reference)).toBe('undetermined');
    expect(verdictOf(own, placeless, SSH)).toBe('compliant');
    expect(verdictOf(own, { ...known, account: '111122223333' as AccountId }, reference)).toBe('compliant');
  });

  test('judges rules together', () => {
    const [lower, upper] = ['0.0.0.0/1', '128.0.0.0/1'].map((half) => rule('tcp', [22, 22], half));
    if (!lower || !upper) throw new Error('no rules');
    const policies = [policy(ANYWHERE)];
    expect(verdictOf(policies, known, upper)).toBe('compliant');
    expect(weigh([upper, lower], known, policies).map(({ verdict }) => verdict)).toEqual(['violation', 'violation']);
  });

  const WATCH: Ban = { kind: 'watch', events: ['network-acls'] };
  const REQUIRE: Ban = { kind: 'require', statements: [{ protocols: [6], sources: [{ kind: 'any' }] }] };

  test.for<[string, Policy[], string, string | undefined, string | undefined]>([
    ['in audit mode', [policy(ANYWHERE)], 'violation', 'audit', 'revoke'],
    ['in enforce mode', [policy(ANYWHERE, { mode: 'enforce' })], 'violation', 'enforce', 'revoke'],
    ['off', [policy(ANYWHERE, { mode: 'off' })], 'compliant', undefined, undefined],
    ['only to tell', [policy(ANYWHERE, { mode: 'enforce', remedy: 'notify' })], 'violation', 'audit', 'tell'],
    ['to narrow', [policy(ANYWHERE, { mode: 'enforce', remedy: 'narrow' })], 'violation', 'enforce', 'narrow'],
    ['frozen', [policy(FREEZE, { mode: 'enforce', remedy: 'restore' })], 'violation', 'enforce', 'revoke'],
    ['to watch', [policy(WATCH)], 'compliant', undefined, undefined],
    ['to require', [policy(REQUIRE)], 'compliant', undefined, undefined],
    [
      'in both modes, of which the enforced acts',
      [policy(ANYWHERE, { id: 'a' }), policy(ANYWHERE, { id: 'b', mode: 'enforce', remedy: 'narrow' })],
      'violation',
      'enforce',
      'narrow',
    ],
  ])('says what comes of a rule under a policy %s', ([, policies, verdict, mode, repair]) => {
    const [weighed] = weigh([SSH], known, policies);
    expect(weighed?.verdict).toBe(verdict);
    expect(weighed?.fate?.mode).toBe(mode);
    const choice = weighed?.fate?.choice;
    expect(choice?.kind === 'repair' ? choice.repair.kind : choice?.kind).toBe(repair);
  });
});
