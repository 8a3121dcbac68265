import * as z from 'zod';
import { type AccountId, accountId, type GroupId, groupId, type PrefixListId, prefixListId } from '../core/ids.ts';
import { WATCHED } from '../core/policy.ts';
import type { Cidr } from '../core/traffic/cidr.ts';
import { type EventCase, EXPECTATIONS, type RuleCase } from './case.ts';
import { caseRule } from './case-rule-schema.ts';
import { field, type JsonSchema, type Reading, text, word, wrongType } from './field.ts';
import { quoted } from './problem.ts';
import { checkTagKeys, tagValue } from './scope-schema.ts';
import { ALWAYS, addFault, has, MOST_ENTRIES, map, oneOrMany } from './shape.ts';
import { badId, GROUP_SHAPE, LIST_SHAPE, readCidr } from './source-field.ts';
import { WATCHED_MEANINGS } from './watched-meanings.ts';

/** A text of one shape; `read` returns undefined for any other. */
const shaped = <T>(shape: string, read: (value: string) => T | undefined, json: JsonSchema = { type: 'string' }) =>
  field({ ...json, description: shape }, (value): Reading<T> => {
    const given = typeof value === 'number' && value >= 0 ? String(value) : value;
    if (typeof given !== 'string') return wrongType(shape, value);
    const found = read(given);
    return found === undefined ? badId(given, shape) : { value: found };
  });

const matching = (shape: string, pattern: RegExp) =>
  shaped(shape, (value) => (pattern.test(value) ? value : undefined));

const cidr = field(
  { type: 'string', description: 'A CIDR' },
  (value): Reading<Cidr> => (typeof value === 'string' ? readCidr(value, 'drop') : wrongType('a CIDR', value)),
);

const group = map({
  id: shaped(GROUP_SHAPE, groupId).optional(),
  name: text(255, "The group's name; example when left out").optional(),
  vpc: matching('vpc- and 8 or 17 digits from 0-9, a-f', /^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/).optional(),
  tags: z
    .record(z.string(), tagValue)
    .superRefine(checkTagKeys, ALWAYS)
    .describe("The group's tags; none when left out")
    .optional(),
  rules: z
    .array(caseRule)
    .max(MOST_ENTRIES)
    .describe('The rules that stand beside that of the case; none when left out')
    .optional(),
}).describe('The group of the rule');

const prefixLists = z
  .record(z.string(), oneOrMany(cidr, 0).describe('The entries of the list'))
  .superRefine((lists, context) => {
    if (typeof lists !== 'object' || lists === null) return;
    for (const id of Object.keys(lists)) {
      if (!prefixListId(id)) addFault(context, 'bad-id', `${quoted(id)} is not ${LIST_SHAPE}`, [id]);
    }
  }, ALWAYS)
  .describe('The entries of prefix lists; a list that is left out cannot be read');

const traffic = (what: string) => oneOrMany(text(100, 'Such as "tcp 22 from 0.0.0.0/0"'), 0).describe(what);

const keys = map({
  name: text(200, 'What the case shows'),
  rule: caseRule.describe('The rule that is added; with a require policy, the rule that is taken away').optional(),
  event: word(WATCHED, 'What happens, in place of a rule: the cases of a watch policy', WATCHED_MEANINGS).optional(),
  group: group.optional(),
  account: shaped('a 12-digit account number', accountId, { type: ['string', 'integer'] }).optional(),
  region: matching('a region, such as eu-west-1', /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/).optional(),
  actor: matching('the ARN of a principal', /^arn:aws[a-z-]*:(iam|sts)::\d{12}:[\x21-\x7e]{1,200}$/).optional(),
  prefixLists: prefixLists.optional(),
  now: shaped('a time in UTC, such as 2026-11-23T12:00:00Z', readTime).optional(),
  expect: word(EXPECTATIONS, 'The verdict', {
    compliant: 'The policy has nothing against it, or does not cover the group',
    exempt: 'What the policy forbids of it is excused by an exemption',
    violation: 'It breaks the policy',
    undetermined: 'That depends on something that is not known, such as the entries of a prefix list',
  }),
  offending: traffic('The part of the rule that the policy forbids, compared as a set').optional(),
  remainder: traffic('The rest of the rule, compared as a set').optional(),
});

const oneCase = keys
  .meta({ oneOf: [{ required: ['rule'] }, { required: ['event'] }] })
  .superRefine(checkSubject, ALWAYS)
  .superRefine(checkExpectation, ALWAYS)
  .transform((given): Placeless<RuleCase> | Placeless<EventCase> => {
    const { name, rule, event, actor, now, expect } = given;
    const common = {
      name,
      account: given.account ?? ('123456789012' as AccountId),
      region: given.region ?? 'eu-west-1',
      expect,
      ...(actor !== undefined && { actor }),
      ...(now !== undefined && { now }),
    };
    if (event !== undefined) return { kind: 'event', ...common, event };
    if (!rule) throw new TypeError('A checked case has neither rule nor event');
    return { kind: 'rule', ...common, rule, ...surroundings(given) };
  });

type Placeless<Whole> = Omit<Whole, 'file' | 'line' | 'column'>;

function surroundings({ group, prefixLists, offending, remainder }: z.output<typeof keys>) {
  return {
    group: {
      id: group?.id ?? ('sg-0123456789abcdef0' as GroupId),
      name: group?.name ?? 'example',
      vpc: group?.vpc ?? 'vpc-0123456789abcdef0',
      tags: group?.tags ?? {},
      rules: group?.rules ?? [],
    },
    prefixLists: new Map(Object.entries(prefixLists ?? {}) as [PrefixListId, Cidr[]][]),
    ...(offending && { offending }),
    ...(remainder && { remainder }),
  };
}

/** A `cases.yaml`, from plain values to cases without their places. */
export const casesSchema = z
  .array(oneCase)
  .min(1)
  .max(MOST_ENTRIES)
  .meta({ title: 'Cases of a Portcullis policy: rule in, verdict out' });

const EVENT_EXPECTATIONS = ['violation', 'compliant'];

function checkSubject(value: unknown, context: z.core.$RefinementCtx<unknown>): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  if (!has(value, 'event')) {
    if (!has(value, 'rule')) addFault(context, 'conflict', 'Exactly one of rule, event is needed; none is given');
    return;
  }
  for (const key of ['rule', 'group', 'prefixLists', 'offending', 'remainder']) {
    if (has(value, key)) addFault(context, 'conflict', `An event has no ${key}; event is given`, [key]);
  }
  const { expect } = value as { readonly expect?: unknown };
  if (typeof expect !== 'string' || EVENT_EXPECTATIONS.includes(expect)) return;
  addFault(context, 'conflict', `An event is told or not; write violation or compliant`, ['expect']);
}

function checkExpectation(value: z.output<typeof keys>, context: z.core.$RefinementCtx<unknown>): void {
  if (!has(value, 'expect') || value.expect === 'violation') return;
  for (const key of ['offending', 'remainder']) {
    if (!has(value, key) || !EXPECTATIONS.includes(value.expect)) continue;
    addFault(context, 'conflict', `Only a violation has ${key} traffic; ${value.expect} is expected`, [key]);
  }
}

function readTime(value: string): string | undefined {
  const shape = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z$/;
  if (!shape.test(value) || Number.isNaN(Date.parse(value))) return undefined;
  // JavaScript reads 30 February as 2 March.
  return new Date(value).toISOString().slice(0, 19) === value.slice(0, 19) ? value : undefined;
}
