import { expect, test } from 'vitest';
import { firstProblems } from '../../functions/policy-file/first-problems.ts';
import { countText, errorsIn, type Problem, problemText, quoted } from '../../functions/policy-file/problem.ts';

test('problemText() stays on one line whatever the file is called', () => {
  const problem = { file: 'a\nb\u202e.yaml', line: 2, column: 3, code: 'wrong-type', message: 'M' } as const;
  expect(problemText(problem)).toBe('a\\u{a}b\\u{202e}.yaml:2:3 wrong-type M');
});

const at = { file: 'f', line: 1, column: 2, code: 'conflict', message: 'M' } as const;
const warning: Problem = { level: 'warning', ...at };

test('problemText() says of a warning that it is one', () => {
  expect(problemText(warning)).toBe('f:1:2 conflict warning: M');
});

test.for<[readonly Problem[], string, number]>([
  [[], '', 0],
  [[at], '1 problem', 1],
  [[warning], '1 warning', 0],
  [[at, warning, at, warning], '2 problems, 2 warnings', 2],
])('countText() counts errors and warnings apart', ([problems, text, errors]) => {
  expect(countText(problems)).toBe(text);
  expect(errorsIn(problems)).toHaveLength(errors);
});

test.for<[rest: readonly Problem[], last: Problem | undefined]>([
  [[], at],
  [[warning, warning], { ...warning, code: 'too-many', message: expect.stringMatching(/^The file has 2 more/) }],
  [[warning, at], { ...at, code: 'too-many', message: expect.stringMatching(/^The file has 2 more/) }],
])(
  'firstProblems() keeps a hundred of each file, and says how many more errors or warnings there are',
  ([rest, last]) => {
    const other = { ...at, file: 'g' };
    const shown = firstProblems([...Array<Problem>(100).fill(at), ...rest, other]);
    expect(shown).toHaveLength(rest.length > 0 ? 102 : 101);
    expect(shown.slice(-2)).toEqual([last, other]);
  },
);

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
