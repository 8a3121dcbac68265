import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameText } from '../../../functions/core/notice/escape.ts';
import { COLUMNS, wrap } from '../../../functions/core/notice/wrap.ts';

test.for([
  { title: 'it is empty', text: '', lines: [] },
  { title: 'it fits', text: 'Rule id: sgr-1', lines: ['  Rule id: sgr-1'] },
  { title: 'it is too long', text: `${'word '.repeat(14)}end`, lines: [`  ${'word '.repeat(14).trim()}`, '      end'] },
  {
    title: 'a word is too long',
    text: `ARN: ${'a'.repeat(80)} b`,
    lines: ['  ARN:', `      ${'a'.repeat(80)}`, '      b'],
  },
  {
    title: 'words are tied',
    text: `${'x'.repeat(60)} ${nameText('a b c d e')}`,
    lines: [`  ${'x'.repeat(60)}`, '      "a b c d e"'],
  },
])('wrap() breaks a text when $title', ({ text, lines }) => {
  expect(wrap(text, 2, 6)).toEqual(lines);
});

test('wrap() keeps every word in order, and breaks no sooner than it must', () => {
  const words = fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '東'), minLength: 1, maxLength: 90 }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(words, fc.nat(8), fc.nat(8), (given, indent, hang) => {
      const lines = wrap(given.join(' '), indent, hang);
      expect(lines.flatMap((line) => line.trimStart().split(' '))).toEqual(given);
      for (const [index, line] of lines.entries()) {
        expect(line.startsWith(' '.repeat(index === 0 ? indent : hang))).toBe(true);
        if ([...line].length > COLUMNS) expect(line.trimStart()).not.toContain(' ');
        const next = lines[index + 1]?.trimStart().split(' ')[0];
        if (next !== undefined) expect([...line].length + 1 + [...next].length).toBeGreaterThan(COLUMNS);
      }
    }),
  );
});
