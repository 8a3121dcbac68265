import { partDoubts } from '../../functions/core/doubt-text.ts';
import { actorText } from '../../functions/core/notice/actor-text.ts';
import { untied } from '../../functions/core/notice/escape.ts';
import { outcomeWord } from '../../functions/core/outcome-word.ts';
import { REMEDIES } from '../../functions/core/policy.ts';
import type { Report, ReportedRule } from '../../functions/core/report.ts';
import type { Doubt, Finding, Verdict } from '../../functions/core/verdict.ts';
import type { StoredReport } from '../../functions/respond/stored-report.ts';
import type { ReportedChange } from './reported-change.ts';

/** What the page says of a report of the ledger: the verdict as a rehearsal would give it, and what became of it. */
export function reportedOf({ report, state, told, record }: StoredReport): ReportedChange {
  const { eventId, eventName, changedAt, account, region, group, actor, rules, concerns = [], exposure } = report;
  const verdicts = rules.map(({ verdict }) => verdict);
  const findings = verdicts.flatMap((verdict) => (verdict.kind === 'violation' ? verdict.findings : []));
  const broken = [...findings, ...concerns];
  const excuses = verdicts.flatMap((verdict) => ('excuses' in verdict ? (verdict.excuses ?? []) : []));
  const exemptions = [...new Set(excuses.flatMap((excuse) => excuse.exemptions.map(({ id }) => id)))];
  const compliant = report.verdict === 'compliant';
  return {
    eventId,
    eventName,
    time: changedAt,
    account,
    region,
    groupId: group.id ?? null,
    groupName: group.name ?? null,
    actor: actor.arn ?? actor.name,
    actorName: untied(actorText(actor)),
    tool: actor.tool ?? null,
    verdict: report.verdict,
    severity: compliant ? null : report.severity,
    policies: policiesOf(report, broken),
    ...trafficOf(rules),
    remedy:
      REMEDIES.findLast((each) => findings.some(({ remedy }) => remedy === each)) ??
      (concerns.length > 0 ? 'notify' : null),
    mode: broken.length === 0 ? null : broken.some(({ mode }) => mode === 'enforce') ? 'enforce' : 'audit',
    reason: reasonOf(report, broken, state),
    place: `report ${report.id}`,
    ...(record !== undefined && !compliant && { record: parsed(record) }),
    outcome: outcomeWord(report),
    ...(exposure !== undefined && { exposure }),
    told,
    ...(exemptions.length > 0 && { exemptions }),
  };
}

const doubtsOf = (verdict: Verdict): readonly Doubt[] => ('doubts' in verdict ? verdict.doubts : []);

function policiesOf({ rules, verdict }: Report, broken: readonly { readonly policy: string }[]): string[] {
  if (verdict === 'violation') return [...new Set(broken.map(({ policy }) => policy))];
  const named = rules.flatMap((rule): readonly { readonly policy: string }[] => {
    if (verdict === 'undetermined') return doubtsOf(rule.verdict);
    return rule.verdict.kind === 'exempt' ? rule.verdict.excuses : [];
  });
  return [...new Set(named.map(({ policy }) => policy))];
}

/** What offends over all rules; within policy is what no finding of a rule forbids. */
function trafficOf(rules: readonly ReportedRule[]): Pick<ReportedChange, 'offending' | 'remainder'> {
  const parts = rules.map(({ verdict, text }) => {
    if (verdict.kind !== 'violation') return { offending: [], remainder: verdict.kind === 'exempt' ? [text] : [] };
    const [first, ...others] = verdict.findings;
    return {
      offending: verdict.findings.flatMap(({ offending }) => offending),
      remainder: first.remainder.filter((piece) => others.every(({ remainder }) => remainder.includes(piece))),
    };
  });
  return {
    offending: [...new Set(parts.flatMap(({ offending }) => offending))],
    remainder: [...new Set(parts.flatMap(({ remainder }) => remainder))],
  };
}

function reasonOf(
  { rules, unclear, verdict }: Report,
  broken: readonly Pick<Finding, 'because'>[],
  state: StoredReport['state'],
): string {
  if (verdict === 'compliant') return '';
  const outcomes = rules.flatMap(({ outcome }) => (outcome && 'reason' in outcome ? [outcome.reason] : []));
  const doubts = rules.flatMap((rule) => doubtsOf(rule.verdict)).map(({ reason }) => reason);
  const beside = rules.flatMap((rule) => partDoubts(doubtsOf(rule.verdict)));
  const why = broken.length > 0 ? [...broken.map(({ because }) => because), ...beside] : [unclear, ...doubts];
  const excused = rules.flatMap((rule) => (rule.verdict.kind === 'exempt' ? rule.verdict.excuses : []));
  const by = excused.flatMap(({ exemptions }) => exemptions.map(({ id }) => `excused by ${id}`));
  const open = state === 'open' ? ['Portcullis is still at work on it, or waits to try again'] : [];
  const all = [...open, ...outcomes, ...why, ...(verdict === 'exempt' ? by : [])];
  return [...new Set(all.filter((text) => text !== undefined))].join('; ');
}

/** The record is kept as it was delivered, in its envelope; one that was cut is no JSON. */
function parsed(record: string): unknown {
  try {
    return JSON.parse(record);
  } catch {
    return record;
  }
}
