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
