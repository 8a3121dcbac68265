import type { GroupId, RuleId } from '../../functions/core/ids.ts';
import { ruleText } from '../../functions/core/rule.ts';
import { judge } from '../../functions/core/verdict.ts';
import { listsOf } from './check-holes.ts';
import { bringerOf, short } from './history.ts';
import { MOST_LAG } from './lagging-reads.ts';
import type { Trial } from './trial.ts';

/**
 * The rules of which an exemption had ended before a sweep began, and of which it said nothing: of those that stood alone
 * as they were from before it until after it, with a source and a group that nobody gave another meaning.
 */
export function missedBySweep(trial: Trial): string[] {
  return trial.sweeps.flatMap((run) => {
    const [from, to] = [Date.parse(run.began) - MOST_LAG, Date.parse(run.ended)];
    const during = trial.deeds.filter(({ at }) => at >= from && at <= to);
    const start = trial.deeds.findLast(({ at }) => at < from)?.after;
    const stayed = [...(start ?? [])].filter(([id]) => during.every(({ touched }) => !touched.includes(id)));
    return stayed.flatMap(([id, { group, rule }]) => {
      if (rule.source.kind !== 'cidr' || told(trial, group, id, from, to)) return [];
      const before = bringerOf(trial, id, from);
      const name = trial.account.state.groups.get(group)?.name;
      const violatesAt = (at: string): boolean => {
        const { account, region } = trial.account;
        const here = { account, region, group: { id: group, ...(name !== undefined && { name }) }, standing: [rule] };
        const facts = { ...here, lists: listsOf(trial), at, ...(before && { actor: before }) };
        const policies = trial.policies.filter(({ scope }) => scope.tags === undefined);
        return judge([rule], facts, policies, 'standing')[0]?.verdict.kind === 'violation';
      };
      const missed = violatesAt(run.began) && violatesAt(run.ended);
      return missed ? [`sweep: ${ruleText(rule)} (${short(id)}) in ${name} was not found from ${run.began} on`] : [];
    });
  });
}

/** Whether a report of the sweep speaks of a rule, or says of its group that it could not be judged. */
const told = ({ entries }: Trial, group: GroupId, id: RuleId, from: number, to: number): boolean =>
  [...entries.values()].some(({ report }) => {
    const at = Date.parse(report.judgedAt);
    const here = report.eventName === 'Sweep' && report.group.id === group && at >= from && at <= to;
    return here && (report.unclear !== undefined || report.rules.some(({ rule }) => rule.id === id));
  });
