import fc from 'fast-check';
import type { Actor } from '../../functions/core/actor.ts';
import type { Group } from '../../functions/core/context.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import { MODES, REMEDIES, SEVERITIES } from '../../functions/core/policy.ts';
import type { Intent, Outcome, Report, ReportedRule } from '../../functions/core/report.ts';
import type { Rule, Source } from '../../functions/core/rule.ts';
import type { Doubt, Finding, Verdict } from '../../functions/core/verdict.ts';

/** Texts as an attacker would write them: any Unicode, forged lines, long words, lone surrogates. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 4,
    arbitrary: fc
      .array(
        fc.constantFrom(
          '\n',
          '\r\n',
          '\u2028',
          '\u202e',
          '\u200b',
          '\ud800',
          '\0',
          '\t',
          ' ',
          '   ',
          '"',
          '\\',
          '\u00a0',
          '\u3000',
          'WHAT WAS DONE',
          'REPORT',
          'WHEN',
          '  Reverted: yes',
          'Closed.',
          '-'.repeat(70),
          'x'.repeat(66),
          'y'.repeat(3000),
        ),
        { maxLength: 12 },
      )
      .map((parts) => parts.join('')),
  },
);

const maybe = <Shape extends object>(
  shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> },
  ...required: (keyof Shape)[]
) => fc.record(shape, { requiredKeys: required }) as unknown as fc.Arbitrary<Shape>;

const id = <Id>(): fc.Arbitrary<Id> => anyText as fc.Arbitrary<unknown> as fc.Arbitrary<Id>;
const instant = fc.oneof(
  fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map((date) => date.toISOString()),
  anyText,
);
const severity = fc.constantFrom(...SEVERITIES);

const source: fc.Arbitrary<Source> = fc.oneof(
  fc.record({ kind: fc.constant('cidr' as const), cidr: id<never>() }),
  fc.record({ kind: fc.constant('list' as const), id: id<never>() }),
  fc.record({ kind: fc.constant('group' as const), id: id<never>() }),
  fc.record({ kind: fc.constant('group-name' as const), name: anyText }),
);
const port = fc.integer({ min: -1, max: 65535 });
const rule = maybe<Rule>(
  {
    id: id(),
    protocol: fc.integer({ min: -1, max: 255 }),
    from: port,
    to: port,
    source,
    description: anyText,
    tags: fc.dictionary(anyText, anyText, { maxKeys: 2 }),
  },
  'protocol',
  'from',
  'to',
  'source',
);

const texts = fc.array(anyText, { maxLength: 9 });
const finding = maybe<Finding>(
  {
    policy: anyText,
    title: anyText,
    severity,
    mode: fc.constantFrom(MODES[1], MODES[2]),
    remedy: fc.constantFrom(...REMEDIES),
    runbook: anyText,
    why: anyText,
    offending: texts,
    remainder: texts,
    because: anyText,
  },
  'policy',
  'title',
  'severity',
  'mode',
  'remedy',
  'runbook',
  'offending',
  'remainder',
  'because',
);
const doubt: fc.Arbitrary<Doubt> = fc.record({ policy: anyText, severity, reason: anyText });
const some = <Item>(item: fc.Arbitrary<Item>, most: number): fc.Arbitrary<readonly [Item, ...Item[]]> =>
  fc.tuple(item, fc.array(item, { maxLength: most - 1 })).map(([first, rest]) => [first, ...rest] as const);
const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc.constant({ kind: 'compliant' as const }),
  fc.record({
    kind: fc.constant('violation' as const),
    findings: some(finding, 3),
    doubts: fc.array(doubt, { maxLength: 2 }),
  }),
  fc.record({ kind: fc.constant('undetermined' as const), doubts: some(doubt, 3) }),
);
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  maybe<Extract<Outcome, { kind: 'done' }>>(
    { kind: fc.constant('done'), at: instant, resumed: fc.constant(true) },
    'kind',
    'at',
  ),
  fc.record({ kind: fc.constant('already-gone' as const), at: instant }),
  fc.record({ kind: fc.constantFrom('held' as const, 'failed' as const), reason: anyText }),
);
const intent: fc.Arbitrary<Intent> = fc.record({ kind: fc.constantFrom('revoke', 'would-revoke', 'notify', 'none') });
const reportedRule = maybe<ReportedRule>(
  { rule, text: anyText, verdict, intent, outcome },
  'rule',
  'text',
  'verdict',
  'intent',
);

const actor = maybe<Actor>(
  {
    kind: fc.constantFrom(
      'root',
      'user',
      'role',
      'identity-center',
      'service-linked-role',
      'service',
      'federated',
      'unknown',
    ),
    arn: anyText,
    name: anyText,
    session: anyText,
    account: anyText,
    address: anyText,
    userAgent: anyText,
    tool: anyText,
  },
  'kind',
  'name',
);
const group = maybe<Partial<Group>>({
  id: id(),
  name: anyText,
  vpc: anyText,
  tags: fc.dictionary(anyText, anyText, { maxKeys: 2 }),
});

/** Any report at all: each text is any text, and what the types leave open is open. */
export const anyReport: fc.Arbitrary<Report> = maybe<Report>(
  {
    version: fc.constant(1),
    id: anyText,
    eventId: anyText,
    eventName: anyText,
    account: fc.oneof(fc.constant('123456789012' as AccountId), id<AccountId>()),
    region: fc.oneof(fc.constant('eu-west-1'), anyText),
    actor,
    group,
    verdict: fc.constantFrom('violation', 'undetermined', 'compliant'),
    severity,
    rules: fc.array(reportedRule, { maxLength: 6 }),
    unclear: anyText,
    stayed: fc.array(anyText, { maxLength: 30 }),
    changedAt: instant,
    judgedAt: instant,
    exposure: fc.double(),
  },
  'version',
  'id',
  'eventId',
  'eventName',
  'account',
  'region',
  'actor',
  'group',
  'verdict',
  'severity',
  'rules',
  'changedAt',
  'judgedAt',
);
