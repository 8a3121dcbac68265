import { expect, test } from 'vitest';
import { brief, linted } from './linted.ts';

const ANY = '{ protocol: tcp, ports: 22, sources: any }';

test.for<[policy: string, expected: string[]]>([
  // Lines that others hold already
  [`deny: [${ANY}, { protocol: tcp, ports: 22, sources: 10.0.0.0/8 }]`, ['a:5:52 statement-pointless (warning)']],
  [`deny: [{ protocol: tcp, ports: 22, sources: 10.0.0.0/8 }, ${ANY}]`, ['a:5:8 statement-pointless (warning)']],
  [`deny: [${ANY}, ${ANY}]`, ['a:5:52 statement-pointless (warning)']],
  [`deny: [${ANY}, { protocol: 6, ports: ["22-22"], sources: any }]`, ['a:5:52 statement-pointless (warning)']],
  [`deny: [{ protocol: all, ports: 22, sources: any }, ${ANY}]`, ['a:5:52 statement-pointless (warning)']],
  [
    'deny: [{ protocol: tcp, ports: 1-9, sources: any }, { protocol: tcp, ports: 10-20, sources: any }, { protocol: tcp, ports: 5-15, sources: any }]',
    ['a:5:100 statement-pointless (warning)'],
  ],
  [
    'deny: [{ protocol: tcp, sources: 0.0.0.0/1 }, { protocol: tcp, sources: 128.0.0.0/1 }, { protocol: tcp, sources: 0.0.0.0/0 }]',
    [
      'a:5:8 statement-pointless (warning)',
      'a:5:47 statement-pointless (warning)',
      'a:5:88 statement-pointless (warning)',
    ],
  ],
  [
    'deny: [{ protocol: icmp, sources: any }, { protocol: icmp, icmp: { type: 8 }, sources: any }]',
    ['a:5:42 statement-pointless (warning)'],
  ],
  [
    'deny: [{ protocol: tcp, sources: { wider-than: { ipv4: 16 } } }, { protocol: tcp, sources: { wider-than: { ipv4: 8 } } }]',
    ['a:5:66 statement-pointless (warning)'],
  ],
  [
    'deny: [{ protocol: tcp, sources: [0.0.0.0/0, "::/0"] }, { protocol: tcp, sources: anywhere }]',
    ['a:5:57 statement-pointless (warning)'],
  ],
  [
    'only: [{ protocol: tcp, sources: anywhere }, { protocol: tcp, ports: 22, sources: [10.0.0.0/8, pl-11111111] }]',
    ['a:5:46 statement-pointless (warning)'],
  ],
  [
    'require: [{ protocol: tcp, sources: 10.0.0.0/8 }, { protocol: tcp, ports: 22, sources: 10.1.0.0/16 }]\nremedy: restore',
    ['a:5:51 statement-pointless (warning)'],
  ],
  // Lines that look alike and are not
  ['deny: [{ protocol: tcp, sources: anywhere }, { protocol: tcp, sources: public }]', []],
  ['deny: [{ protocol: tcp, sources: public }, { protocol: tcp, sources: 0.0.0.0/0 }]', []],
  ['deny: [{ protocol: tcp, sources: anywhere }, { protocol: tcp, sources: 0.0.0.0/0 }]', []],
  ['deny: [{ protocol: tcp, sources: 0.0.0.0/0 }, { protocol: tcp, sources: anywhere }]', []],
  ['deny: [{ protocol: tcp, sources: anywhere }, { protocol: tcp, sources: { wider-than: { ipv4: 1 } } }]', []],
  [
    'deny: [{ protocol: tcp, sources: [0.0.0.0/0, "::/0"] }, { protocol: tcp, sources: [pl-11111111, sg-11111111] }]',
    [],
  ],
  ['deny: [{ protocol: tcp, sources: "account:123456789012" }, { protocol: tcp, sources: sg-11111111 }]', []],
  [
    'deny: [{ protocol: tcp, sources: { wider-than: { ipv4: 16 } } }, { protocol: tcp, sources: { wider-than: { ipv6: 8 } } }]',
    [],
  ],
  [
    'deny: [{ protocol: icmp, icmp: { type: 8 }, sources: any }, { protocol: icmp, icmp: { code: 0 }, sources: any }]',
    [],
  ],
  [
    'only: [{ protocol: tcp, sources: [0.0.0.0/0, "::/0"] }, { protocol: tcp, sources: anywhere }]',
    ['a:5:8 statement-pointless (warning)'],
  ],
  ['only: [{ protocol: tcp, sources: [0.0.0.0/0, "::/0"] }, { protocol: tcp, sources: pl-11111111 }]', []],
  // Lines that nothing matches, lists that hold nothing or everything
  ['deny: [{ protocol: icmp, sources: ["::/0", { wider-than: { ipv6: 8 } }] }]', ['a:5:8 never-matches (warning)']],
  ['deny: [{ protocol: icmpv6, sources: 10.0.0.0/8 }]', ['a:5:8 never-matches (warning)']],
  ['deny: [{ protocol: icmp, sources: ["::/0", any] }]', []],
  ['deny: [{ protocol: all, sources: "::/0" }]', []],
  ['only: [{ protocol: icmp, sources: "::/0" }, { protocol: 58, sources: 10.0.0.0/8 }]', ['a:5:7 forbids-everything']],
  ['only: [{ protocol: all, sources: any }]', ['a:5:7 forbids-nothing']],
  ['only: [{ protocol: all, ports: 0-65535, sources: any }]', []],
  ['only: [{ protocol: all, sources: anywhere }]', []],
  ['deny: [{ protocol: all, sources: any }]', []],
  // Scopes that no group is in
  ['scope: { tags: { a: x }, unless: { tags: { a: [x, y] } } }\nfreeze: true', ['a:5:34 scope-empty']],
  ['scope: { unless: { accounts: "*" } }\nwatch: attachments', ['a:5:18 scope-empty']],
  ['scope: { tags: { a: [x, z] }, unless: { tags: { a: [x, y] } } }\nfreeze: true', []],
])('lintPolicies() finds in %j by itself', ([policy, expected]) => {
  expect(linted(policy).map(brief).sort()).toEqual(expected.toSorted());
});

test.for<[policy: string, message: string]>([
  [`deny: [${ANY}, ${ANY}]`, 'deny[1]: deny[0] names all of this traffic already; leave this line out'],
  [
    'only: [{ protocol: all, sources: any }]',
    'only: All traffic may stay, so no rule can break the policy; name less, or delete the policy',
  ],
  [
    'only: [{ protocol: icmp, sources: "::/0" }]',
    'only: None of these lines can hold for a rule, so every rule breaks the policy; if that is meant, write deny: [{ protocol: all, sources: any }]',
  ],
  [
    'deny: [{ protocol: icmp, sources: "::/0" }]',
    'deny[0]: Protocol icmp is that of IPv4, and all of these sources are IPv6; write icmpv6',
  ],
  [
    'scope: { unless: { regions: "*" } }\nfreeze: true',
    'scope.unless: Every group that the scope covers is left out again, so the policy judges none; except less',
  ],
])('lintPolicies() says of %j what to do', ([policy, message]) => {
  expect(linted(policy).map((problem) => problem.message)).toEqual([message]);
});
