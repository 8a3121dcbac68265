import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadPolicies } from '../../functions/policy-file/load-policies.ts';
import { runCases } from '../../functions/policy-file/run-cases.ts';
import { schemaFiles } from '../../functions/policy-file/schema.ts';
import { fromSchema } from './from-schema.ts';

const DIR = join(import.meta.dirname, '../../policies');
const { policies, cases, problems } = loadPolicies(DIR);
const fileOf = (...path: string[]) => readFileSync(join(DIR, ...path), 'utf8');

test('the shipped policies are valid, and in audit mode but for the sample', () => {
  expect(problems).toEqual([]);
  expect(policies.map(({ id, mode, severity }) => [id, mode, severity])).toEqual([
    ['default-group-closed', 'audit', 'medium'],
    ['frozen-sample', 'enforce', 'high'],
    ['no-public-admin-ports', 'audit', 'critical'],
    ['no-public-high-risk-ports', 'audit', 'high'],
    ['other-firewalls', 'audit', 'medium'],
  ]);
});

test.for(policies.map((policy) => [policy.id, policy] as const))(
  "%s keeps to its cases and to the files' form",
  ([id, policy]) => {
    const results = runCases(policy, cases.get(id) ?? []);
    // There is less to say of an event than of a rule.
    expect(results.length).toBeGreaterThanOrEqual(policy.ban.kind === 'watch' ? 5 : 10);
    expect(results.filter(({ unmet }) => unmet.length > 0)).toEqual([]);
    expect(policy.why).toBeDefined();
    expect(fileOf(id, 'policy.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\.\/policy\.schema\.json\n/);
    expect(fileOf(id, 'cases.yaml')).toMatch(/^# yaml-language-server: \$schema=\.\.\/cases\.schema\.json\n/);
  },
);

test('no-public-high-risk-ports names the ports of FSBP EC2.19', () => {
  const ban = policies.find(({ id }) => id === 'no-public-high-risk-ports')?.ban;
  const spans = ban?.kind === 'deny' ? (ban.statements[0]?.ports ?? []) : [];
  const ports = spans.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, index) => first + index));
  expect(ports).toEqual([
    20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088,
    8888, 9200, 9300,
  ]);
});

test.for([...schemaFiles()])('%s in policies is what the schema generates', ([name, text]) => {
  expect(fileOf(name), 'run: portcullis schema').toBe(text);
});

test('cases.schema.json asks for exactly one of rule, event', () => {
  expect(JSON.parse(schemaFiles().get('cases.schema.json') ?? '')).toMatchObject({
    items: { required: ['name', 'expect'], oneOf: [{ required: ['rule'] }, { required: ['event'] }] },
  });
});

test('policy.schema.json asks for exactly one of deny, only, freeze, require, watch', () => {
  expect(JSON.parse(schemaFiles().get('policy.schema.json') ?? '')).toMatchObject({
    // The others may come from defaults.yaml.
    required: ['id', 'title'],
    oneOf: ['deny', 'only', 'freeze', 'require', 'watch'].map((kind) => ({ required: [kind] })),
  });
});

test.for(policies.map(({ id }) => id))('the JSON Schemas accept the files of %s', (id) => {
  expect(fromSchema('policy.schema.json').safeParse(parse(fileOf(id, 'policy.yaml'))).error).toBeUndefined();
  expect(fromSchema('cases.schema.json').safeParse(parse(fileOf(id, 'cases.yaml'))).error).toBeUndefined();
});

test.for([
  ['an unknown key', { colour: 'red' }],
  ['an unknown severity', { severity: 'hihg' }],
  ['an unknown source', { deny: [{ protocol: 'tcp', sources: 'anywere' }] }],
  ['an event that nobody watches', { watch: 'route-tables' }],
  ['a requirement of a word', { require: [{ protocol: 'tcp', sources: 'anywhere' }] }],
  ['too many pieces', { pieces: 51 }],
  ['a port that is none', { deny: [{ protocol: 'tcp', ports: [99999], sources: 'any' }] }],
] as const)('policy.schema.json refuses %s', ([, change]) => {
  const policy = { id: 'x', title: 'T', severity: 'low', runbook: 'R', deny: [{ protocol: 'tcp', sources: 'any' }] };
  const schema = fromSchema('policy.schema.json');
  expect(schema.safeParse(policy).success).toBe(true);
  expect(schema.safeParse({ ...policy, ...change }).success).toBe(false);
});
