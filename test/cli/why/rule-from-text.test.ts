import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ruleFromText } from '../../../cli/why/rule-from-text.ts';
import { type Rule, ruleText, type Source } from '../../../functions/core/rule.ts';
import { anyRule, rule } from '../../core/arbitraries.ts';

const anyNamed: fc.Arbitrary<Source> = fc.constantFrom<Source>(
  { kind: 'group-name', name: 'web servers' },
  { kind: 'group-name', name: 'amazon-elb-sg', account: 'amazon-elb' },
);

test('ruleFromText() reads back every text that ruleText() writes, whatever its case and spaces', () => {
  const anyText = fc.tuple(
    fc.oneof(
      anyRule,
      fc.tuple(anyRule, anyNamed).map(([each, source]) => ({ ...each, source })),
    ),
    fc.boolean(),
    fc.nat(3),
  );
  fc.assert(
    fc.property(anyText, ([{ protocol, from, to, source }, loud, spaces]) => {
      const plain: Rule = { protocol, from, to, source };
      const text = ruleText(plain);
      expect(ruleFromText(text)).toEqual({ rule: plain });
      if (source.kind === 'group-name') return;
      const odd = (loud ? text.toUpperCase() : text).replaceAll(' ', ' '.repeat(spaces + 1));
      expect(ruleFromText(`${' '.repeat(spaces)}${odd}\t`)).toEqual({ rule: plain });
    }),
  );
});

test.for([
  ['tcp 22 from 203.0.113.7/0', rule(6, [22, 22], '0.0.0.0/0')],
  ['udp 53 from 2001:DB8::1/32', rule(17, [53, 53], '2001:db8::/32')],
  ['tcp 22 from ::ffff:1.2.3.4/128', rule(6, [22, 22], '::ffff:102:304/128')],
  ['tcp 22-22 from 10.0.0.0/8', rule(6, [22, 22], '10.0.0.0/8')],
] as const)('ruleFromText(%j) takes it as EC2 does', ([text, expected]) => {
  expect(ruleFromText(text)).toEqual({ rule: expected });
});

test('ruleFromText() keeps the account of a group that is not one’s own', () => {
  expect(ruleFromText('tcp 443 from 111122223333/sg-0123456789abcdef0')).toEqual({
    rule: {
      ...rule(6, [443, 443], 'sg-0123456789abcdef0'),
      source: { kind: 'group', id: 'sg-0123456789abcdef0', account: '111122223333' },
    },
  });
});

test.for([
  ['', 1, 1, 'A protocol is missing; write tcp 22,'],
  ['  ', 1, 1, 'A protocol is missing'],
  ['from 0.0.0.0/0', 1, 4, 'A protocol is missing'],
  ['tpc 22 from ::/0', 1, 3, '"tpc" is no protocol; did you mean tcp?'],
  ['6 22 from ::/0', 1, 1, '"6" is no protocol'],
  ['tcp 22', 7, 1, 'The source is missing'],
  ['tcp 22 from', 12, 1, 'The source is missing; a CIDR, pl-..., sg-...'],
  ['tcp from ::/0', 5, 4, 'The ports are missing; write a port or a range, such as tcp 22'],
  ['udp 99999 from ::/0', 5, 5, 'Port 99999 is not between 0 and 65535'],
  ['udp 25-22 from ::/0', 5, 5, 'Ports 25-22 run backwards'],
  ['udp 022 from ::/0', 5, 3, '"022" is no port'],
  ['udp -1 from ::/0', 5, 2, '"-1" is no port'],
  ['udp all from ::/0', 5, 3, '"all" is no port; write a port or a range, such as udp 22, udp 20-25, or udp 0-65535'],
  ['tcp 22 23 from ::/0', 8, 2, '"23" is one word too many; from and a source are next'],
  ['all from ::/0', 5, 4, 'After all, the word traffic is needed'],
  ['all traffic 22 from ::/0', 13, 2, '"22" is one word too many'],
  ['protocol from ::/0', 10, 4, 'The number of the protocol is missing, 0 to 255'],
  ['protocol -1 from ::/0', 10, 2, '-1 stands for every protocol; write all traffic'],
  ['protocol 256 from ::/0', 10, 3, '"256" is no protocol number, 0 to 255'],
  ['protocol 6 from ::/0', 10, 1, 'Protocol 6 is tcp; write it by its name, such as tcp 22'],
  ['protocol 58 from ::/0', 10, 2, 'Protocol 58 is icmpv6; write it by its name, such as icmpv6 type any code any'],
  ['icmp 8 from ::/0', 6, 1, 'The type is missing; write icmp type 8 code any'],
  ['icmp type from ::/0', 11, 4, 'A number is missing'],
  ['icmp type 8 from ::/0', 13, 4, 'The code is missing'],
  ['icmp type 256 code 0 from ::/0', 11, 3, '"256" is no type or code'],
  ['icmpv6 type any code 3 from ::/0', 22, 1, 'EC2 has no rule for one code of every type; write code any'],
  ['tcp 22 from 10.0.0.7', 13, 8, '"10.0.0.7" has no prefix length; write 10.0.0.7/32'],
  ['tcp 22 from 10.0.0.0/33', 13, 11, '"10.0.0.0/33" is no CIDR'],
  ['tcp 22 from anywhere', 13, 8, '"anywhere" is no source'],
  ['tcp 22 from sg-xyz', 13, 6, '"sg-xyz" is not sg- and 8 or 17 digits'],
  ['tcp 22 from pl-1', 13, 4, '"pl-1" is not pl- and 8 or 17 digits'],
  ['tcp 22 from group', 13, 5, '"group" is no source'],
  ['tcp 22 from ::/0 tcp 23 from ::/0', 18, 3, '"tcp" is one word too many; put each rule in quotes'],
  ['tcp 22 from \u001b[31m', 13, 5, '"\\u001b[31m" is no source'],
  [`tcp ${'1'.repeat(600)}`, 1, 1, 'A rule of 604 characters is given; at most 500 can be'],
] as const)('ruleFromText(%j) names the place and what is allowed', ([text, column, length, problem]) => {
  const reading = ruleFromText(text);
  expect(reading).toMatchObject({ column, length, problem: expect.stringContaining(problem) });
});

test('ruleFromText() reads or refuses any text', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({
          unit: fc.constantFrom(
            'tcp',
            'from',
            ' ',
            '22',
            '-',
            '/',
            '::',
            '0',
            'sg-',
            'type',
            'all traffic',
            'protocol',
          ),
        }),
      ),
      (text) => {
        const reading = ruleFromText(text);
        if ('rule' in reading) expect(ruleFromText(ruleText(reading.rule))).toHaveProperty('rule');
        else expect(reading.column).toBeGreaterThanOrEqual(1);
      },
    ),
  );
});
