import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { InputError } from '../../infra/input-error.ts';
import { readSettings } from '../../infra/settings.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const email = 'you@example.com';
const read = (context: Record<string, unknown>) => readSettings(context, ROOT);

test('readSettings() fills in what is not given', () => {
  expect(read({ email })).toEqual({
    emails: [email],
    sample: false,
    policies: resolve(ROOT, 'policies'),
    sweep: 'audit',
    retentionDays: 365,
  });
});

test.for<[string, Record<string, unknown>, Record<string, unknown>]>([
  [
    'several addresses, once each',
    { email: `${email}, b.c+d@mail.example.org,${email}` },
    { emails: [email, 'b.c+d@mail.example.org'] },
  ],
  ['a sample', { sample: 'true' }, { sample: true }],
  ['no sample', { sample: 'false' }, { sample: false }],
  ['a boolean from cdk.json', { sample: true }, { sample: true }],
  ['another folder', { policies: 'infra' }, { policies: resolve(ROOT, 'infra') }],
  ['an absolute folder', { policies: ROOT }, { policies: ROOT }],
  ['a retention', { retentionDays: '90' }, { retentionDays: 90 }],
  ['a sweep that repairs', { sweep: 'enforce' }, { sweep: 'enforce' }],
  ['a number from cdk.json', { retentionDays: 30 }, { retentionDays: 30 }],
  ['keys of the CDK and of others', { '@aws-cdk/core:x': 1, 'aws:cdk:y': 2, 'cli-telemetry': false, team: 'web' }, {}],
])('readSettings() takes %s', ([, context, expected]) => {
  expect(read({ email, ...context })).toMatchObject(expected);
});

test.for<[Record<string, unknown>, string]>([
  [{ email: undefined }, 'email: is missing; give an email address, or several with commas'],
  [{ email: '' }, 'email: "" is not an email address'],
  [{ email: 'you' }, 'email: "you" is not an email address'],
  [{ email: 'you@localhost' }, 'email: "you@localhost" is not an email address'],
  [{ email: 'you@example.com,' }, 'email: "you@example.com," is not'],
  [{ email: 'you@example.com;b@example.com' }, 'email: "you@example.com;b@example.com" is not'],
  [{ email: 'you@example.com\nBcc: b@example.com' }, 'email: "you@example.com\\nBcc: b@example.com" is not'],
  [{ email: `${'a'.repeat(64)}@${'b.'.repeat(100)}example` }, 'is not an email address'],
  [{ email: ['you@example.com'] }, 'email: ["you@example.com"] is not'],
  [{ sample: 'yes' }, 'sample: "yes" is not true or false'],
  [{ sample: '' }, 'sample: "" is not true or false'],
  [{ policies: 'nowhere' }, `policies: "nowhere" is not a folder (looked for in ${ROOT})`],
  [{ policies: 'package.json' }, 'policies: "package.json" is not a folder'],
  [{ policies: '' }, 'policies: "" is not a folder'],
  [{ policies: 'a\0b' }, 'is not a folder'],
  [{ sweep: 'on' }, 'sweep: "on" is not audit or enforce'],
  [{ retentionDays: '31' }, 'retentionDays: "31" is not one of 1, 3, 5, 7, 14, 30,'],
  [{ retentionDays: '9999' }, 'retentionDays: "9999" is not one of'],
  [{ retentionDays: '1e1' }, 'retentionDays: "1e1" is not one of'],
  [{ retentionDays: null }, 'retentionDays: null is not one of'],
  [{ emial: email }, '"emial" is no setting; did you mean email?'],
  [{ Email: email }, '"Email" is no setting; did you mean email?'],
  [{ policys: 'x' }, '"policys" is no setting; did you mean policies?'],
  [{ retentionDay: '7' }, '"retentionDay" is no setting; did you mean retentionDays?'],
])('readSettings() refuses %j', ([context, message]) => {
  expect(() => read({ email, ...context })).toThrow(InputError);
  expect(() => read({ email, ...context })).toThrow(message);
});

test('readSettings() names every problem at once', () => {
  const context = { emial: email, sample: 'yes', policies: 'nowhere', retentionDays: 'forever' };
  expect(() => read(context)).toThrow(/emial.*\n.*email: .*\n.*sample: .*\n.*policies: .*\n.*retentionDays: /);
});

test('readSettings() does not read inherited keys', () => {
  expect(() => read(Object.create({ email }))).toThrow('email: is missing');
  expect(read(JSON.parse(`{"email":"${email}","__proto__":{"sample":"true"}}`)).sample).toBe(false);
});
