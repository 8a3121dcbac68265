import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { DEFAULT_GUARDRAILS, type Guardrails } from '../../functions/core/guardrails.ts';
import { compileGuardrails } from '../../functions/policy-file/compile-guardrails.ts';
import { problemText } from '../../functions/policy-file/problem.ts';
import { readGuardrails } from '../../functions/policy-file/read-guardrails.ts';
import { schemaFiles } from '../../functions/policy-file/schema.ts';

const SHIPPED = join(import.meta.dirname, '../../policies');
const WHOLE = `protected:
  groups: [sg-0123456789abcdef0, "prod-*"]
  tags: { "portcullis:protected": "true", tier: [db, 1] }
repairs-an-hour: 12
breaker: { repairs: 5, within: 90 }
exemption-days: 30
mails: { at-once: 20, within: 10 }
`;

test.for<[string, string, Guardrails]>([
  [
    'all keys',
    WHOLE,
    {
      protected: {
        groups: ['sg-0123456789abcdef0', 'prod-*'],
        tags: { 'portcullis:protected': ['true'], tier: ['db', '1'] },
      },
      repairsAnHour: 12,
      breaker: { repairs: 5, within: 90 },
      exemptionDays: 30,
      mails: { atOnce: 20, within: 10 },
    },
  ],
  ['no key', '{}', DEFAULT_GUARDRAILS],
  ['a part of one', 'breaker: { within: 5 }', { ...DEFAULT_GUARDRAILS, breaker: { repairs: 3, within: 5 } }],
  ['a part of another', 'mails: { at-once: 1 }', { ...DEFAULT_GUARDRAILS, mails: { atOnce: 1, within: 5 } }],
  ['a single group', 'protected: { groups: db }', { ...DEFAULT_GUARDRAILS, protected: { groups: ['db'], tags: {} } }],
])('readGuardrails() reads %s', ([, text, guardrails]) => {
  expect(readGuardrails('guardrails.yaml', text)).toEqual({ guardrails, problems: [] });
});

test.for<[string, string, string[]]>([
  ['nothing', '# none yet\n', ['1:1 file-empty The file holds nothing; YAML is needed']],
  [
    'everything, all at once',
    'protected: { groups: [sg-1], tags: {}, names: x }\nrepairs-per-hour: 3\nbreaker: { repairs: 0, within: 1441 }\nmails: { at-once: 0, within: 11 }\n',
    [
      '1:23 bad-id protected.groups[0]: "sg-1" is not sg- and 8 or 17 digits from 0-9, a-f, and no group\'s name starts with sg-',
      '1:36 bad-count protected.tags: At least one tag is needed',
      '1:40 unknown-key protected: Key "names" is none of groups, tags',
      '2:1 unknown-key Key "repairs-per-hour" is none of protected, repairs-an-hour, breaker, exemption-days, mails',
      '3:21 bad-number breaker.repairs: 0 is below 1',
      '3:32 bad-number breaker.within: 1441 is above 1440',
      '4:19 bad-number mails.at-once: 0 is below 1',
      '4:30 bad-number mails.within: 11 is above 10',
    ],
  ],
  ['a protection of nothing', 'protected: {}', ['1:12 bad-count protected: At least one of groups, tags is needed']],
  [
    'a limit that is none',
    'repairs-an-hour: lots',
    ['1:18 wrong-type repairs-an-hour: text "lots" is given; a number from 1 to 500 is needed'],
  ],
  ['a key twice', 'breaker: {}\nbreaker: {}', ['2:1 duplicate-key']],
])('readGuardrails() says what is wrong with %s', ([, text, expected]) => {
  const { guardrails, problems } = readGuardrails('guardrails.yaml', text);
  expect(guardrails).toBeUndefined();
  const found = problems.toSorted((a, b) => a.line - b.line || a.column - b.column).map(problemText);
  expect(found).toEqual(expected.map((line) => expect.stringContaining(`guardrails.yaml:${line}`)));
});

test('the shipped guardrails are the defaults, and say so to the editor', () => {
  expect(compileGuardrails(SHIPPED)).toEqual(DEFAULT_GUARDRAILS);
  const text = readFileSync(join(SHIPPED, 'guardrails.yaml'), 'utf8');
  expect(text).toMatch(/^# yaml-language-server: \$schema=guardrails\.schema\.json\n/);
});

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'guardrails-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

test('compileGuardrails() gives the defaults when there is no file', () => {
  expect(compileGuardrails(dir)).toEqual(DEFAULT_GUARDRAILS);
});

test('compileGuardrails() throws every problem of its file', () => {
  const file = join(dir, 'guardrails.yaml');
  writeFileSync(file, 'repairs-an-hour: 0\nbraker: {}\n');
  expect(() => compileGuardrails(dir)).toThrow(
    `The guardrails in ${dir} have 2 problems\n${file}:1:18 bad-number repairs-an-hour: 0 is below 1\n${file}:2:1 unknown-key Key "braker" is none of protected, repairs-an-hour, breaker, exemption-days, mails; did you mean breaker?`,
  );
});

test('guardrails.schema.json accepts what is read, and refuses what is not', () => {
  const schema = z.fromJSONSchema(JSON.parse(schemaFiles().get('guardrails.schema.json') ?? ''));
  for (const text of [WHOLE, '{}', readFileSync(join(SHIPPED, 'guardrails.yaml'), 'utf8')])
    expect(schema.safeParse(parse(text)).success).toBe(true);
  for (const text of [
    'repairs-an-hour: 501',
    'breaker: { times: 3 }',
    'protected: [web]',
    'limits: {}',
    'mails: { within: 11 }',
  ])
    expect(schema.safeParse(parse(text)).success).toBe(false);
});
