import type { LocalAccount } from '../../cli/local-account/local-account.ts';
import type { Guardrails } from '../../functions/core/guardrails.ts';
import type { GroupId, RuleId } from '../../functions/core/ids.ts';
import type { Memory } from '../../functions/core/memory.ts';
import type { Policy } from '../../functions/core/policy.ts';
import type { Report } from '../../functions/core/report.ts';
import type { Rule } from '../../functions/core/rule.ts';
import type { SweepFinding } from '../../functions/core/sweep.ts';
import type { Entry } from '../../functions/respond/ports.ts';

/** Every ingress rule of the account at one moment, by id, and the group that holds it. */
export type Standing = ReadonlyMap<RuleId, { readonly group: GroupId; readonly rule: Rule }>;

/** One call that changed the account. */
export type Deed = {
  /** The id of its CloudTrail event. */
  readonly eventId: string;
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Made by the responder. */
  readonly own: boolean;
  /** The ARN of whoever made it. */
  readonly by: string;
  readonly before: Standing;
  readonly after: Standing;
  /** The rules that it added, changed or took away. */
  readonly touched: readonly RuleId[];
  /** Of the responder's own: the moment whose state its last read of the group showed. */
  readonly seenAt?: number;
};

/**
 * What became of an event. dropped: it never came, as EventBridge's delivery is best effort. dead: a copy of it ended
 * in the dead-letter queue, which an alarm tells. handled: the pipeline took all copies to their end.
 */
export type Fate = 'dropped' | 'dead' | 'handled';

/** A mail that went out. `at` in epoch milliseconds. */
export type Mail = { readonly report: Report; readonly at: number };

/** A mail that tells several reports. */
export type DigestMail = {
  readonly kind: 'burst' | 'sweep';
  readonly findings: readonly SweepFinding[];
  readonly at: number;
};

/** What is left of a history once nothing moves any more. */
export type Trial = {
  readonly account: LocalAccount;
  readonly policies: readonly Policy[];
  readonly deeds: readonly Deed[];
  readonly fates: ReadonlyMap<string, Fate>;
  readonly entries: ReadonlyMap<string, Entry>;
  readonly mails: readonly Mail[];
  readonly digests: readonly DigestMail[];
  /** What was told more often than it may have been, one line each. */
  readonly toldTooOften: readonly string[];
  /** The reports that wait in a digest whose messages are all in the dead-letter queue, which an alarm tells. */
  readonly inDeadDigests: ReadonlySet<string>;
  readonly guardrails: Guardrails;
  readonly memories: ReadonlyMap<GroupId, Memory>;
  /** When nothing moved any more, ISO 8601. */
  readonly ended: string;
  /** The runs of the sweep that came to their end: ISO 8601. */
  readonly sweeps: readonly { readonly began: string; readonly ended: string }[];
  /** The history in short, one line for each thing that happened. */
  readonly story: () => readonly string[];
};

/** The ingress rules of all groups as they stand. */
export function standingOf(account: LocalAccount): Standing {
  const standing = new Map<RuleId, { group: GroupId; rule: Rule }>();
  for (const group of account.state.groups.keys())
    for (const rule of account.ingress(group) ?? []) if (rule.id) standing.set(rule.id, { group, rule });
  return standing;
}
