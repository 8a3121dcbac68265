import { describe, expect, test } from 'vitest';
import {
  actorLabel,
  dayText,
  durationText,
  numberText,
  sessionsText,
  shareText,
} from '../../../cli/report/page/format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('durationText()', () => {
  test.for([
    [0, 'under 1 s'],
    [0.4, 'under 1 s'],
    [7.4, '7 s'],
    [60, '1 min'],
    [125, '2 min 5 s'],
    [3_600, '1 h'],
    [3_605, '1 h'],
    [90_000, '1 d 1 h'],
    [8_640_000, '100 d'],
  ] as const)('%d seconds are %s', ([seconds, text]) => {
    expect(plain(durationText(seconds))).toBe(text);
  });
});

describe('shareText()', () => {
  test.for([
    [0, 10, 'none'],
    [0, 0, 'none'],
    [10, 10, 'all'],
    [1, 100_000, 'under 0.1 %'],
    [1, 80, '1.3 %'],
    [12, 100, '12 %'],
    [99_999, 100_000, 'over 99 %'],
  ] as const)('%d of %d is %s', ([part, whole, text]) => {
    expect(plain(shareText(part, whole))).toBe(text);
  });
});

describe('actorLabel()', () => {
  test.for([
    ['arn:aws:iam::123456789012:role/engineers/deploy', 'role deploy'],
    ['arn:aws:iam::123456789012:user/anna', 'user anna'],
    ['arn:aws-cn:iam::123456789012:root', 'root'],
    ['arn:aws:sts::123456789012:federated-user/bob', 'federated-user bob'],
    ['an AWS service', 'an AWS service'],
    ['', 'all others'],
  ] as const)('%s is called %s', ([arn, label]) => {
    expect(actorLabel({ arn })).toBe(label);
  });
});

describe('sessionsText()', () => {
  test.for([
    { as: [], more: 0, text: '' },
    { as: ['a', 'b'], more: 0, text: 'a, b' },
    { as: ['a', 'b', 'c'], more: 2, text: 'a, b, c and 2 more' },
    { as: ['a', 'b', 'c'], more: 47, text: 'a, b, c and many more' },
  ])('$text', ({ text, ...sessions }) => {
    expect(sessionsText(sessions)).toBe(text);
  });
});

test('numbers have their thousands apart, and days their month in words', () => {
  expect([0, 999, 1_000, 98_412, 1_234_567].map(numberText)).toEqual(['0', '999', '1,000', '98,412', '1,234,567']);
  expect(dayText(Date.parse('2026-08-12T23:59:59Z') / 1000)).toBe('12 Aug 2026');
});
