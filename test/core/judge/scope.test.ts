import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../functions/core/context.ts';
import { matchesGlob } from '../../../functions/core/judge/glob.ts';
import { coverage } from '../../../functions/core/judge/scope.ts';
import type { Scope } from '../../../functions/core/policy.ts';
import { context } from '../arbitraries.ts';

describe('coverage()', () => {
  const known = context([]);
  const { name: _name, vpc: _vpc, tags: _tags, ...bare } = known.group;
  const unknown: Context = { ...known, group: bare };
  test.for<[Scope, Context['group'] | undefined, string]>([
    [{}, undefined, 'covered'],
    [{}, bare, 'covered'],
    [{ accounts: ['123456789012'] }, undefined, 'covered'],
    [{ accounts: ['1111*'] }, undefined, 'outside'],
    [{ regions: ['eu-*'] }, undefined, 'covered'],
    [{ regions: ['us-*', 'ap-*'] }, undefined, 'outside'],
    [{ vpcs: ['vpc-0123456789abcdef0'] }, undefined, 'covered'],
    [{ vpcs: ['vpc-0123456789abcdef0'] }, bare, 'unknown'],
    [{ groups: ['web-*'] }, undefined, 'covered'],
    [{ groups: ['sg-0123456789abcdef0'] }, bare, 'covered'],
    [{ groups: ['sg-0123456789abcdef1'] }, bare, 'outside'],
    [{ groups: ['web-*'] }, bare, 'unknown'],
    [{ tags: { tier: ['web', 'edge'] } }, undefined, 'covered'],
    [{ tags: { tier: ['w*'] } }, undefined, 'covered'],
    [{ tags: { tier: ['db'] } }, undefined, 'outside'],
    [{ tags: { role: ['*'] } }, undefined, 'outside'],
    [{ tags: { tier: ['web'] } }, bare, 'unknown'],
    [{ tags: { constructor: ['*'] } }, undefined, 'outside'],
    [{ tags: { tier: ['web'] }, regions: ['us-*'] }, bare, 'outside'],
    [{ unless: { tags: { tier: ['web'] } } }, undefined, 'outside'],
    [{ unless: { tags: { tier: ['db'] } } }, undefined, 'covered'],
    [{ unless: { tags: { tier: ['web'] } } }, bare, 'unknown'],
    [{ unless: { tags: { tier: ['web'] }, regions: ['us-*'] } }, bare, 'covered'],
    [{ regions: ['us-*'], unless: { tags: { tier: ['web'] } } }, bare, 'outside'],
  ])('%j of %j is %s', ([scope, group, kind]) => {
    expect(coverage(scope, group ? unknown : known).kind).toBe(kind);
  });
});

describe('matchesGlob()', () => {
  test.for([
    ['*', '', true],
    ['?', '', false],
    ['', '', true],
    ['', 'a', false],
    ['web-*', 'web-1', true],
    ['web-*', 'web-', true],
    ['web-?', 'web-12', false],
    ['*-prod', 'web-prod', true],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b*', 'xxbxxaxx', false],
    ['a.c', 'abc', false],
    ['[a]', 'a', false],
    ['**', 'x', true],
  ] as const)('%j on %j is %s', ([pattern, text, expected]) => {
    expect(matchesGlob(pattern, text)).toBe(expected);
  });

  test('agrees with a regular expression made of the pattern', () => {
    const letters = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((parts) => parts.join(''));
    const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 10 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(letters, text, (pattern, word) => {
        const oracle = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(matchesGlob(pattern, word)).toBe(oracle.test(word));
      }),
      { numRuns: 2000 },
    );
  });
});
