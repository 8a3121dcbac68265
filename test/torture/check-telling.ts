import type { Report } from '../../functions/core/report.ts';
import { findingOf, type SweptRule } from '../../functions/core/sweep.ts';
import { short } from './history.ts';
import type { Trial } from './trial.ts';
import { untold } from './untold.ts';
import { untruthOf } from './untruth.ts';

/** Every violation was told, once for each outcome, and what was told is what happened. */
export function checkTelling(trial: Trial): string[] {
  const complaints = untold(trial);
  for (const [id, { report, state }] of trial.entries) {
    const name = `report ${short(id)}`;
    if (state !== 'closed' && trial.fates.get(report.eventId) !== 'dead' && !isGivenUp(trial, report))
      complaints.push(`telling: ${name} is ${state}, yet its event was handled`);
    const mails = trial.mails.filter((mail) => mail.report.id === id);
    const found = trial.digests.flatMap(({ findings }) => findings.filter(({ reportId }) => reportId === id));
    const excused = report.quiet || trial.inDeadDigests.has(id);
    if (state === 'closed' && mails.length + found.length === 0 && !excused)
      complaints.push(`telling: ${name} had no mail`);
    if (new Set(mails.map((mail) => outcomesOf(mail.report))).size > 1)
      complaints.push(`telling: the mails of ${name} tell different outcomes`);
    const ofRules = (rules: readonly SweptRule[]) => JSON.stringify(rules.filter((rule) => !isWhole(rule)));
    if (found.some(({ rules }) => ofRules(rules) !== ofRules(findingOf(report).rules)))
      complaints.push(`telling: a digest tells other outcomes of ${name} than the ledger`);
  }
  complaints.push(...trial.toldTooOften.map((each) => `telling: ${each}`));
  const digested = new Set(trial.digests.flatMap(({ findings }) => findings.map(({ reportId }) => reportId)));
  const told = [...trial.entries.values()].flatMap(({ report }) => (digested.has(report.id) ? [report] : []));
  for (const report of [...trial.mails.map((mail) => mail.report), ...told]) {
    for (const rule of report.rules) {
      const untruth = untruthOf(trial, report, rule);
      if (untruth !== undefined) complaints.push(`telling: report ${short(report.id)} on ${rule.text}: ${untruth}`);
    }
  }
  return complaints;
}

/**
 * Whether a sweep told that it had to give up on a group, as AWS stayed out of reach: the report that it had begun stays
 * open, and is named where the ledger could still be read.
 */
const isGivenUp = ({ digests }: Trial, { id, eventName, group: { id: group } }: Report): boolean =>
  eventName === 'Sweep' &&
  digests.some(({ kind, findings }) =>
    findings.some((each) => {
      const named = each.reportId === id || (each.reportId === undefined && each.group.id === group);
      return kind === 'sweep' && named && each.rules.some(isWhole);
    }),
  );

/** What a sweep says of a group as a whole that it had to give up. */
const isWhole = ({ word, text }: SweptRule): boolean => word === 'failed' && text === undefined;

const outcomesOf = ({ rules }: Report): string => JSON.stringify(rules.map(({ rule, outcome }) => [rule.id, outcome]));
