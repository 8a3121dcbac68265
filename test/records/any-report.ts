import fc from 'fast-check';
import type { Actor } from '../../functions/core/actor.ts';
import type { Group } from '../../functions/core/context.ts';
import type { Excuse, Excusing, NearMiss } from '../../functions/core/excuse.ts';
import type { AccountId } from '../../functions/core/ids.ts';
import { MODES, REMEDIES, SEVERITIES } from '../../functions/core/policy.ts';
import type { Repair } from '../../functions/core/repair.ts';
import type { Concern, Intent, Outcome, Report, ReportedRule } from '../../functions/core/report.ts';
import type { Doubt, Finding, How, Verdict } from '../../functions/core/verdict.ts';
import { anyId, anyInstant, anyRule, anyText, maybe } from './any-rule.ts';

const severity = fc.constantFrom(...SEVERITIES);
const texts = fc.array(anyText, { maxLength: 9 });
const nearMiss: fc.Arbitrary<NearMiss> = fc.oneof(
  fc.record({ exemption: anyText, owner: anyText, kind: fc.constant('expired' as const), until: anyInstant }),
  fc.record({ exemption: anyText, owner: anyText, kind: fc.constant('to-come' as const), from: anyInstant }),
  fc.record({ exemption: anyText, owner: anyText, kind: fc.constant('other-actor' as const) }),
);
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
    nearly: fc.array(nearMiss, { minLength: 1, maxLength: 3 }),
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
const excusing: fc.Arbitrary<Excusing> = fc.record({
  id: anyText,
  owner: anyText,
  reason: anyText,
  ticket: anyText,
  until: anyInstant,
});
const excuse = maybe<Excuse>(
  {
    policy: anyText,
    title: anyText,
    severity,
    excused: texts,
    exemptions: fc.array(excusing, { minLength: 1, maxLength: 3 }),
    more: fc.integer({ min: 1, max: 9 }),
  },
  'policy',
  'title',
  'severity',
  'excused',
  'exemptions',
);
const doubt: fc.Arbitrary<Doubt> = fc.record(
  { policy: anyText, severity, reason: anyText, part: fc.array(anyText, { maxLength: 3 }) },
  { requiredKeys: ['policy', 'severity', 'reason'] },
);
const some = <Item>(item: fc.Arbitrary<Item>, most: number): fc.Arbitrary<readonly [Item, ...Item[]]> =>
  fc.tuple(item, fc.array(item, { maxLength: most - 1 })).map(([first, rest]) => [first, ...rest] as const);
const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc.constant({ kind: 'compliant' as const }),
  maybe<Extract<Verdict, { kind: 'violation' }>>(
    {
      kind: fc.constant('violation' as const),
      findings: some(finding, 3),
      doubts: fc.array(doubt, { maxLength: 2 }),
      excuses: some(excuse, 2),
    },
    'kind',
    'findings',
    'doubts',
  ),
  maybe<Extract<Verdict, { kind: 'undetermined' }>>(
    { kind: fc.constant('undetermined' as const), doubts: some(doubt, 3), excuses: some(excuse, 2) },
    'kind',
    'doubts',
  ),
  fc.record({ kind: fc.constant('exempt' as const), excuses: some(excuse, 2) }),
);
const outcome: fc.Arbitrary<Outcome> = fc.oneof(
  maybe<Extract<Outcome, { kind: 'done' }>>(
    { kind: fc.constant('done'), at: anyInstant, resumed: fc.constant(true), instead: anyText },
    'kind',
    'at',
  ),
  fc.record({ kind: fc.constant('already-gone' as const), at: anyInstant }),
  fc.record({ kind: fc.constantFrom('held' as const, 'failed' as const), reason: anyText }),
  maybe<Extract<Outcome, { kind: 'changed' }>>(
    {
      kind: fc.constant('changed'),
      at: anyInstant,
      now: anyText,
      verdict: fc.constantFrom('compliant', 'exempt', 'violation', 'undetermined'),
    },
    'kind',
    'at',
    'now',
  ),
  maybe<Extract<Outcome, { kind: 'stands-again' }>>(
    { kind: fc.constant('stands-again'), at: anyInstant, rule: anyId<never>(), removed: fc.constant(true) },
    'kind',
    'at',
    'rule',
  ),
);
const repair: fc.Arbitrary<Repair> = fc.oneof(
  fc.record({ kind: fc.constantFrom('revoke' as const, 'put-back' as const) }),
  fc.record({ kind: fc.constant('narrow' as const), remainder: fc.array(anyRule, { maxLength: 12 }) }),
  fc.record({ kind: fc.constant('restore' as const), to: anyRule, orRevoke: fc.boolean() }),
  fc.record({ kind: fc.constant('restore-list' as const), list: anyId<never>(), version: fc.integer() }),
);
const intent: fc.Arbitrary<Intent> = fc.oneof(
  maybe<Extract<Intent, { kind: 'act' }>>({ kind: fc.constant('act'), repair, instead: anyText }, 'kind', 'repair'),
  fc.record({ kind: fc.constant('would' as const), repair }),
  fc.record({ kind: fc.constantFrom('notify' as const, 'none' as const) }),
);
const reportedRule = (how: fc.Arbitrary<How>): fc.Arbitrary<ReportedRule> =>
  maybe<ReportedRule>(
    { rule: anyRule, how, was: anyRule, text: anyText, verdict, intent, outcome },
    'rule',
    'how',
    'text',
    'verdict',
    'intent',
  );
const hows = ['added', 'modified', 'removed', 'standing'] as const;
/** A call does one thing to all its rules, but nothing says so in the type. */
const rules = fc.oneof(
  ...hows.map((how) => fc.array(reportedRule(fc.constant(how)), { maxLength: 6 })),
  fc.array(reportedRule(fc.constantFrom(...hows)), { maxLength: 6 }),
);
const concern = maybe<Concern>(
  {
    policy: anyText,
    title: anyText,
    severity,
    mode: fc.constantFrom(MODES[1], MODES[2]),
    runbook: anyText,
    why: anyText,
    because: anyText,
  },
  'policy',
  'title',
  'severity',
  'mode',
  'runbook',
  'because',
);
const eventName = fc.constantFrom(
  'AuthorizeSecurityGroupIngress',
  'ModifySecurityGroupRules',
  'RevokeSecurityGroupIngress',
  'CreateVpc',
  'DeleteTags',
  'ModifyManagedPrefixList',
  'RestoreManagedPrefixListVersion',
  'ModifyNetworkInterfaceAttribute',
  'CreateNetworkAclEntry',
  'constructor',
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
  id: anyId(),
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
    eventName: fc.oneof(eventName, anyText),
    account: fc.oneof(fc.constant('123456789012' as AccountId), anyId<AccountId>()),
    region: fc.oneof(fc.constant('eu-west-1'), anyText),
    actor,
    group,
    verdict: fc.constantFrom('violation', 'undetermined', 'exempt', 'compliant'),
    severity,
    rules,
    concerns: fc.array(concern, { maxLength: 3 }),
    unclear: anyText,
    stayed: fc.array(anyText, { maxLength: 30 }),
    alsoOpen: fc.array(anyText, { maxLength: 20 }),
    groupGone: fc.constant(true),
    changedAt: anyInstant,
    judgedAt: anyInstant,
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
