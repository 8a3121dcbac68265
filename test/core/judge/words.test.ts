import { describe, expect, test } from 'vitest';
import type { PrefixListId } from '../../../functions/core/ids.ts';
import type { Ban } from '../../../functions/core/policy.ts';
import type { Rule } from '../../../functions/core/rule.ts';
import { cidr, rule } from '../arbitraries.ts';
import { deny, FREEZE, list, offendingOf, verdictOn } from '../verdict-on.ts';

describe('the other words', () => {
  const lists = new Map([
    list('pl-00000001', '10.0.0.0/8', '8.8.8.0/24'),
    list('pl-00000002'),
    list('pl-00000003', '8.0.0.0/8'),
  ]);
  test.for<[string, Ban, Rule, string | string[]]>([
    [
      'public takes the public part',
      deny({ kind: 'public' }),
      rule('tcp', [22, 22], '9.0.0.0/7'),
      ['tcp 22 from 8.0.0.0/7'],
    ],
    [
      'public takes the part beside a private range',
      deny({ kind: 'public' }),
      rule('tcp', [22, 22], '10.0.0.0/7'),
      ['tcp 22 from 11.0.0.0/8'],
    ],
    ['public leaves a private range', deny({ kind: 'public' }), rule('tcp', [22, 22], '172.16.0.0/12'), 'compliant'],
    ['public leaves local IPv6', deny({ kind: 'public' }), rule('tcp', [22, 22], 'fc00::/7'), 'compliant'],
    [
      'public takes entries of a list',
      deny({ kind: 'public' }),
      rule('tcp', [22, 22], 'pl-00000001'),
      ['tcp 22 from 8.8.8.0/24'],
    ],
    ['public of an unreadable list', deny({ kind: 'public' }), rule('tcp', [22, 22], 'pl-00000009'), 'undetermined'],
    ['any takes references', deny({ kind: 'any' }), rule('tcp', [22, 22], 'sg-00000001'), ['tcp 22 from sg-00000001']],
    [
      'any takes an unreadable list',
      deny({ kind: 'any' }),
      rule('tcp', [22, 22], 'pl-00000009'),
      ['tcp 22 from pl-00000009'],
    ],
    ['any finds nothing in an empty list', deny({ kind: 'any' }), rule('tcp', [22, 22], 'pl-00000002'), 'compliant'],
    [
      'wider-than takes the CIDR as it stands',
      deny({ kind: 'wider-than', ipv4: 16, ipv6: 48 }),
      rule('tcp', [22, 22], '8.0.0.0/15'),
      ['tcp 22 from 8.0.0.0/15'],
    ],
    [
      'wider-than leaves its own limit',
      deny({ kind: 'wider-than', ipv4: 16, ipv6: 48 }),
      rule('tcp', [22, 22], '8.8.0.0/16'),
      'compliant',
    ],
    [
      'wider-than leaves a private range',
      deny({ kind: 'wider-than', ipv4: 16 }),
      rule('tcp', [22, 22], '10.0.0.0/8'),
      'compliant',
    ],
    [
      'wider-than leaves the family without a limit',
      deny({ kind: 'wider-than', ipv4: 16 }),
      rule('tcp', [22, 22], '2001:db8::/32'),
      'compliant',
    ],
    [
      'wider-than of a list with a wide entry',
      deny({ kind: 'wider-than', ipv4: 16 }),
      rule('tcp', [22, 22], 'pl-00000003'),
      ['tcp 22 from pl-00000003'],
    ],
    [
      'a CIDR takes its part',
      deny({ kind: 'cidr', cidr: cidr('8.8.0.0/16') }),
      rule('tcp', [22, 22], '8.0.0.0/8'),
      ['tcp 22 from 8.8.0.0/16'],
    ],
    [
      'a CIDR takes its part of a list, by address',
      deny({ kind: 'cidr', cidr: cidr('8.0.0.0/8') }),
      rule('tcp', [22, 22], 'pl-00000001'),
      ['tcp 22 from 8.8.8.0/24'],
    ],
    [
      'a list takes a rule from it',
      deny({ kind: 'list', id: 'pl-00000009' as PrefixListId }),
      rule('tcp', [22, 22], 'pl-00000009'),
      ['tcp 22 from pl-00000009'],
    ],
    [
      'a list takes its part of a CIDR',
      deny({ kind: 'list', id: 'pl-00000001' as PrefixListId }),
      rule('tcp', [22, 22], '8.8.0.0/16'),
      ['tcp 22 from 8.8.8.0/24'],
    ],
    [
      'an unreadable list against a CIDR',
      deny({ kind: 'list', id: 'pl-00000009' as PrefixListId }),
      rule('tcp', [22, 22], '8.8.0.0/16'),
      'undetermined',
    ],
    [
      'an unreadable list against a group',
      deny({ kind: 'list', id: 'pl-00000009' as PrefixListId }),
      rule('tcp', [22, 22], 'sg-00000001'),
      'compliant',
    ],
    [
      'a group takes a rule from it',
      deny({ kind: 'group', id: 'sg-00000001' as never }),
      rule('tcp', [22, 22], 'sg-00000001'),
      ['tcp 22 from sg-00000001'],
    ],
    [
      'a group leaves another',
      deny({ kind: 'group', id: 'sg-00000001' as never }),
      rule('tcp', [22, 22], 'sg-00000002'),
      'compliant',
    ],
    [
      'an account takes a group of its own',
      deny({ kind: 'account', id: '123456789012' as never }),
      rule('tcp', [22, 22], 'sg-00000001'),
      ['tcp 22 from sg-00000001'],
    ],
    [
      'an account leaves a group of another',
      deny({ kind: 'account', id: '111122223333' as never }),
      rule('tcp', [22, 22], 'sg-00000001'),
      'compliant',
    ],
    ['freeze takes everything', FREEZE, rule('tcp', [443, 443], '10.0.0.1/32'), ['tcp 443 from 10.0.0.1/32']],
    ['freeze takes an empty list too', FREEZE, rule('tcp', [443, 443], 'pl-00000002'), ['tcp 443 from pl-00000002']],
  ])('%s', ([, ban, changed, expected]) => {
    expect(offendingOf(verdictOn(changed, ban, [], { lists }))).toEqual(expected);
  });

  test.for<[string, Rule, string | string[], string[]]>([
    ['what may stay', rule('tcp', [443, 443], '0.0.0.0/0'), 'compliant', []],
    ['a part of what may stay', rule('tcp', [443, 443], '10.0.0.0/8'), 'compliant', []],
    [
      'more ports than may stay',
      rule('tcp', [442, 444], '0.0.0.0/0'),
      ['tcp 442 from 0.0.0.0/0', 'tcp 444 from 0.0.0.0/0'],
      ['tcp 443 from 0.0.0.0/0'],
    ],
    [
      'a source that may reach one port alone',
      rule('tcp', [22, 443], '10.1.0.0/16'),
      ['tcp 23-442 from 10.1.0.0/16'],
      ['tcp 22 from 10.1.0.0/16', 'tcp 443 from 10.1.0.0/16'],
    ],
    ['another protocol', rule('udp', [443, 443], '10.0.0.0/8'), ['udp 443 from 10.0.0.0/8'], []],
    [
      'a list of what may stay',
      rule('tcp', [22, 22], 'pl-00000001'),
      ['tcp 22 from 8.8.8.0/24'],
      ['tcp 22 from 10.0.0.0/8'],
    ],
    ['an unreadable list where every address may', rule('tcp', [443, 443], 'pl-00000009'), 'compliant', []],
    ['an unreadable list where only some may', rule('tcp', [22, 22], 'pl-00000009'), 'undetermined', []],
    ['an unreadable list where nothing may', rule('tcp', [80, 80], 'pl-00000009'), ['tcp 80 from pl-00000009'], []],
    ['a group', rule('tcp', [443, 443], 'sg-00000001'), ['tcp 443 from sg-00000001'], []],
  ])('only judges %s', ([, changed, expected, remainder]) => {
    const ban: Ban = {
      kind: 'only',
      statements: [
        { protocols: [6], ports: [[443, 443]], sources: [{ kind: 'anywhere' }] },
        { protocols: [6], ports: [[22, 22]], sources: [{ kind: 'cidr', cidr: cidr('10.0.0.0/8') }] },
      ],
    };
    const verdict = verdictOn(changed, ban, [], { lists });
    expect(offendingOf(verdict)).toEqual(expected);
    expect(verdict.kind === 'violation' ? verdict.findings[0].remainder : []).toEqual(remainder);
  });
});
