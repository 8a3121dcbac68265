import type { Change } from './change.ts';
import type { Group } from './context.ts';
import { partDoubts } from './doubt-text.ts';
import type { NearMiss } from './excuse.ts';
import type { AccountId, GroupId } from './ids.ts';
import { OUTCOME_WORDS, type OutcomeWord, ruleWord } from './outcome-word.ts';
import type { Severity } from './policy.ts';
import type { Report, ReportedRule } from './report.ts';
import { URGENT } from './urgent.ts';
import type { How } from './verdict.ts';

/** What a sweep found in one group, or what became of one change, as short as a digest tells it. */
export type SweepFinding = {
  /** Absent where the group could not be dealt with far enough for a report. */
  readonly reportId?: string;
  readonly group: Partial<Group>;
  readonly severity: Severity;
  /** Gravest first; only what is worth a word. */
  readonly rules: readonly SweptRule[];
  /** How many rules are left out. */
  readonly more: number;
};

/** One rule of a finding; without text and how where the group, or the call, as a whole is meant. */
export type SweptRule = {
  readonly word: OutcomeWord;
  readonly how?: How;
  readonly text?: string;
  readonly policies: readonly string[];
  /** Why it was not repaired, or could not be judged. */
  readonly reason?: string;
  /** An exemption that would excuse it, but for its dates or the actor. */
  readonly nearly?: NearMiss;
};

/** The change that stands for a sweep's visit to a group; who brought its rules, nobody can tell any more. */
export const sweptChange = (run: string, at: string, account: AccountId, region: string, group: GroupId): Change => ({
  eventId: `sweep-${run}`,
  eventName: 'Sweep',
  time: at,
  account,
  region,
  actor: { kind: 'unknown', name: 'unknown' },
  group: { id: group },
  effect: { kind: 'swept' },
});

/** A report as it is where nothing may be done: what would be repaired is told, and no more. */
export const asAudit = (report: Report): Report => ({
  ...report,
  rules: report.rules.map((each) =>
    each.intent.kind === 'act' ? { ...each, intent: { kind: 'would', repair: each.intent.repair } } : each,
  ),
});

/** The most rules of one group that a finding names: of those that a person must look at, more than a group has as a rule. */
const MOST_RULES = 10;
const MOST_URGENT = 100;

/** What a report comes to in a digest, gravest first. */
export function findingOf(report: Report): SweepFinding {
  const { id, group, severity, unclear, concerns = [] } = report;
  const rank = ({ word }: SweptRule) => OUTCOME_WORDS.indexOf(word);
  const rules = report.rules
    .map(sweptRule)
    .filter(({ word }) => word !== 'none' && word !== 'exempt')
    .sort((a, b) => rank(a) - rank(b));
  const kept = rules.filter(({ word }, index) => index < (URGENT.has(word) ? MOST_URGENT : MOST_RULES));
  const whole: SweptRule[] = [
    ...(unclear === undefined ? [] : [{ word: 'undetermined' as const, policies: [], reason: unclear }]),
    ...concerns.map(({ policy, because }) => ({ word: 'notified' as const, policies: [policy], reason: because })),
  ];
  const { id: groupId, name } = group;
  return {
    reportId: id,
    group: { ...(groupId && { id: groupId }), ...(name !== undefined && { name }) },
    severity,
    rules: [...kept, ...whole],
    more: rules.length - kept.length,
  };
}

/**
 * The finding for a group that could not be dealt with. Where a report of it was begun, its rules are told too: some may be
 * repaired, and of those without an outcome nobody knows how they stand.
 */
export function failedGroup(id: GroupId, reason: string, begun?: Report): SweepFinding {
  const whole: SweptRule = { word: 'failed', policies: [], reason };
  if (!begun) return { group: { id }, severity: 'high', rules: [whole], more: 0 };
  const finding = findingOf(begun);
  return {
    ...finding,
    severity: finding.severity === 'critical' ? 'critical' : 'high',
    rules: [whole, ...finding.rules],
  };
}

/** A rule of a report as a digest tells it. */
export function sweptRule(reported: ReportedRule): SweptRule {
  const { verdict, outcome, how, text } = reported;
  const word = ruleWord(reported);
  const doubts = verdict.kind === 'undetermined' ? verdict.doubts : [];
  const findings = verdict.kind === 'violation' ? verdict.findings : [];
  const near = findings.flatMap((finding) => finding.nearly ?? []);
  const nearly = near.find(({ kind }) => kind === 'expired') ?? near[0];
  const unsettled = outcome !== undefined && 'reason' in outcome ? outcome.reason : undefined;
  const open = verdict.kind === 'violation' ? partDoubts(verdict.doubts) : [];
  const reason = unsettled ?? doubts[0]?.reason ?? open[0];
  return {
    word,
    how,
    text,
    policies: [...new Set([...findings, ...doubts].map(({ policy }) => policy))],
    ...(reason !== undefined && { reason }),
    ...(nearly && { nearly }),
  };
}
