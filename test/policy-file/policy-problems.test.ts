import { expect, test } from 'vitest';
import { found, HEAD, read } from './web-policy.ts';

const DENY = 'deny: [{ protocol: tcp, sources: anywhere }]\n';

test.for([
  ['mode: audti', '5:7 unknown-word mode: "audti" is none of off, audit, enforce; did you mean audit?'],
  ['mode: [audit]', '5:7 wrong-type mode: a list is given; one of off, audit, enforce is needed'],
  ['mode:', '5:6 wrong-type mode: nothing is given; one of off, audit, enforce is needed'],
  ['mode: no', '5:7 unknown-word mode: "no" is none of off, audit, enforce'],
  [
    'moed: audit',
    '5:1 unknown-key Key "moed" is none of id, title, severity, mode, scope, deny, only, freeze, require, watch, remedy, pieces, runbook, why; did you mean mode?',
  ],
  ['remedy: delete', '5:9 unknown-word remedy: "delete" is none of notify, narrow, restore, revoke'],
  ['pieces: 5', '5:9 conflict pieces: pieces goes with remedy: narrow alone; leave it out'],
  ['remedy: revoke\npieces: 5', '6:9 conflict pieces: pieces goes with remedy: narrow alone; leave it out'],
  ['remedy: narrow\npieces: 0', '6:9 bad-number pieces: 0 is below 1'],
  ['remedy: narrow\npieces: 51', '6:9 bad-number pieces: 51 is above 50'],
  ['remedy: narrow\npieces: many', '6:9 wrong-type pieces: text "many" is given; a number from 1 to 50 is needed'],
  ['why: ""', '5:6 bad-text why: The text is empty'],
  ['why: 22', '5:6 wrong-type why: number 22 is given; a text (in quotes) is needed'],
  ['why: |-\n  a\n  b', '5:6 bad-text why: The text has several lines; fold it into one with >-'],
  ['why: "a\\u001bb"', '5:6 bad-text why: The text holds the control character U+001B'],
  ['why: "a\\u202eb"', '5:6 bad-text why: The text holds the control character U+202E'],
  ['why: "a\\ud800b"', '5:6 bad-text why: The text holds the control character U+D800'],
  [`why: ${'x'.repeat(501)}`, '5:6 bad-text why: The text has 501 characters; at most 500 are allowed'],
  ['scope:', '5:7 wrong-type scope: nothing is given; a map is needed'],
  [
    'scope: { unless: {} }',
    '5:18 bad-count scope.unless: At least one of accounts, regions, vpcs, groups, tags, actors is needed',
  ],
  [
    'scope: { unless: { vpcs: "*", unless: { vpcs: "*" } } }',
    '5:31 unknown-key scope.unless: Key "unless" is none of accounts, regions, vpcs, groups, tags, actors',
  ],
  ['scope: { tags: {} }', '5:16 bad-count scope.tags: At least one tag is needed'],
  ['scope: { tags: { tier: [] } }', '5:24 bad-count scope.tags.tier: No entry is given; at least 1 is needed'],
  ['scope: { tags: { "a.b": [x, [y]] } }', '5:29 wrong-type scope.tags["a.b"][1]: a list is given; a text is needed'],
  ['scope: { tags: [tier] }', '5:16 wrong-type scope.tags: a list is given; a map is needed'],
  [
    `scope: { tags: { ${'k'.repeat(129)}: x } }`,
    '5:149 bad-text scope.tags["kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"]: Tag key "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...: The text has 129 characters; at most 128 are allowed',
  ],
  [
    'scope: { accounts: 12345678901 }',
    '5:20 bad-id scope.accounts: "12345678901" is not a 12-digit account number, nor a pattern of it with * and ?',
  ],
  [
    'scope: { regions: eu_west_1 }',
    '5:19 bad-id scope.regions: "eu_west_1" is not a region, such as eu-west-1, nor a pattern of it with * and ?',
  ],
  [
    'scope: { vpcs: [vpc-12] }',
    '5:17 bad-id scope.vpcs[0]: "vpc-12" is not vpc- and 8 or 17 digits from 0-9, a-f, nor a pattern of it with * and ?',
  ],
  [
    'scope: { vpcs: "abc*" }',
    '5:16 bad-id scope.vpcs: "abc*" is not vpc- and 8 or 17 digits from 0-9, a-f, nor a pattern of it with * and ?',
  ],
  [
    'scope: { accounts: "1234????" }',
    '5:20 bad-id scope.accounts: "1234????" is not a 12-digit account number, nor a pattern of it with * and ?',
  ],
  [
    'scope: { regions: "eu*west" }',
    '5:19 bad-id scope.regions: "eu*west" is not a region, such as eu-west-1, nor a pattern of it with * and ?',
  ],
  [
    'scope: { groups: "sg-?" }',
    '5:18 bad-id scope.groups: "sg-?" is not sg- and 8 or 17 digits from 0-9, a-f, and no group\'s name starts with sg-',
  ],
  [
    'scope: { groups: sg-web }',
    '5:18 bad-id scope.groups: "sg-web" is not sg- and 8 or 17 digits from 0-9, a-f, and no group\'s name starts with sg-',
  ],
  [
    'freeze: true',
    '5:9 conflict freeze: Exactly one of deny, only, freeze, require, watch is needed; deny is given too',
  ],
  [
    'watch: attachments',
    '5:8 conflict watch: Exactly one of deny, only, freeze, require, watch is needed; deny is given too',
  ],
] as const)('readPolicy() says where and what when a policy has %j', ([line, expected]) => {
  expect(found(`${HEAD}${line}\n${DENY}`)).toEqual([expected]);
});

test.for([
  ['', ['1:1 file-empty The file holds nothing; YAML is needed']],
  ['# only a comment\n', ['1:1 file-empty The file holds nothing; YAML is needed']],
  ['---\n', ['1:1 file-empty The file holds nothing; YAML is needed']],
  ['[]', ['1:1 wrong-type a list is given; a map is needed']],
  [`${HEAD}deny: []`, ['5:7 bad-count deny: No entry is given; at least 1 is needed']],
  [`${HEAD}freeze: false`, ['5:9 wrong-type freeze: false is given; only true is allowed, else leave freeze out']],
  [HEAD, ['1:1 conflict Exactly one of deny, only, freeze, require, watch is needed; none is given']],
  [
    `${HEAD}freeze: true\nremedy: narrow`,
    [
      '6:9 conflict remedy: A freeze forbids the whole rule, so nothing of it is left to narrow it to; write revoke, restore or notify',
    ],
  ],
  [`${HEAD}freeze: true\n---\nid: x`, ['6:1 yaml-feature A second document starts here; a file holds one']],
  [
    `%YAML 1.1\n---\n${HEAD}freeze: yes`,
    ['1:1 yaml-feature YAML directives are not allowed; files are read as YAML 1.2'],
  ],
  [`${HEAD}deny:\n\t- x`, ['6:1 yaml-syntax Tabs are not allowed as indentation']],
  [`${HEAD}freeze: true`.replace('web', 'other'), ['1:5 id-mismatch id: other is not the name of its folder, web']],
  [
    `${HEAD}freeze: true`.replace('web', 'Web'),
    ['1:5 bad-id id: "Web" is not 1 to 64 lower-case letters, digits and single hyphens'],
  ],
  [
    `${HEAD}only: [{ protocol: tcp, sources: [any, { wider-than: { ipv4: 8 } }] }]`,
    [
      '5:40 conflict only[0].sources[1]: wider-than names what is too wide, so it cannot say what is allowed; name CIDRs instead',
    ],
  ],
] as const)('readPolicy() says what is wrong with the file %j', ([text, expected]) => {
  expect(found(text)).toEqual(expected);
});

test.for([
  [
    'remedy revoke',
    'sources: 10.0.0.0/8',
    'remedy: revoke',
    '6:9 conflict remedy: revoke takes rules away, and a required one is missing; write remedy: restore to have the rule put back, or remedy: notify to be told',
  ],
  [
    'remedy narrow',
    'sources: 10.0.0.0/8',
    'remedy: narrow',
    '6:9 conflict remedy: narrow takes rules away, and a required one is missing; write remedy: restore to have the rule put back, or remedy: notify to be told',
  ],
  [
    'a word as source',
    'sources: anywhere',
    'remedy: restore',
    '5:37 unknown-word require[0].sources: "anywhere" is none of pl-..., sg-..., a CIDR',
  ],
  [
    'an account as source',
    'sources: [10.0.0.0/8, "account:123456789012"]',
    'remedy: restore',
    '5:50 unknown-word require[0].sources[1]: "account:123456789012" is none of pl-..., sg-..., a CIDR',
  ],
  [
    'a size as source',
    'sources: [{ wider-than: { ipv4: 8 } }]',
    'remedy: restore',
    '5:38 wrong-type require[0].sources[0]: a map is given; one of pl-..., sg-..., a CIDR is needed',
  ],
  [
    'host bits',
    'sources: 10.0.0.1/8',
    'remedy: restore',
    '5:37 host-bits require[0].sources: 10.0.0.1/8 has host bits; write 10.0.0.0/8',
  ],
  [
    'ports of a protocol without',
    'ports: 8, sources: 10.0.0.0/8',
    'remedy: restore',
    '5:36 conflict require[0].ports: Protocol icmp has no ports; ports go with tcp, udp or all',
  ],
] as const)('readPolicy() says where and what when a require has %s', ([, keys, rest, expected]) => {
  const protocol = keys.startsWith('ports') ? 'icmp' : 'tcp';
  expect(found(`${HEAD}require: [{ protocol: ${protocol}, ${keys} }]\n${rest}\n`)).toEqual([expected]);
});

const TOLD = 'What watch names is told and never undone;';

test.for([
  ['watch: []', '5:8 bad-count watch: No entry is given; at least 1 is needed'],
  [
    'watch: network-acl',
    '5:8 unknown-word watch: "network-acl" is none of attachments, network-acls, block-public-access; did you mean network-acls?',
  ],
  ['watch: attachments\nmode: enforce', `6:7 conflict mode: ${TOLD} write audit or off`],
  ['watch: attachments\nremedy: revoke', `6:9 conflict remedy: ${TOLD} write notify, or leave remedy out`],
  ['watch: attachments\nremedy: restore', `6:9 conflict remedy: ${TOLD} write notify, or leave remedy out`],
  [
    'watch: attachments\nscope: { regions: eu-*, vpcs: vpc-* }',
    '6:31 conflict scope.vpcs: What watch names has no vpcs to go by; only accounts and regions are allowed',
  ],
  [
    'watch: attachments\nscope: { tags: { tier: web } }',
    '6:16 conflict scope.tags: What watch names has no tags to go by; only accounts and regions are allowed',
  ],
  [
    'watch: attachments\nscope: { unless: { groups: "web-*" } }',
    '6:28 conflict scope.unless.groups: What watch names has no groups to go by; only accounts and regions are allowed',
  ],
] as const)('readPolicy() says where and what when a policy has %j alone', ([text, expected]) => {
  expect(found(`${HEAD}${text}\n`)).toEqual([expected]);
});

test.for([
  ['accounts', '["*", "12*", "*12", 012345678901, "????????????", "1*2*3"]'],
  ['regions', '["*", eu-*, "*-1", "us-gov-*", "??-west-?", "ap-southeast-10", "*west*", "us-iso?-east-1"]'],
  ['vpcs', '["*", vpc-*, "vpc-????????", "vpc-0*", "*f", "v*"]'],
  ['groups', '["*", sg-*, "sg-0*f", "sg-????????", "*-sg-*", "s*", "web ?", default]'],
] as const)('readPolicy() takes patterns of %s that something matches', ([key, patterns]) => {
  expect(found(`${HEAD}scope: { ${key}: ${patterns} }\nfreeze: true`)).toEqual([]);
});

test('readPolicy() reports every problem at once, and no policy', () => {
  const { policy, problems } = read(
    'id: web\nseverity: hgih\ndeny: [{ protocol: icmp, ports: 1, sources: [x, 1] }]\nonly: 3\n',
  );
  expect(policy).toBeUndefined();
  expect(problems.map(({ line, column, code }) => `${line}:${column} ${code}`).sort()).toEqual([
    '1:1 missing-key',
    '1:1 missing-key',
    '2:11 unknown-word',
    '3:33 conflict',
    '3:46 unknown-word',
    '3:49 wrong-type',
    '4:7 conflict',
    '4:7 wrong-type',
  ]);
});

test.for([
  ['statements', `deny:\n${'  - { protocol: tcp, sources: any }\n'.repeat(201)}`, 'deny'],
  ['ports', `deny: [{ protocol: tcp, ports: [${'1,'.repeat(201)}], sources: any }]`, 'deny[0].ports'],
  ['sources', `deny: [{ protocol: tcp, sources: [${'any,'.repeat(201)}] }]`, 'deny[0].sources'],
  ['groups', `scope: { groups: [${'a,'.repeat(201)}] }\nfreeze: true`, 'scope.groups'],
] as const)('readPolicy() refuses more than 200 %s', ([, text, label]) => {
  expect(read(HEAD + text).problems.map(({ message }) => message)).toEqual([
    `${label}: 201 entries are given; at most 200 are allowed`,
  ]);
  expect(read((HEAD + text).replace(/(1,|any,|a,| {2}- .*\n)/, '')).problems).toEqual([]);
});
