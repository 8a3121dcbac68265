import { expect, test } from 'vitest';
import { didYouMean } from '../../functions/policy-file/suggest.ts';

test.for([
  ['hihg', 'high'],
  ['HIGH', 'high'],
  ['criticl', 'critical'],
  ['lwo', 'low'],
  ['hi', ''],
  ['nothing', ''],
  ['', ''],
  ['h'.repeat(1_000_000), ''],
] as const)('didYouMean() answers %.20s with %j', ([text, word]) => {
  expect(didYouMean(text, ['low', 'high', 'critical'])).toBe(word === '' ? '' : `; did you mean ${word}?`);
});
