import type { Actor } from './actor.ts';
import type { Change } from './change.ts';
import type { Context, Group } from './context.ts';
import type { AccountId } from './ids.ts';
import { type Located, locate } from './locate.ts';
import { type Policy, SEVERITIES, type Severity } from './policy.ts';
import { type Rule, ruleText } from './rule.ts';
import { judge, type Verdict } from './verdict.ts';

/** What was meant for a rule. Only `revoke` acts. */
export type Intent =
  /** Enforced: the rule is to be removed. */
  | { readonly kind: 'revoke' }
  /** A violation under policies in audit mode only: `revoke` in enforce mode would have removed it. */
  | { readonly kind: 'would-revoke' }
  /** A violation whose remedy is to tell. */
  | { readonly kind: 'notify' }
  /** Nothing to do: compliant, or uncertain. */
  | { readonly kind: 'none' };

/** What happened to a rule that was to be removed, or was gone before anyone could. */
export type Outcome =
  /** Removed and, by a read after it, verified gone at `at` (ISO 8601). `resumed`: an earlier attempt had begun. */
  | { readonly kind: 'done'; readonly at: string; readonly resumed?: true }
  /** The rule was not there any more when the group was first read. */
  | { readonly kind: 'already-gone'; readonly at: string }
  /** Left alone on purpose. */
  | { readonly kind: 'held'; readonly reason: string }
  /** Could not be removed; the hole may be open. */
  | { readonly kind: 'failed'; readonly reason: string };

/** One rule of a change in a report. */
export type ReportedRule = {
  readonly rule: Rule;
  /** `tcp 22 from 0.0.0.0/0` */
  readonly text: string;
  readonly verdict: Verdict;
  readonly intent: Intent;
  /** Absent while the act is open, and where there is nothing to do. */
  readonly outcome?: Outcome;
};

/**
 * What is stored, told and sent: a change, its verdicts and outcomes. Plain JSON; `functions/core/report.schema.json`
 * is its schema. Texts of the record are raw here and escaped where they are shown.
 */
export type Report = {
  readonly version: 1;
  /** `<eventID>/<group id or name>`; names the report in mail, logs and the ledger. */
  readonly id: string;
  readonly eventId: string;
  readonly eventName: string;
  readonly account: AccountId;
  readonly region: string;
  readonly actor: Actor;
  /** The group; without id when only its name was known and no such group was found. */
  readonly group: Partial<Group>;
  /** The gravest verdict of the rules. */
  readonly verdict: 'violation' | 'undetermined' | 'compliant';
  /** The gravest severity of what was found or could not be judged; `high` when nothing at all could be judged. */
  readonly severity: Severity;
  /** The rules that the change added; empty when the record was unclear. */
  readonly rules: readonly ReportedRule[];
  /** Why the change as a whole could not be judged; absent when it could. */
  readonly unclear?: string;
  /** The group's other ingress rules, as texts; absent when not known. */
  readonly stayed?: readonly string[];
  /** When the call was made, by its record (ISO 8601). */
  readonly changedAt: string;
  /** When it was judged (ISO 8601). */
  readonly judgedAt: string;
  /** Seconds from the change to the verified repair of its last rule; absent when nothing was repaired. */
  readonly exposure?: number;
};

/** What names the report of a change: the record's event and its own word for the group, so that every delivery agrees. */
export const reportId = ({ eventId, group }: Change): string => `${eventId}/${group.id ?? group.name ?? 'unknown'}`;

/** The report of a change that can't be judged, at a time (ISO 8601). */
export function unclearReport(
  change: Change,
  reason: string,
  at: string,
  group: Partial<Group> = change.group,
): Report {
  return { ...facts(change, group, at), verdict: 'undetermined', severity: 'high', rules: [], unclear: reason };
}

/**
 * Judges the rules that a change added, as they stand now, and says what is to be done with each: the report as it is
 * before the act. A rule that is gone is judged by the record; one that can't be told for certain is held.
 */
export function draftReport(
  change: Change,
  added: readonly Rule[],
  context: Context,
  policies: readonly Policy[],
  at: string,
): Report {
  const standing = context.standing ?? [];
  const located = added.map((rule) => locate(rule, standing));
  const live = added.map((rule, index) => liveRule(rule, located[index]));
  const rules = judge(live, context, policies).map(({ rule, verdict }, index): ReportedRule => {
    const intent = intentOf(verdict);
    const outcome = verdict.kind === 'compliant' ? undefined : earlyOutcome(located[index], intent, at);
    return { rule, text: ruleText(rule), verdict, intent, ...(outcome && { outcome }) };
  });
  const stayed = standing.filter(({ id }) => !live.some((rule) => rule.id === id)).map(ruleText);
  const severities = rules.flatMap(({ verdict }) => severitiesOf(verdict));
  return {
    ...facts(change, context.group, at),
    verdict:
      (['violation', 'undetermined'] as const).find((kind) => rules.some(({ verdict }) => verdict.kind === kind)) ??
      'compliant',
    severity: SEVERITIES.findLast((severity) => severities.includes(severity)) ?? 'low',
    rules,
    ...(context.standing && { stayed }),
  };
}

/** A report with the outcomes of its acts, and the exposure that follows from them. `outcomes` is keyed by rule id. */
export function withOutcomes(
  report: Report,
  outcomes: ReadonlyMap<string, Outcome>,
  secondsUntil: (at: string) => number,
): Report {
  const rules = report.rules.map((reported): ReportedRule => {
    const outcome = reported.outcome ?? outcomes.get(reported.rule.id ?? '');
    return { ...reported, ...(outcome && { outcome }) };
  });
  const repaired = rules.flatMap(({ outcome }) => (outcome?.kind === 'done' ? [secondsUntil(outcome.at)] : []));
  return { ...report, rules, ...(repaired.length > 0 && { exposure: Math.max(...repaired) }) };
}

function facts(change: Change, group: Partial<Group>, at: string) {
  const { eventId, eventName, account, region, actor, time } = change;
  return {
    version: 1 as const,
    id: reportId(change),
    eventId,
    eventName,
    account,
    region,
    actor,
    group,
    changedAt: time,
    judgedAt: at,
  };
}

const liveRule = (rule: Rule, located: Located | undefined): Rule =>
  located?.kind === 'standing' ? located.rule : rule;

function intentOf(verdict: Verdict): Intent {
  if (verdict.kind !== 'violation') return { kind: 'none' };
  const revoking = verdict.findings.filter(({ remedy }) => remedy === 'revoke');
  if (revoking.some(({ mode }) => mode === 'enforce')) return { kind: 'revoke' };
  return { kind: revoking.length > 0 ? 'would-revoke' : 'notify' };
}

function earlyOutcome(located: Located | undefined, intent: Intent, at: string): Outcome | undefined {
  if (located?.kind === 'gone') return { kind: 'already-gone', at };
  if (located?.kind === 'uncertain' && intent.kind === 'revoke') return { kind: 'held', reason: located.reason };
  return undefined;
}

function severitiesOf(verdict: Verdict): Severity[] {
  switch (verdict.kind) {
    case 'compliant':
      return [];
    case 'violation':
      return [...verdict.findings, ...verdict.doubts].map(({ severity }) => severity);
    case 'undetermined':
      return verdict.doubts.map(({ severity }) => severity);
    default:
      return verdict satisfies never;
  }
}
