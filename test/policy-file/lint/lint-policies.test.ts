import { expect, test } from 'vitest';
import { lintPolicies } from '../../../functions/policy-file/lint/lint-policies.ts';
import { brief, linted, placed } from './linted.ts';

const deny = (sources: string, more = '', ports = '22') =>
  `deny: [{ protocol: tcp, ports: ${ports}, sources: ${sources} }]\n${more}`;
const only = (sources: string, more = '', ports = '22') =>
  `only: [{ protocol: tcp, ports: ${ports}, sources: ${sources} }]\n${more}`;
const requires = (sources: string, more = '', ports = '22') =>
  `require: [{ protocol: tcp, ports: ${ports}, sources: ${sources} }]\n${more.includes('remedy') ? '' : 'remedy: restore\n'}${more}`;

const IDLE = 'policy-pointless (warning)';

test.for<[what: string, policies: string[], expected: string[]]>([
  ['twins, told once', [deny('any'), deny('any'), deny('any')], [`b:1:5 ${IDLE}`, `c:1:5 ${IDLE}`]],
  ['other traffic', [deny('10.0.0.0/8'), deny('11.0.0.0/8')], []],
  ['less traffic in a wider one', [deny('10.0.0.0/8'), deny('8.0.0.0/5')], [`a:1:5 ${IDLE}`]],
  ['fewer ports', [deny('any', '', '1-100'), deny('anywhere', '', '[22, 80-90]')], [`b:1:5 ${IDLE}`]],
  [
    'fewer groups',
    [deny('any'), deny('any', 'scope: { groups: "web-*", unless: { tags: { a: b } } }')],
    [`b:1:5 ${IDLE}`],
  ],
  ['more groups', [deny('any', 'scope: { groups: "web-*" }'), deny('any')], [`a:1:5 ${IDLE}`]],
  ['other groups', [deny('any', 'scope: { groups: "web-*" }'), deny('any', 'scope: { groups: "db-*" }')], []],
  ['a graver one', [deny('any'), deny('any', 'severity: high')], [`a:1:5 ${IDLE}`]],
  ['a graver narrower one', [deny('any'), deny('10.0.0.0/8', 'severity: high')], []],
  ['an enforced narrower one', [deny('any'), deny('10.0.0.0/8', 'mode: enforce')], []],
  ['one that is off', [deny('any'), deny('10.0.0.0/8', 'mode: off')], []],
  ['one beside one that is off', [deny('any', 'mode: off'), deny('10.0.0.0/8')], []],
  ['a deny of what an only does not list', [only('10.0.0.0/8'), deny('any', '', '23')], [`b:1:5 ${IDLE}`]],
  ['a deny of what an only lists', [only('10.0.0.0/8'), deny('10.1.0.0/16')], []],
  ['a deny of groups beside an only of addresses', [only('anywhere'), deny('sg-11111111')], [`b:1:5 ${IDLE}`]],
  ['a deny of a list, which may hold what an only lists', [only('10.0.0.0/8'), deny('pl-11111111')], []],
  ['an only that lists more', [only('10.0.0.0/8'), only('[10.0.0.0/8, 192.168.0.0/16]')], [`b:1:5 ${IDLE}`]],
  [
    'an only under a deny of everything',
    ['deny: [{ protocol: all, sources: any }]', only('10.0.0.0/8')],
    [`b:1:5 ${IDLE}`],
  ],
  [
    'a freeze under a freeze',
    ['freeze: true\nremedy: restore', 'freeze: true\nremedy: restore\nscope: { groups: x }'],
    [`b:1:5 ${IDLE}`],
  ],
  ['a deny under a freeze', ['freeze: true', deny('any')], []],
  [
    'a policy that judges nothing',
    [deny('any'), deny('any', 'scope: { unless: { regions: "*" } }')],
    ['b:6:18 scope-empty'],
  ],
  ['a freeze under a deny', ['deny: [{ protocol: all, sources: any }]', 'freeze: true'], []],
  [
    'a require under a freeze that restores',
    ['freeze: true\nremedy: restore', requires('10.0.0.0/8')],
    [`b:1:5 ${IDLE}`],
  ],
  ['a require under a freeze that only tells', ['freeze: true\nremedy: notify', requires('10.0.0.0/8')], []],
  ['a require of less', [requires('10.0.0.0/8'), requires('10.1.0.0/16')], [`b:1:5 ${IDLE}`]],
  ['a watch of less', ['watch: [attachments, network-acls]', 'watch: attachments'], [`b:1:5 ${IDLE}`]],
  ['a watch of more', ['watch: [attachments]', 'watch: [attachments, network-acls]'], [`a:1:5 ${IDLE}`]],
])('lintPolicies() on %s', ([, policies, expected]) => {
  expect(
    linted(...policies)
      .map(brief)
      .sort(),
  ).toEqual(expected);
});

test.for<[what: string, policies: string[], expected: string[]]>([
  ['the world', [requires('0.0.0.0/0'), deny('anywhere')], ['a:5:11 contradiction']],
  ['the world, the other way round', [deny('anywhere'), requires('"::/0"')], ['b:5:11 contradiction']],
  ['halves of the world', [requires('[0.0.0.0/1, 128.0.0.0/1]'), deny('anywhere')], ['a:5:11 contradiction']],
  ['what is far from the world', [requires('8.0.0.0/8'), deny('anywhere')], []],
  ['a wide block', [requires('8.0.0.0/8'), deny('{ wider-than: { ipv4: 16 } }')], ['a:5:11 contradiction']],
  ['a block that is not too wide', [requires('8.0.0.0/16'), deny('{ wider-than: { ipv4: 16 } }')], []],
  ['a private block', [requires('10.0.0.0/8'), deny('[public, anywhere, { wider-than: { ipv4: 16 } }]')], []],
  ['a part of a block', [requires('10.0.0.0/8'), deny('10.1.0.0/16')], ['a:5:11 contradiction']],
  ['a group', [requires('sg-11111111'), deny('any')], ['a:5:11 contradiction']],
  ['a group of who knows which account', [requires('sg-11111111'), deny('"account:123456789012"')], []],
  ['a list', [requires('pl-11111111'), deny('pl-11111111')], ['a:5:11 contradiction']],
  ['a list that may hold what is forbidden', [requires('pl-11111111'), deny('public')], []],
  ['other ports', [requires('0.0.0.0/0', '', '443'), deny('any')], []],
  ['what an only lists', [requires('10.1.0.0/16'), only('10.0.0.0/8')], []],
  ['what an only does not list', [requires('10.1.0.0/16'), only('10.0.0.0/8', '', '443')], ['a:5:11 contradiction']],
  ['a list that may be within an only', [requires('pl-11111111'), only('10.0.0.0/8')], []],
  ['a group beside an only of addresses', [requires('sg-11111111'), only('anywhere')], ['a:5:11 contradiction']],
  [
    'what a freeze with another remedy keeps',
    [requires('10.0.0.0/8'), 'freeze: true\nremedy: revoke'],
    ['a:6:9 contradiction (warning)'],
  ],
  [
    'what a freeze keeps elsewhere',
    [requires('10.0.0.0/8', 'scope: { groups: a }'), 'freeze: true\nscope: { groups: b }'],
    [],
  ],
  ['a policy that is off', [requires('0.0.0.0/0'), deny('anywhere', 'mode: off')], []],
  [
    'a group within the scope',
    [requires('0.0.0.0/0', 'scope: { groups: web-1 }'), deny('anywhere', 'scope: { groups: "web-*" }')],
    ['a:5:11 contradiction'],
  ],
  [
    'a scope that may overlap',
    [requires('0.0.0.0/0', 'scope: { groups: "*-1" }'), deny('anywhere', 'scope: { groups: "web-*" }')],
    ['a:5:11 contradiction (warning)'],
  ],
  [
    'other groups',
    [requires('0.0.0.0/0', 'scope: { groups: "db-*" }'), deny('anywhere', 'scope: { groups: "web-*" }')],
    [],
  ],
  [
    'groups that are excepted',
    [
      requires('0.0.0.0/0', 'scope: { tags: { role: lb } }'),
      deny('anywhere', 'scope: { unless: { tags: { role: lb } } }'),
    ],
    [],
  ],
  [
    'names here and tags there',
    [requires('0.0.0.0/0', 'scope: { tags: { role: lb } }'), deny('anywhere', 'scope: { groups: "web-*" }')],
    [],
  ],
])('lintPolicies() on a require of %s', ([, policies, expected]) => {
  expect(linted(...policies).map(brief)).toEqual(expected);
});

test('lintPolicies() says nothing of a policy beside one that something is exempt from', () => {
  const excused = (text: string) => placed(text, 'b', { exemptions: [] });
  expect(lintPolicies([placed(deny('10.0.0.0/8'), 'a'), excused(deny('any'))])).toEqual([]);
  expect(lintPolicies([placed(requires('10.0.0.0/8'), 'a'), excused(deny('any'))])).toEqual([]);
});

const TORN = 'remedies-differ (warning)';
const NARROW = 'remedy: narrow';

test.for<[what: string, policies: string[], expected: string[]]>([
  ['the same traffic', [deny('public', 'remedy: revoke'), deny('anywhere', NARROW)], [`b:6:9 ${TORN}`]],
  ['a remedy that is left out', [deny('public', NARROW), deny('8.0.0.0/8', 'severity: high')], [`b:1:5 ${TORN}`]],
  ['the same remedy', [deny('public'), deny('anywhere')], []],
  ['other traffic', [deny('10.0.0.0/8', NARROW), deny('public')], []],
  ['other ports', [deny('any', NARROW, '1-21'), deny('any', '', '22-30')], []],
  ['other groups', [deny('any', `${NARROW}\nscope: { tags: { a: b } }`), deny('any', 'scope: { tags: { a: c } }')], []],
  ['what an only does not list', [only('10.0.0.0/8', NARROW), deny('any', 'severity: high')], [`b:1:5 ${TORN}`]],
  ['what an only lists', [only('[10.0.0.0/8]', NARROW), deny('10.1.0.0/16')], []],
  ['two allow-lists', [only('10.0.0.0/8', NARROW), only('10.0.0.0/7', 'severity: high')], [`b:1:5 ${TORN}`]],
  ['a freeze beside', ['freeze: true\nremedy: restore', deny('any')], []],
  ['a policy that is off', [deny('any', `${NARROW}\nmode: off`), deny('any')], []],
])('lintPolicies() on two remedies for %s', ([, policies, expected]) => {
  expect(linted(...policies).map(brief)).toEqual(expected);
});

test.for<[policies: string[], message: string]>([
  [
    [deny('any'), deny('any')],
    'id: b adds no protection to a, which forbids as much in as many groups and is as strict; delete one of the two, or say here what is different',
  ],
  [
    ['freeze: true\nremedy: restore', requires('10.0.0.0/8')],
    'id: b adds no protection to a, which has every rule put back in as many groups and is as strict; delete one of the two, or say here what is different',
  ],
  [
    [requires('10.0.0.0/8'), 'freeze: true\nremedy: revoke'],
    'remedy: b freezes groups that both cover, and its remedy revoke is stricter than restore: a required rule that is changed is held there, and not brought back; write remedy: restore in the freeze too',
  ],
  [
    [requires('[0.0.0.0/0, "::/0"]', '', '443'), deny('anywhere', '', '1-1024')],
    'require[0]: b forbids tcp 443 from 0.0.0.0/0 and more, which is required here, in groups that both cover: whoever keeps one breaks the other; part the scopes, or change one of the two',
  ],
  [
    [deny('10.0.0.0/8', 'remedy: revoke'), deny('10.1.0.0/16', 'remedy: narrow\nseverity: high')],
    'remedy: narrow is the remedy here for tcp 22 from 10.1.0.0/16, and revoke in a, in groups that both cover: where both are in enforce mode, revoke acts, the stricter one; make the remedies alike, or part the scopes',
  ],
])('lintPolicies() says of %j what to do', ([policies, message]) => {
  expect(linted(...policies).map((problem) => problem.message)).toEqual([message]);
});
