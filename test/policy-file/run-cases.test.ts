import { expect, test } from 'vitest';
import { readCases } from '../../functions/policy-file/read-cases.ts';
import { readPolicy } from '../../functions/policy-file/read-policy.ts';
import { runCases } from '../../functions/policy-file/run-cases.ts';

const POLICY = `
id: ssh
title: T
severity: low
runbook: R
scope: { accounts: 123456789012, regions: eu-west-1, vpcs: vpc-0123456789abcdef0, groups: example }
deny: [{ protocol: tcp, ports: 22, sources: anywhere }]
`;
const RULE = 'rule: { protocol: tcp, ports: 22-23, source: 0.0.0.0/0 }';
const OTHERS = `- { name: a, ${RULE}, expect: violation }\n- { name: b, ${RULE}, expect: compliant }\n`;

function run(text: string, mode = 'audit') {
  const { policy } = readPolicy('policy.yaml', 'ssh', `${POLICY}mode: ${mode}\n`);
  const { cases, problems } = readCases('cases.yaml', `${OTHERS}- { name: this, ${text} }`);
  expect(problems).toEqual([]);
  if (!policy) throw new Error('no policy');
  const result = runCases(policy, cases)[2];
  return { unmet: result?.unmet, actual: result?.actual };
}

const VIOLATION = { verdict: 'violation', offending: ['tcp 22 from 0.0.0.0/0'], remainder: ['tcp 23 from 0.0.0.0/0'] };

test.for(['off', 'audit', 'enforce'])('runCases() judges by the policy when its mode is %s', (mode) => {
  expect(run(`${RULE}, expect: violation`, mode)).toMatchObject({ unmet: [], actual: VIOLATION });
});

test.for([
  ['compliant', ['verdict']],
  ['undetermined', ['verdict']],
  ['exempt', ['verdict']],
  ['violation, offending: tcp 22 from 0.0.0.0/0, remainder: tcp 23 from 0.0.0.0/0', []],
  ['violation, offending: [tcp 22 from 0.0.0.0/0, tcp 22 from 0.0.0.0/0]', []],
  ['violation, offending: []', ['offending']],
  ['violation, offending: [tcp 22 from 0.0.0.0/0, tcp 23 from 0.0.0.0/0]', ['offending']],
  ['violation, remainder: []', ['remainder']],
] as const)('runCases() tells what is not as expected when the case expects %s', ([expected, unmet]) => {
  expect(run(`${RULE}, expect: ${expected}`)).toMatchObject({ unmet, actual: VIOLATION });
});

test.for([
  ['group: { name: other }'],
  ['group: { vpc: vpc-11111111 }'],
  ['account: 111122223333'],
  ['region: us-east-1'],
])('runCases() judges in the surroundings of the case when it gives %s', ([given]) => {
  expect(run(`${RULE}, ${given}, expect: compliant`)).toMatchObject({ unmet: [], actual: { verdict: 'compliant' } });
});

test('runCases() counts the standing rules and the prefix lists that the case gives', () => {
  const rule = 'rule: { protocol: tcp, ports: 22, source: 128.0.0.0/1 }';
  const group = 'group: { rules: [{ protocol: tcp, ports: 22, source: pl-11111111 }] }';
  expect(run(`${rule}, expect: compliant`)).toMatchObject({ unmet: [] });
  expect(run(`${rule}, ${group}, expect: violation, prefixLists: { pl-11111111: 0.0.0.0/1 }`)).toMatchObject({
    unmet: [],
  });
});

test('runCases() says what was not known when a prefix list of the case cannot be read', () => {
  expect(run('rule: { protocol: tcp, source: pl-11111111 }, expect: violation')).toEqual({
    unmet: ['verdict'],
    actual: {
      verdict: 'undetermined',
      offending: [],
      remainder: [],
      why: expect.stringContaining('pl-11111111'),
    },
  });
});

/** What comes of the cases of one policy: its verdicts, and what is not as expected. */
function runAll(policyText: string, casesText: string) {
  const { policy, problems } = readPolicy(
    'policy.yaml',
    'it',
    `id: it\ntitle: T\nseverity: low\nrunbook: R\n${policyText}`,
  );
  expect(problems).toEqual([]);
  const { cases, problems: wrong } = readCases('cases.yaml', casesText);
  expect(wrong).toEqual([]);
  if (!policy) throw new Error('no policy');
  return runCases(policy, cases).map(({ actual, unmet }) => ({ ...actual, unmet }));
}

test('runCases() takes the rule of a case away when the policy requires traffic', () => {
  const requires = 'require: [{ protocol: tcp, ports: 443, sources: 10.0.0.0/8 }]\nremedy: restore\n';
  const results = runAll(
    requires,
    `- name: the only rule
  rule: { protocol: tcp, ports: 440-450, source: 10.1.0.0/16 }
  expect: violation
  offending: tcp 443 from 10.1.0.0/16
  remainder: ["tcp 440-442 from 10.1.0.0/16", "tcp 444-450 from 10.1.0.0/16"]
- name: one of two
  rule: { protocol: tcp, ports: 443, source: 10.1.0.0/16 }
  group: { rules: [{ protocol: all, source: 10.0.0.0/8 }] }
  expect: compliant
- name: other traffic
  rule: { protocol: tcp, ports: 22, source: 10.1.0.0/16 }
  expect: compliant
`,
  );
  expect(results.map(({ unmet }) => unmet)).toEqual([[], [], []]);
  expect(results[0]?.why).toBe('the policy requires this traffic to be let in, and no other rule does');
});

test('runCases() tells of an event when the policy watches it in that account and region', () => {
  const event = (name: string, what: string, expected: string, more = '') =>
    `- { name: ${name}, event: ${what}, expect: ${expected}${more} }\n`;
  const results = runAll(
    'watch: [network-acls]\nscope: { regions: eu-* }\nmode: off\n',
    event('listed', 'network-acls', 'violation') +
      event('elsewhere', 'network-acls', 'compliant', ', region: us-east-1') +
      event('not listed', 'attachments', 'violation'),
  );
  expect(results).toEqual([
    { verdict: 'violation', offending: [], remainder: [], why: 'the policy watches network-acls', unmet: [] },
    { verdict: 'compliant', offending: [], remainder: [], why: '', unmet: [] },
    { verdict: 'compliant', offending: [], remainder: [], why: '', unmet: ['verdict'] },
  ]);
});
