import type { Mode, Remedy, Severity } from '../core/policy.ts';

/** What a rehearsal found of one change to one group. Plain JSON; texts of the record are raw and escaped where they are shown. */
export type JudgedChange = {
  readonly eventId: string;
  readonly eventName: string;
  /** When the call was made, ISO 8601 in UTC, as the record says. */
  readonly time: string;
  readonly account: string;
  readonly region: string;
  /** Null where the record does not say it, and what is known does not tell it either. */
  readonly groupId: string | null;
  readonly groupName: string | null;
  /** The ARN of the user, or of the role behind a session; else the name. */
  readonly actor: string;
  /** Short and safe to show: `anna.kowalska (role deploy)`. */
  readonly actorName: string;
  /** The tool that the user agent claims. */
  readonly tool: string | null;
  readonly verdict: 'compliant' | 'exempt' | 'violation' | 'undetermined';
  /** The gravest of what was found or is in doubt; null where all is well. */
  readonly severity: Severity | null;
  /** The policies that are broken, in doubt, or excused by an exemption. */
  readonly policies: readonly string[];
  /** Canonical texts of traffic, over all rules of the change. */
  readonly offending: readonly string[];
  readonly remainder: readonly string[];
  /** The strictest remedy of the broken policies. */
  readonly remedy: Remedy | null;
  /** The strictest mode of the broken policies. */
  readonly mode: Exclude<Mode, 'off'> | null;
  /** One sentence without full stop: why it offends, or what is not known; empty where all is well. */
  readonly reason: string;
  /** Ids of the exemptions that excuse some of it; absent where none does. */
  readonly exemptions?: readonly string[];
  /** Where the record stands: `trail.json.gz: Records[3]`, `trail.ndjson:17`. */
  readonly place: string;
  /** The raw record, of violations and undetermined changes only. */
  readonly record?: unknown;
};
