import { expect, test } from 'vitest';
import type { Case, RuleCase } from '../../functions/policy-file/case.ts';
import { problemText } from '../../functions/policy-file/problem.ts';
import { readCases } from '../../functions/policy-file/read-cases.ts';

const RULE = 'rule: { protocol: tcp, ports: 22, source: 0.0.0.0/0 }';
const OTHERS = `- { name: bad, ${RULE}, expect: violation }\n- { name: good, ${RULE}, expect: compliant }\n`;

const found = (text: string) =>
  readCases('cases.yaml', text).problems.map((problem) => problemText(problem).replace('cases.yaml:', ''));

const entryOf = (text: string): Case => {
  const { cases, problems } = readCases('cases.yaml', `${OTHERS}- { name: this, ${text} }`);
  expect(problems).toEqual([]);
  const last = cases.at(-1);
  if (!last) throw new Error('no case');
  return last;
};

const caseOf = (text: string): RuleCase => {
  const entry = entryOf(`expect: exempt, ${text}`);
  if (entry.kind !== 'rule') throw new Error('no rule');
  return entry;
};

test('readCases() fills in what does not matter', () => {
  expect(caseOf(RULE)).toEqual({
    name: 'this',
    kind: 'rule',
    file: 'cases.yaml',
    line: 3,
    column: 3,
    rule: { protocol: 6, from: 22, to: 22, source: { kind: 'cidr', cidr: '0.0.0.0/0' } },
    group: { id: 'sg-0123456789abcdef0', name: 'example', vpc: 'vpc-0123456789abcdef0', tags: {}, rules: [] },
    account: '123456789012',
    region: 'eu-west-1',
    prefixLists: new Map(),
    expect: 'exempt',
  });
});

test('readCases() keeps all that is given', () => {
  const given = caseOf(`${RULE},
    group: { id: sg-11111111, name: web-1, vpc: vpc-22222222, tags: { tier: web, n: 1 }, rules: [{ protocol: all, source: pl-33333333 }] },
    account: 012345678901, region: us-gov-west-1, actor: "arn:aws:iam::123456789012:role/deploy",
    prefixLists: { pl-33333333: [10.0.0.1/8, "::/0"], pl-44444444: [] }, now: 2026-11-23T12:00:00Z`);
  expect(given).toMatchObject({
    group: {
      id: 'sg-11111111',
      name: 'web-1',
      vpc: 'vpc-22222222',
      tags: { tier: 'web', n: '1' },
      rules: [{ protocol: -1, from: -1, to: -1, source: { kind: 'list', id: 'pl-33333333' } }],
    },
    account: '012345678901',
    region: 'us-gov-west-1',
    actor: 'arn:aws:iam::123456789012:role/deploy',
    now: '2026-11-23T12:00:00Z',
  });
  expect([...given.prefixLists]).toEqual([
    ['pl-33333333', ['10.0.0.0/8', '::/0']],
    ['pl-44444444', []],
  ]);
});

test('readCases() reads an event in place of a rule', () => {
  expect(entryOf('event: network-acls, region: us-east-1, expect: violation')).toEqual({
    kind: 'event',
    name: 'this',
    file: 'cases.yaml',
    line: 3,
    column: 3,
    event: 'network-acls',
    account: '123456789012',
    region: 'us-east-1',
    expect: 'violation',
  });
});

test.for([
  ['expect: violation', '3:3 conflict [2]: Exactly one of rule, event is needed; none is given'],
  [`event: attachments, ${RULE}, expect: violation`, '3:43 conflict [2].rule: An event has no rule; event is given'],
  [
    'event: attachments, group: { name: web }, expect: violation',
    '3:44 conflict [2].group: An event has no group; event is given',
  ],
  [
    'event: attachments, expect: violation, offending: []',
    '3:67 conflict [2].offending: An event has no offending; event is given',
  ],
  [
    'event: attachments, expect: undetermined',
    '3:45 conflict [2].expect: An event is told or not; write violation or compliant',
  ],
  [
    'event: attachment, expect: violation',
    '3:24 unknown-word [2].event: "attachment" is none of attachments, network-acls, block-public-access; did you mean attachments?',
  ],
] as const)('readCases() says where and what when a case is { %s }', ([text, expected]) => {
  expect(found(`${OTHERS}- { name: this, ${text} }`)).toEqual([expected]);
});

test.for([
  ['{ protocol: tcp, source: 10.0.0.0/8 }', { protocol: 6, from: 0, to: 65535 }],
  ['{ protocol: udp, ports: all, source: 10.0.0.0/8 }', { protocol: 17, from: 0, to: 65535 }],
  ['{ protocol: tcp, ports: 0-1024, source: 10.9.8.7/8 }', { protocol: 6, from: 0, to: 1024 }],
  ['{ protocol: all, ports: 22, source: 10.0.0.0/8 }', { protocol: -1, from: -1, to: -1 }],
  ['{ protocol: 50, ports: 22, source: 10.0.0.0/8 }', { protocol: 50, from: -1, to: -1 }],
  ['{ protocol: icmp, source: 10.0.0.0/8 }', { protocol: 1, from: -1, to: -1 }],
  ['{ protocol: icmp, icmp: { type: 8, code: any }, source: 10.0.0.0/8 }', { protocol: 1, from: 8, to: -1 }],
  ['{ protocol: icmpv6, icmp: { type: 1, code: 4 }, source: 10.0.0.0/8 }', { protocol: 58, from: 1, to: 4 }],
] as const)('readCases() reads the rule %s as EC2 would', ([text, expected]) => {
  expect(caseOf(`rule: ${text}`).rule).toEqual({ ...expected, source: { kind: 'cidr', cidr: '10.0.0.0/8' } });
});

test.for([
  ['sg-0123456789abcdef0', { kind: 'group', id: 'sg-0123456789abcdef0' }],
  ['111122223333/sg-0123456789abcdef0', { kind: 'group', id: 'sg-0123456789abcdef0', account: '111122223333' }],
  ['pl-0123456789abcdef0', { kind: 'list', id: 'pl-0123456789abcdef0' }],
  ['203.0.113.7/0', { kind: 'cidr', cidr: '0.0.0.0/0' }],
] as const)('readCases() reads the source %s', ([text, source]) => {
  expect(caseOf(`rule: { protocol: tcp, source: ${text} }`).rule.source).toEqual(source);
});

test.for([
  ['rule: { protocol: tcp, ports: 22 }', '3:39 missing-key [2].rule: Key source is missing'],
  [
    'rule: { protocol: tcp, ports: [22], source: 10.0.0.0/8 }',
    '3:63 wrong-type [2].rule.ports: a list is given; a number from 0 to 65535 is needed',
  ],
  [
    'rule: { protocol: icmp, ports: 8, source: 10.0.0.0/8 }',
    '3:64 conflict [2].rule.ports: Protocol icmp has no ports; give icmp: { type, code }',
  ],
  [
    'rule: { protocol: tcp, icmp: { type: 8 }, source: 10.0.0.0/8 }',
    '3:62 conflict [2].rule.icmp: Protocol tcp has no types and codes; give ports',
  ],
  [
    'rule: { protocol: icmp, icmp: { type: any, code: 8 }, source: 10.0.0.0/8 }',
    '3:82 conflict [2].rule.icmp.code: EC2 has no rule for one code of every type; give the type too',
  ],
  [
    'rule: { protocol: tcp, source: anywhere }',
    '3:64 unknown-word [2].rule.source: "anywhere" is none of a CIDR, pl-..., sg-..., <12 digits>/sg-... for a group of another account',
  ],
  [
    'rule: { protocol: tcp, source: 10.0.0.0 }',
    '3:64 bad-cidr [2].rule.source: "10.0.0.0" has no prefix length; write 10.0.0.0/32',
  ],
  [
    `${RULE}, now: 2026-02-30T00:00:00Z`,
    '3:93 bad-id [2].now: "2026-02-30T00:00:00Z" is not a time in UTC, such as 2026-11-23T12:00:00Z',
  ],
  [`${RULE}, now: yesterday`, '3:93 bad-id [2].now: "yesterday" is not a time in UTC, such as 2026-11-23T12:00:00Z'],
  [`${RULE}, actor: deploy`, '3:95 bad-id [2].actor: "deploy" is not the ARN of a principal'],
  [`${RULE}, account: 12`, '3:97 bad-id [2].account: "12" is not a 12-digit account number'],
  [
    `${RULE}, prefixLists: { office: 10.0.0.0/8 }`,
    '3:111 bad-id [2].prefixLists.office: "office" is not pl- and 8 or 17 digits from 0-9, a-f',
  ],
  [
    `${RULE}, prefixLists: { pl-11111111: [10.0.0.0] }`,
    '3:117 bad-cidr [2].prefixLists.pl-11111111[0]: "10.0.0.0" has no prefix length; write 10.0.0.0/32',
  ],
  [
    `${RULE}, group: { rules: [{ protocol: tcp, source: x }] }`,
    '3:130 unknown-word [2].group.rules[0].source: "x" is none of a CIDR, pl-..., sg-..., <12 digits>/sg-... for a group of another account',
  ],
  [
    `${RULE}, offending: tcp 22 from 0.0.0.0/0`,
    '3:99 conflict [2].offending: Only a violation has offending traffic; exempt is expected',
  ],
] as const)('readCases() says where and what when a case has %s', ([text, expected]) => {
  expect(found(`${OTHERS}- { name: this, expect: exempt, ${text} }`)).toEqual([expected]);
});

test('readCases() names the allowed verdicts when another is expected', () => {
  expect(found(`${OTHERS}- { name: x, ${RULE}, expect: violaton }`)).toEqual([
    '3:77 unknown-word [2].expect: "violaton" is none of compliant, exempt, violation, undetermined; did you mean violation?',
  ]);
});

test.for(['violation', 'compliant'])('readCases() refuses a file when no case expects %s', (kind) => {
  const text = OTHERS.split('\n')
    .filter((line) => !line.includes(kind))
    .join('\n');
  expect(found(text)).toEqual([
    `1:1 case-missing No case expects ${kind}; at least one violation and one compliant case are needed`,
  ]);
});

test('readCases() refuses two cases of one name', () => {
  expect(found(`${OTHERS}- { name: " bad ", ${RULE}, expect: exempt }`)).toEqual([
    '3:11 case-duplicate [2].name: " bad " is the name of the case on line 1 too',
  ]);
});

test.for([
  ['', '1:1 file-empty The file holds nothing; YAML is needed'],
  ['a: 1', '1:1 wrong-type a map is given; a list is needed'],
] as const)('readCases() refuses the file %j', ([text, expected]) => {
  expect(found(text)).toEqual([expected]);
});
