import { type Exemption, lifeOf } from '../../functions/core/exemption.ts';
import { matchesGlob } from '../../functions/core/judge/glob.ts';
import type { Report, ReportedRule } from '../../functions/core/report.ts';
import { ruleText, sourceText } from '../../functions/core/rule.ts';
import { excusesOf } from '../../functions/core/verdict.ts';
import { bringerOf, short } from './history.ts';
import { missedBySweep } from './missed-by-sweep.ts';
import { holds, letsIn, pointsOf } from './points.ts';
import type { Trial } from './trial.ts';

/**
 * What is exempt is never told as a violation, what is not is never excused, and what is narrowed loses nothing but what
 * offends: connection by connection, by the exemptions' own words. `checkActs` sees to it that nothing is touched but
 * what is told as a violation.
 */
export function checkExempt(trial: Trial): string[] {
  const exemptions = trial.policies.flatMap((policy) => policy.exemptions ?? []);
  if (exemptions.length === 0) return [];
  const complaints = [...trial.entries.values()].flatMap(({ report }) =>
    report.rules.flatMap((reported) =>
      [...wronged(trial, exemptions, report, reported), ...lost(reported)].map(
        (what) => `exempt: report ${short(report.id)} on ${reported.text}: ${what}`,
      ),
    ),
  );
  const loud = trial.mails.filter(({ report }) => report.verdict === 'exempt');
  return [
    ...complaints,
    ...loud.map(({ report }) => `exempt: report ${short(report.id)} is exempt, yet it had a mail`),
    ...missedBySweep(trial),
  ];
}

function wronged(trial: Trial, exemptions: readonly Exemption[], report: Report, reported: ReportedRule): string[] {
  const { rule, how, verdict } = reported;
  const swept = report.eventName === 'Sweep';
  const bringer = rule.id && bringerOf(trial, rule.id, Date.parse(report.judgedAt));
  const actor = how !== 'standing' && !swept ? report.actor : how === 'removed' ? undefined : bringer;
  const name = report.group.name ?? '';
  const excusing = (policy: string) =>
    exemptions.filter(
      (each) =>
        each.policy === policy &&
        lifeOf(each, report.judgedAt) === 'in-force' &&
        (each.group.groups ?? []).some((pattern) => matchesGlob(pattern, name)),
    );
  const names = ({ actors }: Exemption): 'yes' | 'maybe' | 'no' => {
    if (!actors) return 'yes';
    if (actor?.arn === undefined) return 'maybe';
    const { arn } = actor;
    return actors.some((pattern) => matchesGlob(pattern, arn)) ? 'yes' : 'no';
  };
  const source = sourceText(rule.source);
  const findings = verdict.kind === 'violation' ? verdict.findings : [];
  const blamed = findings.flatMap(({ policy, offending }) => {
    const sure = excusing(policy).filter((each) => names(each) === 'yes');
    return offending
      .filter((text) => pointsOf(text).some((point) => sure.some((each) => holds(each, point, source) === 'yes')))
      .map((text) => `${text} is said to break ${policy}, yet it is exempt`);
  });
  const pardoned = excusesOf(verdict).flatMap(({ policy, excused }) => {
    const some = excusing(policy).filter((each) => names(each) !== 'no');
    return excused
      .filter((text) => pointsOf(text).some((point) => some.every((each) => holds(each, point, source) === 'no')))
      .map((text) => `${text} is said to be excused from ${policy}, yet it is not`);
  });
  return [...blamed, ...pardoned];
}

/** What a narrowing takes away though no enforced policy forbids it. */
function lost({ rule, verdict, intent }: ReportedRule): string[] {
  if (verdict.kind !== 'violation' || intent.kind !== 'act' || intent.repair.kind !== 'narrow') return [];
  const acting = verdict.findings.filter(({ mode, remedy }) => mode === 'enforce' && remedy !== 'notify');
  // A rule that another policy has removed comes back in part where a third one requires that.
  if (acting.some(({ remedy }) => remedy !== 'narrow')) return [];
  const offending = acting.flatMap((each) => each.offending);
  const remainder = intent.repair.remainder.map(ruleText);
  const gone = pointsOf(ruleText(rule)).filter(
    (point) => ![...offending, ...remainder].some((text) => letsIn(text, point)),
  );
  return gone.length > 0 ? [`port ${gone[0]?.port} from ${gone[0]?.address} is lost, yet nothing forbids it`] : [];
}
