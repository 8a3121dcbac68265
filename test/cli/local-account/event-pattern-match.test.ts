import { describe, expect, test } from 'vitest';
import { matchesPattern, type Pattern } from '../../../cli/local-account/event-pattern-match.ts';

type Row = { what: string; pattern: Pattern; event: unknown; matches: boolean };

const leaf = (what: string, matchers: readonly unknown[], value: unknown, matches: boolean): Row => ({
  what,
  pattern: { a: matchers },
  event: value === undefined ? { other: 1 } : { a: value },
  matches,
});

describe('matchesPattern()', () => {
  test.for<Row>([
    leaf('the value', ['x'], 'x', true),
    leaf('one of several values', ['x', 'y'], 'y', true),
    leaf('another value', ['x'], 'y', false),
    leaf('a number for the text of it', ['1'], 1, false),
    leaf('a number', [1], 1, true),
    leaf('null', [null], null, true),
    leaf('an absent field for null', [null], undefined, false),
    leaf('false for an absent field', [false], undefined, false),
    leaf('an empty text', [''], '', true),
    leaf('an absent field', ['x'], undefined, false),
    leaf('an object where a value should be', ['x'], { x: 'x' }, false),
    leaf('any element of a list', ['x'], ['w', 'x'], true),
    leaf('no element of a list', ['x'], ['w'], false),
    leaf('an empty list', ['x'], [], false),
    leaf('a prefix', [{ prefix: 'Auth' }], 'Authorize', true),
    leaf('a prefix in the middle', [{ prefix: 'or' }], 'Authorize', false),
    leaf('a prefix of a number', [{ prefix: '1' }], 12, false),
    leaf('a prefix in another case', [{ prefix: { 'equals-ignore-case': 'AUTH' } }], 'Authorize', true),
    leaf('a suffix', [{ suffix: 'Ingress' }], 'AuthorizeSecurityGroupIngress', true),
    leaf('no suffix', [{ suffix: 'Egress' }], 'AuthorizeSecurityGroupIngress', false),
    leaf('another case', [{ 'equals-ignore-case': 'ALICE' }], 'alice', true),
    leaf('a wildcard', [{ wildcard: 'arn:*:role/portcullis-*' }], 'arn:aws:iam::1:role/portcullis-respond', true),
    leaf('no wildcard', [{ wildcard: 'arn:*:role/portcullis-*' }], 'arn:aws:iam::1:role/other', false),
    leaf('a number in a range', [{ numeric: ['>', 0, '<=', 5] }], 5, true),
    leaf('a number out of a range', [{ numeric: ['>', 0, '<=', 5] }], 0, false),
    leaf('a text for a number', [{ numeric: ['=', 5] }], '5', false),
    leaf('anything but a text', [{ 'anything-but': 'x' }], 'y', true),
    leaf('the text that must not be', [{ 'anything-but': 'x' }], 'x', false),
    leaf('anything but a number', [{ 'anything-but': 1 }], 2, true),
    leaf('anything but a list', [{ 'anything-but': ['x', 'y'] }], 'y', false),
    leaf('anything but for null', [{ 'anything-but': 'x' }], null, true),
    leaf('anything but for an absent field', [{ 'anything-but': 'x' }], undefined, false),
    leaf('anything but a prefix', [{ 'anything-but': { prefix: 'x' } }], 'yx', true),
    leaf('a prefix that must not be', [{ 'anything-but': { prefix: 'x' } }], 'xy', false),
    leaf('anything but a suffix, of several', [{ 'anything-but': { suffix: ['x', 'y'] } }], 'xy', false),
    leaf('anything but in another case', [{ 'anything-but': { 'equals-ignore-case': 'X' } }], 'x', false),
    leaf('a list with an element that is another', [{ 'anything-but': 'x' }], ['x', 'y'], true),
    leaf('a field that is there', [{ exists: true }], null, true),
    leaf('a field that is not there', [{ exists: true }], undefined, false),
    leaf('the absence of a field', [{ exists: false }], undefined, true),
    leaf('the absence of a field that is there', [{ exists: false }], 'x', false),
    leaf('an object, which exists tells nothing of', [{ exists: true }], { b: 1 }, false),
    leaf('a value or the absence', ['x', { exists: false }], undefined, true),
    { what: 'all of several fields', pattern: { a: [1], b: [2] }, event: { a: 1, b: 2 }, matches: true },
    { what: 'one of several fields', pattern: { a: [1], b: [2] }, event: { a: 1, b: 3 }, matches: false },
    { what: 'a nested field', pattern: { a: { b: ['x'] } }, event: { a: { b: 'x', c: 1 } }, matches: true },
    {
      what: 'the absence of a field of an absent object',
      pattern: { a: { b: [{ exists: false }] } },
      event: {},
      matches: true,
    },
    { what: 'a text where an object should be', pattern: { a: { b: ['x'] } }, event: { a: 'b' }, matches: false },
    {
      what: 'one object of a list, as a whole',
      pattern: { a: { b: [1], c: [2] } },
      event: { a: [{ b: 1, c: 2 }] },
      matches: true,
    },
    {
      what: 'two objects of a list, each in part',
      pattern: { a: { b: [1], c: [2] } },
      event: { a: [{ b: 1 }, { c: 2 }] },
      matches: false,
    },
    { what: 'one branch of $or', pattern: { $or: [{ a: [1] }, { b: [2] }] }, event: { b: 2 }, matches: true },
    { what: 'no branch of $or', pattern: { $or: [{ a: [1] }, { b: [2] }] }, event: { a: 2, b: 1 }, matches: false },
    {
      what: 'a branch of $or without the field beside it',
      pattern: { c: [3], $or: [{ a: [1] }, { b: [2] }] },
      event: { a: 1 },
      matches: false,
    },
    {
      what: 'a caller without a session, where a role is to be left out',
      pattern: { d: { $or: [{ arn: [{ exists: false }] }, { arn: [{ 'anything-but': 'me' }] }] } },
      event: { d: { type: 'IAMUser' } },
      matches: true,
    },
    {
      what: 'the role that is to be left out',
      pattern: { d: { $or: [{ arn: [{ exists: false }] }, { arn: [{ 'anything-but': 'me' }] }] } },
      event: { d: { arn: 'me' } },
      matches: false,
    },
    {
      what: 'a field that every object inherits',
      pattern: { toString: [{ exists: true }] },
      event: {},
      matches: false,
    },
    {
      what: 'a __proto__ key as any other',
      pattern: JSON.parse('{"__proto__":{"a":[1]}}') as Pattern,
      event: JSON.parse('{"__proto__":{"a":1}}'),
      matches: true,
    },
  ])('is $matches for $what', ({ pattern, event, matches }) => {
    expect(matchesPattern(pattern, event)).toBe(matches);
  });

  test.for<{ pattern: Pattern; says: string }>([
    { pattern: { a: [{ cidr: '10.0.0.0/8' }] }, says: 'a[0] has the operator "cidr", which is not known here' },
    { pattern: { a: [{ 'anything-but': { contains: 'x' } }] }, says: 'a[0].anything-but has the operator "contains"' },
    { pattern: { a: ['x', {}] }, says: 'a[1] has the operator ""' },
    { pattern: { a: [{ prefix: 'x', suffix: 'y' }] }, says: 'a[0] has 2 operators and may have one' },
    { pattern: { a: [{ prefix: 1 }] }, says: 'a[0].prefix takes a text' },
    { pattern: { a: [{ prefix: { 'equals-ignore-case': 'x', y: 1 } }] }, says: 'a[0].prefix takes a text' },
    { pattern: { a: [{ wildcard: 'a?c' }] }, says: 'a[0].wildcard may not hold ? or \\ here' },
    { pattern: { a: [{ exists: 'yes' }] }, says: 'a[0].exists is neither true nor false' },
    { pattern: { a: [{ 'anything-but': [] }] }, says: 'a[0].anything-but takes texts or numbers' },
    { pattern: { a: [{ 'anything-but': ['x', 1] }] }, says: 'a[0].anything-but takes texts or numbers' },
    { pattern: { a: [{ numeric: ['~', 1] }] }, says: 'a[0].numeric has a comparison that can' },
    { pattern: { a: [{ numeric: ['>'] }] }, says: 'a[0].numeric takes one or two comparisons' },
    { pattern: { a: [['x']] }, says: 'a[0] is a list in a list' },
    { pattern: { a: [] }, says: 'a is an empty list' },
    { pattern: { a: 'x' }, says: 'a is neither an object nor a list' },
    { pattern: { a: {} }, says: 'a is empty' },
    { pattern: { $or: [{ a: [1] }] }, says: '$or needs a list of at least two patterns' },
  ])('throws "$says"', ({ pattern, says }) => {
    // The fault is found also where the event would not have come so far.
    expect(() => matchesPattern({ never: ['matches'], ...pattern }, {})).toThrow(says);
  });

  test('throws when the pattern is empty', () => {
    expect(() => matchesPattern({}, {})).toThrow('the pattern is empty');
  });
});
