import { expect, test } from 'vitest';
import { problemText, quoted } from '../../functions/policy-file/problem.ts';

test('problemText() stays on one line whatever the file is called', () => {
  const problem = { file: 'a\nb\u202e.yaml', line: 2, column: 3, code: 'wrong-type', message: 'M' } as const;
  expect(problemText(problem)).toBe('a\\u{a}b\\u{202e}.yaml:2:3 wrong-type M');
});

test.for([
  ['plain', '"plain"'],
  ['a"b\n', '"a\\"b\\n"'],
  ['\u009b31m\u2028', '"\\u{9b}31m\\u{2028}"'],
  [{ a: [1, null] }, '{"a":[1,null]}'],
  [undefined, 'undefined'],
  ['x'.repeat(100), `"${'x'.repeat(56)}...`],
] as const)('quoted() shows %j on one printable line', ([value, expected]) => {
  expect(quoted(value)).toBe(expected);
});
