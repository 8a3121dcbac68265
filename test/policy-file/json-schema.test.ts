import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCases } from '../../functions/policy-file/read-cases.ts';
import { readDefaults } from '../../functions/policy-file/read-defaults.ts';
import { readPolicy } from '../../functions/policy-file/read-policy.ts';
import { schemaFiles } from '../../functions/policy-file/schema.ts';
import { fromSchema } from './from-schema.ts';

const HEAD = 'id: web\ntitle: T\n';
const NEEDED = 'severity: low\nrunbook: R\n';

const sources = fc.constantFrom(
  'any',
  '[anywhere]',
  'public',
  '10.0.0.0/8',
  '"::/0"',
  '2001:DB8::/32',
  '[sg-11111111, pl-0123456789abcdef0]',
  '"account:123456789012"',
  '{ wider-than: { ipv4: 16 } }',
  '[{ wider-than: { ipv6: 48, ipv4: 8 } }, any]',
);
const traffic = fc.constantFrom(
  'protocol: tcp',
  'protocol: 6, ports: 22',
  'protocol: "17", ports: "22"',
  'protocol: udp, ports: 20-25',
  'protocol: all, ports: [22, "25", "0-65535"]',
  'protocol: all',
  'protocol: 0',
  'protocol: "255"',
  'protocol: icmp, icmp: { type: 8 }',
  'protocol: 58, icmp: { type: "128", code: any }',
);
const statement = fc.tuple(traffic, sources).map(([what, where]) => `{ ${what}, sources: ${where} }`);
const ban = fc.oneof(
  fc.array(statement, { minLength: 1, maxLength: 2 }).map((lines) => `deny: [${lines.join(', ')}]`),
  traffic.map((what) => `require: [{ ${what}, sources: [10.0.0.0/8, sg-11111111] }]\nremedy: restore`),
  fc.constantFrom('freeze: true', 'watch: attachments', 'watch: [network-acls, block-public-access]'),
);
const scope = fc.constantFrom(
  'scope: {}',
  'scope: { accounts: [123456789012, "1*"], regions: "*" }',
  'scope: { accounts: 123456789012 }',
  'scope: { unless: { accounts: "1*", actors: "arn:aws:iam::*:role/x" } }',
);
const groupScope = fc.constantFrom(
  'scope: { vpcs: vpc-*, groups: [web, sg-11111111] }',
  'scope: { tags: { tier: [web, 1, true, 1.5], "a:b": "" }, unless: { tags: { x: no } } }',
);
const more = fc.subarray(['mode: audit', 'why: W']);
const policyText = fc.tuple(ban, scope, groupScope, more, fc.boolean()).map(([what, plain, wide, rest, groups]) => {
  const where = groups && !what.startsWith('watch') ? wide : plain;
  return `${HEAD}${NEEDED}${what}\n${where}\n${rest.join('\n')}\n`;
});

test('policy.schema.json is never stricter than readPolicy()', () => {
  const schema = fromSchema('policy.schema.json');
  fc.assert(
    fc.property(policyText, (text) => {
      expect(readPolicy('f', 'web', text).problems).toEqual([]);
      expect(schema.safeParse(parse(text)).error).toBeUndefined();
    }),
    { numRuns: 300 },
  );
});

test('policy.schema.json misses nothing that defaults.yaml may give', () => {
  const text = `${HEAD}freeze: true\n`;
  expect(readPolicy('f', 'web', text, { severity: 'low', runbook: 'R' }).problems).toEqual([]);
  expect(fromSchema('policy.schema.json').safeParse(parse(text)).error).toBeUndefined();
});

const source = fc.constantFrom(
  '0.0.0.0/0',
  '10.1.2.3/8',
  '"::/0"',
  'sg-11111111',
  '123456789012/sg-11111111',
  'pl-11111111',
);
const ruleTraffic = fc.constantFrom(
  'protocol: tcp, ports: 22',
  'protocol: "6", ports: "0-1024"',
  'protocol: all, ports: all',
  'protocol: 50',
  'protocol: icmp, icmp: { type: 8, code: any }',
);
const caseText = fc.tuple(ruleTraffic, source, fc.constantFrom('violation', 'compliant', 'exempt')).map(
  ([what, where, expected]) => `- name: x
  rule: { ${what}, source: ${where} }
  group: { id: sg-0123456789abcdef0, name: web-1, vpc: vpc-0123456789abcdef0, tags: { tier: web, n: 1 }, rules: [{ ${what}, source: ${where} }] }
  account: 123456789012
  region: eu-west-1
  actor: arn:aws:iam::123456789012:role/deploy
  prefixLists: { pl-0123456789abcdef0: [0.0.0.0/1, 128.0.0.0/1], pl-11111111: 10.0.0.0/8 }
  now: 2026-11-23T12:00:00Z
  expect: ${expected}
`,
);
const OTHERS = ['violation', 'compliant']
  .map((kind) => `- { name: ${kind}, rule: { protocol: tcp, source: 10.0.0.0/8 }, expect: ${kind} }\n`)
  .join('');

test('cases.schema.json is never stricter than readCases()', () => {
  const schema = fromSchema('cases.schema.json');
  fc.assert(
    fc.property(caseText, (text) => {
      expect(readCases('f', OTHERS + text).problems).toEqual([]);
      expect(schema.safeParse(parse(OTHERS + text)).error).toBeUndefined();
    }),
    { numRuns: 100 },
  );
});

test.for([
  ['mode: audit', true],
  ['severity: high\nremedy: narrow\npieces: 3\nrunbook: R\nscope: { regions: eu-*, unless: { groups: x } }', true],
  ['mode: audti', false],
  ['pieces: 0', false],
  ['title: T', false],
  ['scope: { group: x }', false],
] as const)('defaults.schema.json and readDefaults() agree on %j', ([text, valid]) => {
  expect(readDefaults('f', text).problems.length === 0).toBe(valid);
  expect(fromSchema('defaults.schema.json').safeParse(parse(text)).success).toBe(valid);
});

test.for([
  ['mode: enfroce'],
  ['mode: [audit]'],
  ['remedy: delete'],
  ['why: []'],
  ['freeze: yes'],
  ['freeze: false'],
  ['deny: []'],
  ['deny: { protocol: tcp, sources: any }'],
  ['deny: [{ protocol: tpc, sources: any }]'],
  ['deny: [{ protocol: 256, sources: any }]'],
  ['deny: [{ protocol: "-1", sources: any }]'],
  ['deny: [{ protocol: tcp }]'],
  ['deny: [{ protocol: tcp, port: 22, sources: any }]'],
  ['deny: [{ protocol: tcp, ports: 65536, sources: any }]'],
  ['deny: [{ protocol: tcp, ports: ssh, sources: any }]'],
  ['deny: [{ protocol: tcp, ports: "20 - 25", sources: any }]'],
  ['deny: [{ protocol: tcp, sources: [] }]'],
  ['deny: [{ protocol: tcp, sources: 10.0.0.0 }]'],
  ['deny: [{ protocol: tcp, sources: sg-web }]'],
  ['deny: [{ protocol: tcp, sources: "account:12" }]'],
  ['deny: [{ protocol: tcp, sources: { wider-than: {} } }]'],
  ['deny: [{ protocol: tcp, sources: { wider-than: { ipv4: 33 } } }]'],
  ['deny: [{ protocol: icmp, icmp: { type: echo }, sources: any }]'],
  ['scope: { tag: { a: b } }'],
  ['scope: { tags: [a] }'],
  ['scope: { unless: { unless: { groups: x } } }'],
  ['watch: nacls'],
  ['exemptions: []'],
] as const)('an editor and validate both find the mistake %j', ([line]) => {
  const given = line.startsWith('deny') || line.startsWith('freeze') || line.startsWith('watch');
  const text = `${HEAD}${NEEDED}${given ? '' : 'freeze: true\n'}${line}\n`;
  expect(readPolicy('f', 'web', text).problems).not.toEqual([]);
  expect(fromSchema('policy.schema.json').safeParse(parse(text)).success).toBe(false);
});

/** Every schema below another, with the keys that lead to it. */
function within(schema: unknown, path: string): [path: string, schema: Record<string, unknown>][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = schema as Record<string, unknown>;
  const properties = Object.entries((own.properties ?? {}) as Record<string, unknown>);
  const below = Object.entries(own).flatMap(([key, value]) => (key === 'properties' ? [] : within(value, path)));
  return [
    ...properties.map(([key, value]): [string, Record<string, unknown>] => [`${path}.${key}`, value as never]),
    ...properties.flatMap(([key, value]) => within(value, `${path}.${key}`)),
    ...below,
  ];
}

test.for([...schemaFiles().keys()])('every key in %s has a hover text', (name) => {
  const keys = within(JSON.parse(schemaFiles().get(name) ?? ''), name);
  expect(keys.length).toBeGreaterThan(5);
  expect(keys.filter(([, { description }]) => typeof description !== 'string').map(([path]) => path)).toEqual([]);
});
