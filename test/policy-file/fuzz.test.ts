import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { PROBLEM_CODES } from '../../functions/policy-file/problem.ts';
import { readCases } from '../../functions/policy-file/read-cases.ts';
import { readDefaults } from '../../functions/policy-file/read-defaults.ts';
import { readExemptions } from '../../functions/policy-file/read-exemptions.ts';
import { readGuardrails } from '../../functions/policy-file/read-guardrails.ts';
import { readPolicy } from '../../functions/policy-file/read-policy.ts';

const POLICY = `id: web
title: T
severity: low
mode: audit
scope: { accounts: [123456789012], tags: { tier: [web] }, unless: { groups: "a-*" } }
deny:
  - { protocol: tcp, ports: [22, "1-2"], sources: [anywhere, 10.0.0.0/8, { wider-than: { ipv4: 8 } }] }
  - { protocol: icmp, icmp: { type: 8 }, sources: any }
runbook: R
`;
const REQUIRING = `id: web
title: T
severity: low
require:
  - { protocol: tcp, ports: [22, "1-2"], sources: [10.0.0.0/8, pl-11111111, sg-11111111] }
remedy: restore
runbook: R
`;
const WATCHING = `id: web
title: T
severity: low
watch: [attachments, network-acls]
scope: { accounts: [123456789012], unless: { regions: "us-*" } }
runbook: R
`;
const CASES = `- name: a
  rule: { protocol: tcp, ports: 22, source: 0.0.0.0/0 }
  group: { tags: { a: b }, rules: [{ protocol: icmp, icmp: { type: 8 }, source: sg-11111111 }] }
  prefixLists: { pl-11111111: [10.0.0.0/8] }
  expect: violation
- { name: b, rule: { protocol: all, source: 10.0.0.0/8 }, expect: compliant }
- { name: c, event: network-acls, account: 123456789012, expect: violation }
`;

const GUARDRAILS = `protected: { groups: [sg-11111111, "prod-*"], tags: { keep: [1, "true"] } }
repairs-an-hour: 30
breaker: { repairs: 3, within: 60 }
mails: { at-once: 5, within: 5 }
`;

const DEFAULTS = `severity: high
mode: enforce
scope: { accounts: 123456789012, unless: { tags: { tier: [a, 1] } } }
remedy: narrow
pieces: 3
runbook: R
`;

const PIECES = [
  '{',
  '}',
  '[',
  ']',
  ': ',
  '- ',
  '\n',
  '"',
  "'",
  '*',
  '&',
  '!',
  '#',
  '|',
  '>',
  '%',
  '\t',
  '<<: ',
  '~',
  '__proto__: ',
  '\u0000',
  '\ud800',
  '0',
  '-1',
  '---\n',
  '...\n',
  '?',
  ',',
];

/** A text with a few places cut out and odd pieces put in. */
const mutated = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(text.length), fc.nat(12), fc.constantFrom(...PIECES)), { minLength: 1, maxLength: 4 })
    .map((edits) =>
      edits.reduce((now, [at, length, piece]) => now.slice(0, at) + piece + now.slice(at + length), text),
    );

const readers = [
  ['readPolicy', (text: string) => readPolicy('f', 'web', text), POLICY],
  ['readPolicy', (text: string) => readPolicy('f', 'web', text), REQUIRING],
  ['readPolicy', (text: string) => readPolicy('f', 'web', text), WATCHING],
  ['readCases', (text: string) => readCases('f', text), CASES],
  ['readDefaults', (text: string) => readDefaults('f', text), DEFAULTS],
  ['readGuardrails', (text: string) => readGuardrails('f', text), GUARDRAILS],
] as const;

const EXEMPTIONS = `- id: vendor
  policy: web
  group: { name: ["web-*", db], tags: { tier: [web, 1] } }
  traffic: [{ protocol: tcp, ports: [22, "1-2"], sources: [anywhere, 10.0.0.0/8] }]
  actor: ["arn:aws:iam::123456789012:role/deploy", "arn:aws:iam::*:user/ops/*"]
  owner: anna
  reason: R
  ticket: T
  from: 2026-11-01
  until: 2026-12-31T18:00:00Z
`;
/** Of these there may be none at all, and nothing wrong with that. */
const listing = ['readExemptions', (text: string) => readExemptions('f', text, 365), EXEMPTIONS] as const;

test.for([...readers, listing])('%s() names places within the text, whatever the text is', ([, read, valid]) => {
  expect(read(valid).problems).toEqual([]);
  const texts = fc.oneof(
    mutated(valid),
    fc.string({ unit: 'binary' }),
    fc.json().map((json) => stringify(JSON.parse(json))),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const lines = text.split('\n');
      for (const { line, column, code, message } of read(text).problems) {
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
        expect(Math.min(line, column)).toBeGreaterThanOrEqual(1);
        expect(PROBLEM_CODES).toHaveProperty(code);
        expect(message).toMatch(/^\P{Cc}+[^.]$/u);
      }
    }),
    { numRuns: 400, seed: 20261123 },
  );
});

test.for(readers)('%s() gives a result or problems, never both and never neither', ([, read, valid]) => {
  fc.assert(
    fc.property(mutated(valid), (text) => {
      const { problems, ...result } = read(text);
      const given = Object.values(result).some((value) =>
        Array.isArray(value) ? value.length > 0 : value !== undefined,
      );
      expect(given).toBe(problems.length === 0);
    }),
    { numRuns: 400, seed: 20261123 },
  );
});

const LAUGHS = Array.from({ length: 30 }, (_, at) => {
  const value = at === 0 ? '[x, x]' : `[${`*a${at - 1}, `.repeat(10)}]`;
  return `a${at}: &a${at} ${value}\n`;
});

test.for([
  ['nested lists', '['.repeat(20_000) + ']'.repeat(20_000)],
  ['nested dashes', '- '.repeat(20_000)],
  ['nested question marks', '? '.repeat(20_000)],
  ['a billion laughs', LAUGHS.join('')],
  ['many errors of syntax', 'k: {a: [1],\n'.repeat(5000)],
  ['many anchors on one value', '&a '.repeat(10_000)],
  ['nothing but tabs', '\t'.repeat(100_000)],
  ['an open quote', `"${'x\n'.repeat(10_000)}`],
  ['nested maps', `${'{a: '.repeat(20_000)}${'}'.repeat(20_000)}`],
  ['open lists', '['.repeat(100_000)],
  ['a long word', `severity: ${'x'.repeat(100_000)}`],
  ['many documents', '---\n'.repeat(10_000)],
  ['many keys', Array.from({ length: 10_000 }, (_, index) => `k${index}: 1\n`).join('')],
  ['many aliases', `a: &a [x]\n${Array.from({ length: 1000 }, (_, index) => `k${index}: [*a, *a]\n`).join('')}`],
])('readPolicy() survives %s', ([, text = '']) => {
  const { policy, problems } = readPolicy('f', 'web', text);
  expect(policy).toBeUndefined();
  expect(problems.length).toBeGreaterThan(0);
  expect(problems.filter(({ message }) => message.length >= 400 || message.includes('call stack'))).toEqual([]);
});
