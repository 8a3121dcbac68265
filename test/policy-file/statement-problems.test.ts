import { expect, test } from 'vitest';
import { found, HEAD } from './web-policy.ts';

const PORT = 'a number from 0 to 65535';

test.for([
  ['{ protocol: tcp }', '6:5 missing-key deny[0]: Key sources is missing'],
  ['{ sources: any }', '6:5 missing-key deny[0]: Key protocol is missing'],
  ['tcp', '6:5 wrong-type deny[0]: text "tcp" is given; a map is needed'],
  [
    '{ protocol: tpc, sources: any }',
    '6:17 unknown-word deny[0].protocol: "tpc" is none of tcp, udp, icmp, icmpv6, all, a number from 0 to 255; did you mean tcp?',
  ],
  [
    '{ protocol: TCP, sources: any }',
    '6:17 unknown-word deny[0].protocol: "TCP" is none of tcp, udp, icmp, icmpv6, all, a number from 0 to 255; did you mean tcp?',
  ],
  ['{ protocol: -1, sources: any }', '6:17 bad-number deny[0].protocol: -1 is below 0; write all for every protocol'],
  ['{ protocol: "-1", sources: any }', '6:17 bad-number deny[0].protocol: -1 is below 0; write all for every protocol'],
  ['{ protocol: "06", sources: any }', '6:17 bad-number deny[0].protocol: "06" has a leading zero; write 6'],
  [
    '{ protocol: icmp, icmp: { type: -1 }, sources: any }',
    '6:37 bad-number deny[0].icmp.type: -1 is below 0; write any for all',
  ],
  ['{ protocol: 256, sources: any }', '6:17 bad-number deny[0].protocol: 256 is above 255'],
  ['{ protocol: 06, sources: any }', '6:17 bad-number deny[0].protocol: "06" has a leading zero; write 6'],
  ['{ protocol: tcp, ports: [22, 99999], sources: any }', '6:34 bad-number deny[0].ports[1]: 99999 is above 65535'],
  ['{ protocol: tcp, ports: -22, sources: any }', '6:29 bad-number deny[0].ports: -22 is below 0'],
  [
    '{ protocol: tcp, ports: 22:22, sources: any }',
    '6:29 bad-number deny[0].ports: "22:22" is no plain whole number from 0 to 65535',
  ],
  [
    '{ protocol: tcp, ports: 1e3, sources: any }',
    '6:29 bad-number deny[0].ports: "1e3" is no plain whole number from 0 to 65535',
  ],
  [
    '{ protocol: tcp, ports: 0x16, sources: any }',
    '6:29 bad-number deny[0].ports: "0x16" is no plain whole number from 0 to 65535',
  ],
  ['{ protocol: tcp, ports: ~, sources: any }', `6:29 wrong-type deny[0].ports: nothing is given; ${PORT} is needed`],
  [
    '{ protocol: tcp, ports: no, sources: any }',
    `6:29 wrong-type deny[0].ports: text "no" is given; ${PORT} is needed`,
  ],
  [
    '{ protocol: tcp, ports: true, sources: any }',
    `6:29 wrong-type deny[0].ports: boolean true is given; ${PORT} is needed`,
  ],
  [
    '{ protocol: tcp, ports: .inf, sources: any }',
    `6:29 bad-number deny[0].ports: ".inf" is no plain whole number from 0 to 65535`,
  ],
  [
    '{ protocol: tcp, ports: 22.0, sources: any }',
    `6:29 bad-number deny[0].ports: "22.0" is no plain whole number from 0 to 65535`,
  ],
  [
    '{ protocol: tcp, ports: 1_000, sources: any }',
    `6:29 bad-number deny[0].ports: "1_000" is no plain whole number from 0 to 65535`,
  ],
  [
    '{ protocol: tcp, ports: +22, sources: any }',
    `6:29 bad-number deny[0].ports: "+22" is no plain whole number from 0 to 65535`,
  ],
  [
    '{ protocol: tcp, ports: 0o26, sources: any }',
    `6:29 bad-number deny[0].ports: "0o26" is no plain whole number from 0 to 65535`,
  ],
  [
    '{ protocol: tcp, ports: 2026-11-25, sources: any }',
    '6:29 bad-range deny[0].ports: "2026-11-25" is no range; write "from-to", such as "20-25"',
  ],
  ['{ protocol: tcp, ports: 010, sources: any }', '6:29 bad-number deny[0].ports: "010" has a leading zero; write 10'],
  [
    '{ protocol: tcp, ports: 010-20, sources: any }',
    '6:29 bad-number deny[0].ports: "010" has a leading zero; write 10',
  ],
  [
    '{ protocol: tcp, ports: 25-20, sources: any }',
    '6:29 bad-range deny[0].ports: "25-20" runs backwards; write "20-25"',
  ],
  [
    '{ protocol: tcp, ports: 20 - 25, sources: any }',
    '6:29 bad-range deny[0].ports: "20 - 25" is no range; write "from-to", such as "20-25"',
  ],
  ['{ protocol: tcp, ports: 1-65536, sources: any }', '6:29 bad-number deny[0].ports: 65536 is above 65535'],
  [
    '{ protocol: tcp, ports: [], sources: any }',
    '6:29 bad-count deny[0].ports: No entry is given; at least 1 is needed',
  ],
  [
    '{ protocol: tcp, ports: all, sources: any }',
    '6:29 unknown-word deny[0].ports: Leave ports out for all ports; a number or "from-to" is allowed',
  ],
  [
    '{ protocol: icmp, ports: 8, sources: any }',
    '6:30 conflict deny[0].ports: Protocol icmp has no ports; ports go with tcp, udp or all',
  ],
  [
    '{ protocol: 50, ports: 8, sources: any }',
    '6:28 conflict deny[0].ports: Protocol 50 has no ports; ports go with tcp, udp or all',
  ],
  [
    '{ protocol: all, icmp: { type: 8 }, sources: any }',
    '6:28 conflict deny[0].icmp: Protocol all has no types and codes; icmp goes with icmp or icmpv6',
  ],
  ['{ protocol: icmp, icmp: {}, sources: any }', '6:29 bad-count deny[0].icmp: At least one of type, code is needed'],
  ['{ protocol: icmp, icmp: { type: 256 }, sources: any }', '6:37 bad-number deny[0].icmp.type: 256 is above 255'],
  [
    '{ protocol: icmp, icmp: { type: echo }, sources: any }',
    '6:37 unknown-word deny[0].icmp.type: "echo" is none of any, a number from 0 to 255',
  ],
  ['{ protocol: tcp, sources: [] }', '6:31 bad-count deny[0].sources: No entry is given; at least 1 is needed'],
  [
    '{ protocol: tcp, sources: 10.0.0.1/8 }',
    '6:31 host-bits deny[0].sources: 10.0.0.1/8 has host bits; write 10.0.0.0/8',
  ],
  [
    '{ protocol: tcp, sources: [any, 203.0.113.7] }',
    '6:37 bad-cidr deny[0].sources[1]: "203.0.113.7" has no prefix length; write 203.0.113.7/32',
  ],
  [
    '{ protocol: tcp, sources: 10.0.0.0/33 }',
    '6:31 bad-cidr deny[0].sources: "10.0.0.0/33" is no CIDR, such as 10.0.0.0/8 or 2001:db8::/32',
  ],
  [
    '{ protocol: tcp, sources: 300.0.0.0/8 }',
    '6:31 bad-cidr deny[0].sources: "300.0.0.0/8" is no CIDR, such as 10.0.0.0/8 or 2001:db8::/32',
  ],
  [
    '{ protocol: tcp, sources: 010.0.0.0/8 }',
    '6:31 bad-cidr deny[0].sources: "010.0.0.0/8" is no CIDR, such as 10.0.0.0/8 or 2001:db8::/32',
  ],
  [
    '{ protocol: tcp, sources: anywere }',
    '6:31 unknown-word deny[0].sources: "anywere" is none of anywhere, public, any, a CIDR, pl-..., sg-..., account:<12 digits>, wider-than: { ipv4, ipv6 }; did you mean anywhere?',
  ],
  [
    '{ protocol: tcp, sources: sg-XYZ }',
    '6:31 bad-id deny[0].sources: "sg-XYZ" is not sg- and 8 or 17 digits from 0-9, a-f',
  ],
  [
    '{ protocol: tcp, sources: pl-1 }',
    '6:31 bad-id deny[0].sources: "pl-1" is not pl- and 8 or 17 digits from 0-9, a-f',
  ],
  ['{ protocol: tcp, sources: account:1 }', '6:31 bad-id deny[0].sources: "account:1" is not account: and 12 digits'],
  [
    '{ protocol: tcp, sources: { wider-than: { ipv4: 33 } } }',
    '6:53 bad-number deny[0].sources.wider-than.ipv4: 33 is above 32',
  ],
  [
    '{ protocol: tcp, sources: { wider-than: { ipv4: 0 } } }',
    '6:53 bad-number deny[0].sources.wider-than.ipv4: 0 is below 1',
  ],
  [
    '{ protocol: tcp, sources: [{ wider-than: {} }] }',
    '6:46 bad-count deny[0].sources[0].wider-than: At least one of ipv4, ipv6 is needed',
  ],
  [
    '{ protocol: tcp, sources: { wider-than: 16 } }',
    '6:45 wrong-type deny[0].sources.wider-than: number 16 is given; a map is needed',
  ],
  [
    '&x { protocol: tcp, sources: any }',
    '6:8 yaml-feature Anchors (&x) are not allowed; write the value out where it is used',
  ],
  ['*x', '6:5 yaml-feature *x is a YAML alias, which is not allowed; put a pattern that starts with * in quotes'],
  [
    '{ protocol: !!str tcp, sources: any }',
    '6:23 yaml-feature Tags ("tag:yaml.org,2002:str") are not allowed; leave the tag out',
  ],
  ['{ protocol: tcp, protocol: udp, sources: any }', '6:22 duplicate-key Key "protocol" is given twice'],
  [
    '{ <<: { protocol: udp }, protocol: tcp, sources: any }',
    '6:7 yaml-feature Merge keys (<<) are not allowed; write the keys out',
  ],
  ['{ __proto__: { a: 1 }, protocol: tcp, sources: any }', '6:7 unknown-key __proto__ is no usable key'],
  ['{ [a]: 1, protocol: tcp, sources: any }', '6:7 wrong-type A key is a text, not a list or map'],
] as const)('readPolicy() says where and what when a statement is %s', ([text, expected]) => {
  expect(found(`${HEAD}deny:\n  - ${text}\n`)).toEqual([expected]);
});
