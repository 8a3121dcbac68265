import { expect, test } from 'vitest';
import { readArguments } from '../../cli/read-arguments.ts';

const OPTIONS = { json: 'boolean', context: 'string', tag: 'strings' } as const;

test('readArguments() takes flags, values and positionals in any order', () => {
  expect(readArguments(['a', '--json', '--context', 'c.yaml', 'b', '--', '--x'], OPTIONS)).toEqual({
    flags: new Set(['json']),
    values: new Map([['context', 'c.yaml']]),
    lists: new Map(),
    positionals: ['a', 'b', '--x'],
  });
});

test('readArguments() keeps every value of an option that may be given several times, and the last of any other', () => {
  const args = ['--tag', 'a=1', '--context', 'c', '--tag=b=2', '--context', 'd'];
  expect(readArguments(args, OPTIONS)).toMatchObject({
    values: new Map([['context', 'd']]),
    lists: new Map([['tag', ['a=1', 'b=2']]]),
  });
});

test.for([
  [['--contxet', 'x'], 'Unknown option --contxet; did you mean --context?'],
  [['-j'], 'Unknown option -j'],
  [['--json=yes'], 'Option --json takes no value; "yes" is given'],
  [['--context'], 'Option --context needs a value'],
  [['--tag'], 'Option --tag needs a value'],
  [['--__proto__'], 'Unknown option --__proto__'],
  [['a', 'b'], '2 arguments are given; at most 1 can be'],
] as const)('readArguments(%j) says what is wrong', ([args, problem]) => {
  expect(readArguments(args, OPTIONS, 1)).toEqual({ problem });
});
