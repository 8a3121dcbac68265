import type { Actor } from '../../functions/core/actor.ts';
import type { Excuse } from '../../functions/core/excuse.ts';
import type { AccountId, GroupId, RuleId } from '../../functions/core/ids.ts';
import type { Concern, Outcome, Report, ReportedRule } from '../../functions/core/report.ts';
import { ALL_PROTOCOLS, type Rule, ruleText } from '../../functions/core/rule.ts';
import type { Cidr } from '../../functions/core/traffic/cidr.ts';
import type { Doubt, Finding, How } from '../../functions/core/verdict.ts';

/** A group that the reports speak of. */
export const WEB = { id: 'sg-0a1b2c3d4e5f60718' as GroupId, name: 'web-1', vpc: 'vpc-0f1e2d3c4b5a69788' } as const;

/** An engineer who came through a role. */
export const ANNA: Actor = {
  kind: 'role',
  arn: 'arn:aws:iam::123456789012:role/engineers/deploy',
  name: 'deploy',
  session: 'anna.kowalska',
  account: '123456789012',
  address: '203.0.113.24',
  userAgent: 'aws-cli/2.17.44 md/awscrt#0.21.2 ua/2.0 os/linux#6.8.0 lang/python#3.12.6 command#ec2',
  tool: 'AWS CLI',
};

/** The times of a report: the change, the judgement, the verified repair. */
export const CHANGED = '2026-11-23T02:58:11Z';
export const JUDGED = '2026-11-23T02:58:16.412Z';
export const REPAIRED = '2026-11-23T02:58:18.020Z';

/** A rule's id by a number. */
export const ruleIdOf = (number: number): RuleId => `sgr-${number.toString(16).padStart(17, '0')}` as RuleId;

/** A rule: tcp 22 from anywhere unless told otherwise. */
export const aRule = (changes: Partial<Rule> = {}): Rule => ({
  id: ruleIdOf(1),
  protocol: 6,
  from: 22,
  to: 22,
  source: { kind: 'cidr', cidr: '0.0.0.0/0' as Cidr },
  ...changes,
});

/** A CIDR as a source. */
export const from = (cidr: string): Rule['source'] => ({ kind: 'cidr', cidr: cidr as Cidr });

/** Every kind of traffic from another group. */
export const fromGroup = (id: string): Rule =>
  aRule({ protocol: ALL_PROTOCOLS, from: -1, to: -1, source: { kind: 'group', id: id as GroupId } });

/** A policy that a rule breaks: administration ports open to the world, enforced, unless told otherwise. */
export const aFinding = (changes: Partial<Finding> = {}): Finding => ({
  policy: 'no-public-admin-ports',
  title: 'SSH and RDP are never open to the internet',
  severity: 'critical',
  mode: 'enforce',
  remedy: 'revoke',
  why: 'Machines that answer on 22 or 3389 to everyone are found by scanners within minutes, and most break-ins begin with one of them.',
  runbook: 'Use Session Manager, which needs no open port: aws ssm start-session --target <instance id>',
  offending: ['tcp 22 from 0.0.0.0/0'],
  remainder: [],
  because: '0.0.0.0/0 covers at least half of the public IPv4 addresses',
  ...changes,
});

/** A policy that could not be judged. */
export const aDoubt = (changes: Partial<Doubt> = {}): Doubt => ({
  policy: 'no-public-admin-ports',
  severity: 'critical',
  reason: 'the entries of pl-0aa11bb22cc33dd44 would have to be known',
  ...changes,
});

/** The outcomes of rules. */
export const DONE: Outcome = { kind: 'done', at: REPAIRED };
export const GONE: Outcome = { kind: 'already-gone', at: JUDGED };
export const failed = (reason = 'AWS refused the revoke: UnauthorizedOperation'): Outcome => ({
  kind: 'failed',
  reason,
});
export const held = (reason = 'the same rule was removed 5 times in the last hour, above the limit of 4'): Outcome => ({
  kind: 'held',
  reason,
});

/** A rule that breaks a policy: added, to be removed, and removed, unless told otherwise. */
export function aViolation(
  rule: Rule = aRule(),
  changes: Partial<Pick<ReportedRule, 'how' | 'was' | 'intent' | 'outcome'>> & {
    findings?: readonly [Finding, ...Finding[]];
    doubts?: readonly Doubt[];
    excuses?: readonly Excuse[];
    by?: ReportedRule['by'];
  } = {},
): ReportedRule {
  const text = ruleText(rule);
  const {
    findings = [aFinding({ offending: [text] })],
    doubts = [],
    how = 'added',
    was,
    by,
    excuses,
    outcome,
  } = changes;
  const { intent = { kind: 'act', repair: { kind: 'revoke' } } } = changes;
  const settled = outcome ?? (intent.kind === 'act' ? DONE : undefined);
  return {
    rule,
    how,
    ...(was && { was }),
    ...(by && { by }),
    text,
    verdict: { kind: 'violation', findings, doubts, ...(excuses && { excuses }) },
    intent,
    ...(settled && { outcome: settled }),
  };
}

/** A rule that could not be judged. */
export const anUndetermined = (rule: Rule, ...[first = aDoubt(), ...doubts]: Doubt[]): ReportedRule => ({
  rule,
  how: 'added',
  text: ruleText(rule),
  verdict: { kind: 'undetermined', doubts: [first, ...doubts] },
  intent: { kind: 'none' },
});

/** What an exemption takes off, unless told otherwise the vendor's SSH. */
export const anExcuse = (changes: Partial<Excuse> = {}): Excuse => ({
  policy: 'no-public-admin-ports',
  title: 'SSH and RDP are never open to the internet',
  severity: 'critical',
  excused: ['tcp 22 from 0.0.0.0/0'],
  exemptions: [
    {
      id: 'vendor-support',
      owner: 'jonas.berg@example.com',
      reason: "The vendor's support comes from addresses that it does not name",
      ticket: 'OPS-4711',
      until: '2027-01-01T00:00:00Z',
    },
  ],
  ...changes,
});

/** A rule that exemptions excuse. */
export const anExempt = (rule: Rule = aRule(), excuse: Excuse = anExcuse(), how: How = 'added'): ReportedRule => ({
  rule,
  how,
  text: ruleText(rule),
  verdict: { kind: 'exempt', excuses: [excuse] },
  intent: { kind: 'none' },
});

/** A rule that every policy allows. */
export const aCompliant = (rule: Rule): ReportedRule => ({
  rule,
  how: 'added',
  text: ruleText(rule),
  verdict: { kind: 'compliant' },
  intent: { kind: 'none' },
});

/** A policy that a change breaks as a whole: administration ports are watched in web groups, unless told otherwise. */
export const aConcern = (changes: Partial<Concern> = {}): Concern => {
  const {
    offending: _,
    remainder: __,
    remedy: ___,
    ...concern
  } = aFinding({
    because: 'the group is not in the scope of the policy any more',
  });
  return { ...concern, ...changes };
};

/** A report: tcp 22 from anywhere on web-1, removed after 7 seconds, unless told otherwise. */
export function aReport(changes: Partial<Report> = {}): Report {
  const rules = changes.rules ?? [aViolation()];
  const removed = rules.some(({ outcome }) => outcome?.kind === 'done');
  return {
    version: 1,
    id: `5c2f8d6e-31a4-4b0f-9d57-e8a1c07b2f94/${WEB.id}`,
    eventId: '5c2f8d6e-31a4-4b0f-9d57-e8a1c07b2f94',
    eventName: 'AuthorizeSecurityGroupIngress',
    account: '123456789012' as AccountId,
    region: 'eu-west-1',
    actor: ANNA,
    group: WEB,
    verdict:
      changes.concerns || rules.some(({ verdict }) => verdict.kind === 'violation')
        ? 'violation'
        : rules.some(({ verdict }) => verdict.kind === 'undetermined')
          ? 'undetermined'
          : 'compliant',
    severity: 'critical',
    rules,
    stayed: ['tcp 443 from 0.0.0.0/0', 'tcp 443 from ::/0'],
    changedAt: CHANGED,
    judgedAt: JUDGED,
    ...(removed && { exposure: 7.02 }),
    ...changes,
  };
}

/** A change that could not be judged at all. */
export const anUnclearReport = (unclear = 'requestParameters is null', changes: Partial<Report> = {}): Report => {
  const { stayed: _, ...report } = aReport({ verdict: 'undetermined', severity: 'high', rules: [], unclear });
  return { ...report, ...changes };
};
