import type { Report } from '../../functions/core/report.ts';
import { short } from './history.ts';
import type { Trial } from './trial.ts';
import { untold } from './untold.ts';
import { untruthOf } from './untruth.ts';

/** Every violation was told, once for each outcome, and what was told is what happened. */
export function checkTelling(trial: Trial): string[] {
  const complaints = untold(trial);
  for (const [id, { report, state }] of trial.entries) {
    const name = `report ${short(id)}`;
    if (state !== 'closed' && trial.fates.get(report.eventId) !== 'dead')
      complaints.push(`telling: ${name} is ${state}, yet its event was handled`);
    const mails = trial.mails.filter((mail) => mail.report.id === id);
    if (state === 'closed' && mails.length === 0 && !report.quiet) complaints.push(`telling: ${name} had no mail`);
    const most = 1 + (trial.lostMarks.get(id) ?? 0);
    if (mails.length > most) complaints.push(`telling: ${name} had ${mails.length} mails, and at most ${most} are due`);
    if (new Set(mails.map((mail) => outcomesOf(mail.report))).size > 1)
      complaints.push(`telling: the mails of ${name} tell different outcomes`);
  }
  for (const { report } of trial.mails) {
    for (const rule of report.rules) {
      const untruth = untruthOf(trial, report, rule);
      if (untruth !== undefined) complaints.push(`telling: report ${short(report.id)} on ${rule.text}: ${untruth}`);
    }
  }
  return complaints;
}

const outcomesOf = ({ rules }: Report): string => JSON.stringify(rules.map(({ rule, outcome }) => [rule.id, outcome]));
