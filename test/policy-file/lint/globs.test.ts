import fc from 'fast-check';
import { expect, test } from 'vitest';
import { globsMeet, matchesGlob } from '../../../functions/core/judge/glob.ts';
import { globCovers } from '../../../functions/policy-file/lint/globs.ts';

const letters = (alphabet: string, maxLength: number) =>
  fc.array(fc.constantFrom(...alphabet), { maxLength }).map((parts) => parts.join(''));
const pattern = letters('ab*?', 6);

/** Every text over two letters and a third that no pattern names, up to a length. */
const TEXTS = (longest: number): string[] => {
  const all = [''];
  for (let from = 0, length = 0; length < longest; length++) {
    const to = all.length;
    for (; from < to; from++) for (const letter of 'abc') all.push(`${all[from]}${letter}`);
  }
  return all;
};
// Two patterns of 4 have a common text, if any, of at most 8 letters; it takes no letter but those that they name.
const WITNESSES = TEXTS(5);

test.for([
  ['web-*', '*-prod', true],
  ['web-*', 'db-*', false],
  ['web-1', 'web-1', true],
  ['web-1', 'web-?', true],
  ['web-1', 'web-??', false],
  ['*a', '*b', false],
  ['a*', '*a', true],
  ['ab*', '*bc', true],
  ['a?', '?b', true],
  ['', '*', true],
  ['', '?', false],
  ['*', '*', true],
  ['a*b*c', 'a*c*b*c', true],
] as const)('globsMeet(%j, %j) is %s', ([a, b, expected]) => {
  expect([globsMeet(a, b), globsMeet(b, a)]).toEqual([expected, expected]);
});

test('globsMeet() is whether a text matches both', () => {
  const short = letters('ab*?', 4);
  fc.assert(
    fc.property(short, short, (a, b) => {
      const both = WITNESSES.some((text) => matchesGlob(a, text) && matchesGlob(b, text));
      if (both) expect(globsMeet(a, b)).toBe(true);
      // Whatever is common to both is common to some text of at most their letters together.
      else if (a.length + b.length <= 5) expect(globsMeet(a, b)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test.for([
  ['web-*', 'web-1', true],
  ['web-*', 'web-prod-*', true],
  ['web-?', 'web-*', false],
  ['web-*', 'web-?', true],
  ['*', '?*', true],
  ['w?b', 'w?b', true],
  ['w*', '*', false],
  ['web', 'w?b', false],
  // Covered in truth; it is allowed to be missed.
  ['*?', '?*', false],
] as const)('globCovers(%j, %j) is %s', ([outer, inner, expected]) => {
  expect(globCovers(outer, inner)).toBe(expected);
});

test('globCovers() never says so of a pattern with a text that the other does not match', () => {
  fc.assert(
    fc.property(pattern, pattern, (outer, inner) => {
      if (!globCovers(outer, inner)) return;
      expect(WITNESSES.filter((text) => matchesGlob(inner, text) && !matchesGlob(outer, text))).toEqual([]);
    }),
    { numRuns: 3000 },
  );
});

test('globCovers() and globsMeet() take no time that grows out of hand', () => {
  const long = 'a*'.repeat(127);
  expect(globsMeet(`${long}b`, `${long}c`)).toBe(false);
  expect(globCovers(`${long}b`, `${'?a'.repeat(127)}c`)).toBe(false);
});
