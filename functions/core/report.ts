import type { Actor } from './actor.ts';
import type { Group } from './context.ts';
import type { AccountId } from './ids.ts';
import type { Severity } from './policy.ts';
import type { Rule } from './rule.ts';
import type { Verdict } from './verdict.ts';

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
  /** The gravest severity of the findings; of an undetermined change, of the policies that could not be judged. */
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
