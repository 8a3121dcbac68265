import { describe, expect, test } from 'vitest';
import type { Context } from '../../../functions/core/context.ts';
import type { Rule } from '../../../functions/core/rule.ts';
import { rule } from '../arbitraries.ts';
import { ANYWHERE, list, offendingOf, verdictOn } from '../verdict-on.ts';

describe('anywhere', () => {
  const lists = new Map([list('pl-00000001', '0.0.0.0/1', '128.0.0.0/1'), list('pl-00000002', '10.0.0.0/8')]);
  test.for<[string, Rule, Rule[], string | string[]]>([
    ['the whole of IPv4', rule('tcp', [22, 22], '0.0.0.0/0'), [], ['tcp 22 from 0.0.0.0/0']],
    ['the whole of IPv6', rule('tcp', [22, 22], '::/0'), [], ['tcp 22 from ::/0']],
    ['all global unicast', rule('tcp', [22, 22], '2000::/3'), [], ['tcp 22 from 2000::/3']],
    ['a port inside a range', rule('tcp', [0, 1024], '0.0.0.0/0'), [], ['tcp 22 from 0.0.0.0/0']],
    ['all traffic', rule('-1', [-1, -1], '0.0.0.0/0'), [], ['tcp 22 from 0.0.0.0/0', 'tcp 3389 from 0.0.0.0/0']],
    ['the lower half of IPv4', rule('tcp', [22, 22], '0.0.0.0/1'), [], ['tcp 22 from 0.0.0.0/1']],
    ['the upper half alone', rule('tcp', [22, 22], '128.0.0.0/1'), [], 'compliant'],
    [
      'the upper half beside the lower',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      [rule('tcp', [20, 25], '0.0.0.0/1', 'sgr-2')],
      ['tcp 22 from 128.0.0.0/1'],
    ],
    [
      'the upper half beside the lower on another port',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      [rule('tcp', [23, 25], '0.0.0.0/1', 'sgr-2')],
      'compliant',
    ],
    [
      'the upper half beside the lower by another protocol',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      [rule('udp', [22, 22], '0.0.0.0/1', 'sgr-2')],
      'compliant',
    ],
    [
      'the upper half beside all of IPv6',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      [rule('tcp', [22, 22], '::/0', 'sgr-2')],
      'compliant',
    ],
    [
      'a range of ports with company on one of them',
      rule('tcp', [0, 65535], '128.0.0.0/1', 'sgr-1'),
      [rule('tcp', [3389, 3389], '0.0.0.0/1', 'sgr-2')],
      ['tcp 3389 from 128.0.0.0/1'],
    ],
    [
      'a private range beside an open rule',
      rule('tcp', [22, 22], '10.0.0.0/8', 'sgr-1'),
      [rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-2')],
      'compliant',
    ],
    [
      'one address beside an open rule',
      rule('tcp', [22, 22], '8.8.8.8/32', 'sgr-1'),
      [rule('tcp', [22, 22], '0.0.0.0/0', 'sgr-2')],
      ['tcp 22 from 8.8.8.8/32'],
    ],
    ['one address alone', rule('tcp', [22, 22], '8.8.8.8/32'), [], 'compliant'],
    ['a list of both halves', rule('tcp', [22, 22], 'pl-00000001'), [], ['tcp 22 from pl-00000001']],
    ['a private list', rule('tcp', [22, 22], 'pl-00000002'), [], 'compliant'],
    ['an unreadable list', rule('tcp', [22, 22], 'pl-00000009'), [], 'undetermined'],
    ['an unreadable list on other ports', rule('tcp', [443, 443], 'pl-00000009'), [], 'compliant'],
    [
      'one address beside an unreadable list',
      rule('tcp', [22, 22], '8.8.8.8/32', 'sgr-1'),
      [rule('tcp', [22, 22], 'pl-00000009', 'sgr-2')],
      'undetermined',
    ],
    ['a group', rule('tcp', [22, 22], 'sg-00000001'), [], 'compliant'],
    [
      'a copy of itself without an id',
      rule('tcp', [22, 22], '128.0.0.0/1'),
      [rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-2')],
      'compliant',
    ],
    [
      'everything but 10.0.0.0/8, in pieces',
      rule('tcp', [22, 22], '128.0.0.0/1', 'sgr-1'),
      ['0.0.0.0/5', '8.0.0.0/7', '11.0.0.0/8', '12.0.0.0/6', '16.0.0.0/4', '32.0.0.0/3', '64.0.0.0/2'].map(
        (source, at) => rule('tcp', [22, 22], source, `sgr-2${at}`),
      ),
      ['tcp 22 from 128.0.0.0/1'],
    ],
  ])('judges %s', ([, changed, beside, expected]) => {
    expect(offendingOf(verdictOn(changed, ANYWHERE, beside, { lists }))).toEqual(expected);
  });

  test('says how much of the public addresses a source covers', () => {
    const half = verdictOn(rule('tcp', [22, 22], '0.0.0.0/1'), ANYWHERE);
    expect(half.kind === 'violation' && half.findings[0].because).toBe(
      '0.0.0.0/1 covers 56 % of the public IPv4 addresses on its own',
    );
  });

  test('is left open when the other rules are not known and could make the difference', () => {
    const unknown = { standing: undefined } as unknown as Partial<Context>;
    expect(verdictOn(rule('tcp', [22, 22], '128.0.0.0/1'), ANYWHERE, [], unknown)).toMatchObject({
      kind: 'undetermined',
    });
    expect(verdictOn(rule('tcp', [22, 22], '10.0.0.0/8'), ANYWHERE, [], unknown)).toEqual({ kind: 'compliant' });
    expect(verdictOn(rule('tcp', [22, 22], '0.0.0.0/0'), ANYWHERE, [], unknown)).toMatchObject({ kind: 'violation' });
  });
});
