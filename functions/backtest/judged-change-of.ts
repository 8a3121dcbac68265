import { partDoubts } from '../core/doubt-text.ts';
import { candidatesFor } from '../core/judge/exempted.ts';
import { offendingPart } from '../core/judge/offending-part.ts';
import { actorText } from '../core/notice/actor-text.ts';
import { untied } from '../core/notice/escape.ts';
import { MODES, type Policy, REMEDIES, SEVERITIES, type Severity } from '../core/policy.ts';
import type { ReportedRule } from '../core/report.ts';
import { ruleText } from '../core/rule.ts';
import { partTexts, trafficOf } from '../core/traffic/rule-traffic.ts';
import { difference, type Traffic, union } from '../core/traffic/traffic.ts';
import { doubtsOf, excusesOf } from '../core/verdict.ts';
import type { Step } from './follow.ts';
import type { JudgedStep } from './judge-step.ts';
import type { JudgedChange } from './judged-change.ts';

/** Where a record stands and what it is. */
export type RecordAt = { readonly place: string; readonly record: unknown };

/** What a judged step comes to. */
export function judgedChangeOf(
  step: Step,
  judged: JudgedStep,
  policies: readonly Policy[],
  { place, record }: RecordAt,
): JudgedChange {
  const { change } = step;
  const { report, context } = judged;
  const { group } = context;
  const facts = {
    eventId: change.eventId,
    eventName: change.eventName,
    time: change.time,
    account: change.account,
    region: change.region,
    groupId: group.id ?? change.group.id ?? null,
    groupName: group.name ?? change.group.name ?? null,
    actor: change.actor.arn ?? change.actor.name,
    actorName: untied(actorText(change.actor)),
    tool: change.actor.tool ?? null,
  };
  const none = { offending: [], remainder: [], remedy: null, mode: null };
  const findings = report.rules.flatMap(({ verdict }) => (verdict.kind === 'violation' ? verdict.findings : []));
  const concerns = report.concerns ?? [];
  const excuses = report.rules.flatMap(({ verdict }) => excusesOf(verdict));
  const exemptions = unique(excuses.flatMap((excuse) => excuse.exemptions.map(({ id }) => id)));
  const excused = exemptions.length > 0 && { exemptions };
  const broken = [...findings, ...concerns];
  if (broken.length > 0) {
    const assumed = findings.length > 0 && judged.assumed !== undefined ? [judged.assumed] : [];
    const open = report.rules.flatMap(({ verdict }) => partDoubts(doubtsOf(verdict)));
    return {
      ...facts,
      verdict: 'violation',
      severity: gravest(broken.map(({ severity }) => severity)),
      policies: unique(broken.map(({ policy }) => policy)),
      ...traffic(step, report.rules, judged, policies),
      remedy: REMEDIES.findLast((each) => findings.some(({ remedy }) => remedy === each)) ?? 'notify',
      mode: broken.some(({ mode }) => mode === 'enforce') ? MODES[2] : MODES[1],
      reason: unique([...broken.map(({ because }) => because), ...open, ...assumed]).join('; '),
      ...excused,
      place,
      record,
    };
  }
  const doubts = [
    ...report.rules.flatMap(({ verdict }) => (verdict.kind === 'undetermined' ? doubtsOf(verdict) : [])),
    ...judged.doubts,
  ];
  const unclear = change.effect.kind === 'unclear' ? report.unclear : undefined;
  if (doubts.length === 0 && unclear === undefined) {
    if (excuses.length === 0)
      return { ...facts, verdict: 'compliant', severity: null, policies: [], ...none, reason: '', place };
    return {
      ...facts,
      verdict: 'exempt',
      severity: gravest(excuses.map(({ severity }) => severity)),
      policies: unique(excuses.map(({ policy }) => policy)),
      ...none,
      reason: `excused by ${exemptions.join(', ')}`,
      exemptions,
      place,
    };
  }
  return {
    ...facts,
    verdict: 'undetermined',
    severity: unclear === undefined ? gravest(doubts.map(({ severity }) => severity)) : report.severity,
    policies: unique(doubts.map(({ policy }) => policy)),
    ...none,
    reason: unclear ?? unique(doubts.map(({ reason }) => reason)).join('; '),
    ...excused,
    place,
    record,
  };
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)];
const gravest = (severities: readonly Severity[]): Severity =>
  SEVERITIES.findLast((each) => severities.includes(each)) ?? 'low';

/** What offends over all rules of a change, and what is left of those rules: a part that one policy forbids is not left by another. */
function traffic(
  { change, after: { brought } }: Step,
  rules: readonly ReportedRule[],
  { context }: JudgedStep,
  policies: readonly Policy[],
): Pick<JudgedChange, 'offending' | 'remainder'> {
  const { lists } = context;
  const gone = rules.flatMap(({ rule, how }) => (how === 'removed' || context.standing?.includes(rule) ? [] : [rule]));
  const together = { ...context, standing: [...(context.standing ?? []), ...gone] };
  const parts = rules.flatMap(({ rule, how, verdict }) => {
    if (verdict.kind !== 'violation') return [];
    const broken = policies.filter(({ id }) => verdict.findings.some(({ policy }) => policy === id));
    // What stood before was brought by somebody else.
    const actor = how === 'standing' ? brought.find((each) => each.rule === rule.id)?.by : change.actor;
    const at = { ...together, ...(actor && { actor }) };
    const found = broken.map((policy) => offendingPart(policy, rule, at, how, candidatesFor(policy, at)));
    const offending = found.map((part) => part.offending).reduce<Traffic>(union, []);
    const whole = trafficOf(rule, lists);
    // A rule from an empty prefix list lets nothing in, and what a modified rule let in before is no part of it.
    if (whole.length === 0 || offending.length === 0)
      return [
        {
          offending: verdict.findings.flatMap((finding) => finding.offending),
          remainder: whole.length === 0 ? [] : [ruleText(rule)],
        },
      ];
    return [
      {
        offending: partTexts(offending, rule.source, lists),
        remainder: partTexts(difference(whole, offending), rule.source, lists),
      },
    ];
  });
  return {
    offending: unique(parts.flatMap((part) => part.offending)),
    remainder: unique(parts.flatMap((part) => part.remainder)),
  };
}
