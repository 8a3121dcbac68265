import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { makeNotice } from '../../functions/core/notice.ts';
import { aReport, aRule, aViolation, DONE, fromGroup, ruleIdOf } from '../records/reports.ts';
import { TOLD } from '../records/told-reports.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const published: Json = JSON.parse(
  readFileSync(new URL('../../functions/core/report.schema.json', import.meta.url), 'utf8'),
);

/** The schema lets new keys come; here none may, so that a key which the schema does not know is found. */
function closed(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== 'object' || schema === null) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  return 'properties' in inner && inner.type === 'object' ? { ...inner, additionalProperties: false } : inner;
}

const validator = z.fromJSONSchema(closed(published) as Parameters<typeof z.fromJSONSchema>[0]);
const problems = (json: unknown) => validator.safeParse(json).error?.issues ?? [];
const sent = (report: Parameters<typeof makeNotice>[0]): Record<string, Json> => JSON.parse(makeNotice(report).json);

test.for(Object.entries(TOLD))('report.schema.json describes the JSON of the notice %s', ([, report]) => {
  expect(problems(sent(report))).toEqual([]);
});

test.for([
  {
    title: 'a resumed removal',
    report: aReport({
      rules: [aViolation(aRule(), { outcome: { ...DONE, kind: 'done', at: '2026-11-23T12:00:00Z', resumed: true } })],
    }),
  },
  {
    title: 'tags',
    report: aReport({ group: { tags: { tier: 'web' } }, rules: [aViolation(aRule({ tags: { owner: 'anna' } }))] }),
  },
  { title: 'a group as source', report: aReport({ rules: [aViolation(fromGroup('sg-0123456789abcdef0'))] }) },
  {
    title: 'a removal in the place of a milder repair',
    report: aReport({
      rules: [
        aViolation(aRule(), {
          intent: { kind: 'act', repair: { kind: 'revoke' }, instead: 'more than 10 rules' },
          outcome: { kind: 'done', at: '2026-11-23T12:00:00Z', instead: 'the quota has no room' },
        }),
      ],
    }),
  },
  {
    title: 'what the guardrails hold',
    report: aReport({
      rules: [
        aViolation(aRule(), { outcome: { kind: 'held', reason: 'r', guard: { kind: 'protected' } } }),
        aViolation(aRule(), {
          outcome: { kind: 'held', reason: 'r', guard: { kind: 'breaker', until: '2026-11-23T13:00:00Z' } },
        }),
      ],
      quiet: true,
    }),
  },
  { title: 'what was left out', report: aReport({ stayed: Array(20_000).fill('tcp 443 from 0.0.0.0/0') }) },
  {
    title: 'a message cut to the bone',
    report: aReport({
      rules: Array.from({ length: 900 }, (_, index) =>
        aViolation(aRule({ id: ruleIdOf(index), description: 'x'.repeat(255) })),
      ),
    }),
  },
])('report.schema.json describes $title', ({ report }) => {
  expect(problems(sent(report))).toEqual([]);
});

test.for([
  { title: 'no id', change: { id: null } },
  { title: 'another version', change: { version: 2 } },
  { title: 'a severity that is none', change: { severity: 'grave' } },
  { title: 'an account that is none', change: { account: '12' } },
  { title: 'a key that nobody knows', change: { tiems: 1 } },
  { title: 'rules that are none', change: { rules: [{}] } },
  {
    title: 'a violation without findings',
    change: { rules: [{ ...aViolation(), verdict: { kind: 'violation', findings: [], doubts: [] } }] },
  },
  { title: 'an intent that is none', change: { rules: [{ ...aViolation(), intent: { kind: 'act' } }] } },
  {
    title: 'a repair that is none',
    change: { rules: [{ ...aViolation(), intent: { kind: 'would', repair: { kind: 'restore' } } }] },
  },
  { title: 'a rule that nothing happened to', change: { rules: [{ ...aViolation(), how: 'moved' }] } },
  { title: 'no concerns', change: { concerns: [] } },
  { title: 'a concern that is none', change: { concerns: [{ policy: 'office-only' }] } },
  { title: 'an outcome that is none', change: { rules: [{ ...aViolation(), outcome: { kind: 'done' } }] } },
])('report.schema.json refuses $title', ({ change }) => {
  expect(problems({ ...sent(aReport()), ...change })).not.toEqual([]);
});
