import type { GroupId, RuleId } from '../../functions/core/ids.ts';
import { placedRules } from '../../functions/core/placed-rules.ts';
import type { Report } from '../../functions/core/report.ts';
import { ruleText, sameContent } from '../../functions/core/rule.ts';
import { short } from './history.ts';
import type { Deed, Trial } from './trial.ts';

/** The responder removed, changed and added only what a violation in some report names, and as it was judged. */
export function checkActs(trial: Trial): string[] {
  const reports = [...trial.entries.values()].map(({ report }) => report);
  return trial.deeds
    .filter(({ own }) => own)
    .flatMap((deed) => deed.touched.flatMap((id) => problemOf(trial, reports, deed, id) ?? []));
}

function problemOf(trial: Trial, reports: readonly Report[], deed: Deed, id: RuleId): string | undefined {
  const [was, is] = [deed.before.get(id), deed.after.get(id)];
  const where: GroupId | undefined = (was ?? is)?.group;
  const here = reports.filter(({ group }) => group.id === where);
  const what = `${deed.operation} of ${short(id)} in ${deed.eventId.slice(0, 8)}`;
  if (!was) {
    const meant = here.some((report) => placedRules(report).some((rule) => is && sameContent(rule, is.rule)));
    return meant ? undefined : `act: ${what} added ${is && ruleText(is.rule)}, which no report means`;
  }
  const named = here
    .flatMap(({ rules }) => rules)
    .filter(({ rule, verdict, intent }) => rule.id === id && verdict.kind === 'violation' && intent.kind === 'act');
  if (named.length === 0) return `act: ${what} touched ${ruleText(was.rule)}, which no violation names`;
  const meant = is
    ? named.some(({ intent }) => {
        const repair = intent.kind === 'act' ? intent.repair : undefined;
        return repair?.kind === 'restore' && sameContent(repair.to, is.rule);
      })
    : true;
  if (!meant) return `act: ${what} gave it ${is && ruleText(is.rule)}, which no report means`;
  if (named.some(({ rule }) => sameContent(rule, was.rule))) return undefined;
  // EC2 has no conditional write: an edit that the last read before the act could not show is beyond anybody's reach.
  const edited = trial.deeds.findLast((other) => other !== deed && other.at <= deed.at && other.touched.includes(id));
  if (edited && deed.seenAt !== undefined && edited.at >= deed.seenAt) return undefined;
  return `act: ${what} touched ${ruleText(was.rule)}, a later edit that no report judged`;
}
