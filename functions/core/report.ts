import type { Actor } from './actor.ts';
import type { Brought } from './brought.ts';
import type { Change } from './change.ts';
import type { Group } from './context.ts';
import type { AccountId, RuleId } from './ids.ts';
import type { Severity } from './policy.ts';
import type { Repair } from './repair.ts';
import { type Rule, ruleText } from './rule.ts';
import type { Finding, How, Verdict } from './verdict.ts';

/** What was meant for a rule. Only `act` acts. */
export type Intent =
  /** Enforced. `instead` says why the milder remedy that the policies ask for could not be used. */
  | { readonly kind: 'act'; readonly repair: Repair; readonly instead?: string }
  /** A violation under policies in audit mode only: what enforce mode would have done. */
  | { readonly kind: 'would'; readonly repair: Repair }
  /** A violation that is told and no more: by its remedy, or because only rules of a change are ever touched. */
  | { readonly kind: 'notify' }
  /** Nothing to do: compliant, or uncertain. */
  | { readonly kind: 'none' };

/** What happened to a rule that was to be repaired, or needed no repair any more. */
export type Outcome =
  /**
   * Repaired and, by a read after it, verified at `at` (ISO 8601). `resumed`: an earlier attempt had begun. `instead`:
   * the rule was revoked since the milder repair failed, and why.
   */
  | { readonly kind: 'done'; readonly at: string; readonly resumed?: true; readonly instead?: string }
  /** Nothing was left to repair: a rule that let too much in was gone, one that was missing was there again. */
  | { readonly kind: 'already-gone'; readonly at: string }
  /**
   * Left alone, since it was changed after this change and at `at` read `now`: that edit has an event of its own. `verdict`
   * is what the policies say of it as it reads now.
   */
  | { readonly kind: 'changed'; readonly at: string; readonly now: string; readonly verdict?: Verdict['kind'] }
  /**
   * Gone (`removed`: by the responder), yet at `at` the same content stood under another id: somebody added it anew,
   * which has an event of its own.
   */
  | { readonly kind: 'stands-again'; readonly at: string; readonly rule: RuleId; readonly removed?: true }
  /** Left alone on purpose. `guard`: by the guardrails; else since what stands is not certainly what was meant. */
  | { readonly kind: 'held'; readonly reason: string; readonly guard?: Guard }
  /** Could not be removed; the hole may be open. */
  | { readonly kind: 'failed'; readonly reason: string };

/**
 * The guardrail that held a rule: its group is protected, the same rule was repaired too often, or the hour's repairs are
 * used up. `until` is ISO 8601.
 */
export type Guard = { readonly kind: 'protected' } | { readonly kind: 'breaker' | 'limit'; readonly until: string };

/** One rule of a change in a report. */
export type ReportedRule = {
  /** As it stands; one that is gone, as it was last. */
  readonly rule: Rule;
  readonly how: How;
  /** What a modified rule was before, where that is remembered. */
  readonly was?: Rule;
  /** Who brought a rule that stood before, where that is remembered. */
  readonly by?: Brought['by'];
  /** `tcp 22 from 0.0.0.0/0` */
  readonly text: string;
  readonly verdict: Verdict;
  readonly intent: Intent;
  /** Absent while the act is open, and where there is nothing to do. */
  readonly outcome?: Outcome;
};

/** A policy that a change breaks as a whole, without a rule of it breaking any: a watched event, a group out of scope. */
export type Concern = Omit<Finding, 'offending' | 'remainder' | 'within' | 'remedy'>;

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
  readonly verdict: Verdict['kind'];
  /** The gravest severity of what was found or could not be judged; `high` when nothing at all could be judged. */
  readonly severity: Severity;
  /** The rules that the change is about; empty when the record was unclear. */
  readonly rules: readonly ReportedRule[];
  /** What the change breaks as a whole; absent when nothing. */
  readonly concerns?: readonly Concern[];
  /** Why the change as a whole could not be judged; absent when it could. */
  readonly unclear?: string;
  /** The group's other ingress rules when it was last read, as texts; absent when not known. */
  readonly stayed?: readonly string[];
  /** Those of them that break the policies which the rules of the change broke, the first few; absent when none. */
  readonly alsoOpen?: readonly string[];
  /** The group itself was gone when it was last read. */
  readonly groupGone?: true;
  /** When the call was made, by its record (ISO 8601). */
  readonly changedAt: string;
  /** When it was judged (ISO 8601). */
  readonly judgedAt: string;
  /** Seconds from the change to the verified repair of its last rule; absent when nothing was repaired. */
  readonly exposure?: number;
  /**
   * All of it is exempt, or held as an earlier report told and that hold lasts: kept in the ledger and put on the bus, not
   * published.
   */
  readonly quiet?: true;
};

/** What names the report of a change: the record's event and its own word for the group, so that every delivery agrees. */
export const reportId = ({ eventId, group }: Change): string =>
  `${eventId}/${group.id ?? group.name ?? group.using ?? group.defaultOf ?? 'unknown'}`;

/** The report of a change that can't be judged, at a time (ISO 8601). */
export function unclearReport(
  change: Change,
  reason: string,
  at: string,
  group: Partial<Group> = named(change),
): Report {
  return { ...factsOf(change, group, at), verdict: 'undetermined', severity: 'high', rules: [], unclear: reason };
}

/** A report with the outcomes of its acts (keyed by `ruleKey`), and the exposure that follows from them. */
export function withOutcomes(
  report: Report,
  outcomes: ReadonlyMap<string, Outcome>,
  secondsUntil: (at: string) => number,
): Report {
  const rules = report.rules.map((each): ReportedRule => {
    const outcome = each.outcome ?? outcomes.get(ruleKey(each.rule));
    return { ...each, ...(outcome && { outcome }) };
  });
  const repaired = rules.flatMap(({ outcome }) => (outcome?.kind === 'done' ? [secondsUntil(outcome.at)] : []));
  return { ...report, rules, ...(repaired.length > 0 && { exposure: Math.max(...repaired) }) };
}

/** What tells the rules of one report apart: the id, or the text of a rule that has none. */
export const ruleKey = (rule: Rule): string => rule.id ?? ruleText(rule);

/** What a report says of its change, whatever the verdict. */
export function factsOf(change: Change, group: Partial<Group>, at: string) {
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

const named = ({ group: { id, name } }: Change): Partial<Group> => ({
  ...(id && { id }),
  ...(name !== undefined && { name }),
});
