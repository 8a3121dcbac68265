import type { Actor } from './actor.ts';
import type { AccountId } from './ids.ts';
import type { Report } from './report.ts';
import { findingOf, type SweepFinding } from './sweep.ts';

/** What became of one change of a burst, as short as a digest tells it. */
export type BurstFinding = SweepFinding & {
  /** Absent where the report is not to be had. */
  readonly change?: { readonly actor: Actor; readonly eventName: string; readonly at: string };
};

/** The changes of one window of time that had no mail of their own. */
export type Burst = {
  /** What the digest is kept under: `2026-11-23T12:05Z/0`. */
  readonly name: string;
  readonly account: AccountId;
  readonly region: string;
  readonly findings: readonly BurstFinding[];
};

/** What a report comes to in the digest of a burst. */
export const burstFinding = (report: Report): BurstFinding => ({
  ...findingOf(report),
  change: { actor: report.actor, eventName: report.eventName, at: report.changedAt },
});

/** The finding for a report that was to be told and can't be found: that there was one must be told all the same. */
export const lostFinding = (reportId: string): BurstFinding => ({
  reportId,
  group: {},
  severity: 'high',
  rules: [{ word: 'undetermined', policies: [], reason: 'its report is not in the ledger: look for the event itself' }],
  more: 0,
});
