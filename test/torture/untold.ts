import { actorOfArn } from '../../functions/core/actor.ts';
import { ruleText } from '../../functions/core/rule.ts';
import { judge } from '../../functions/core/verdict.ts';
import { listsOf } from './check-holes.ts';
import { short } from './history.ts';
import type { Trial } from './trial.ts';

/**
 * The violations of which no mail speaks, by a judgement of its own: each rule that a call added or changed, taken alone
 * as it was right after, under the policies that cover every group or go by its name. Those that go by tags, and rules
 * whose source can change its meaning, may rightly be judged otherwise later.
 */
export function untold(trial: Trial): string[] {
  const policies = trial.policies.filter(({ scope }) => scope.tags === undefined);
  return trial.deeds.flatMap((deed) => {
    if (deed.own || trial.fates.get(deed.eventId) !== 'handled') return [];
    return deed.touched.flatMap((id) => {
      const now = deed.after.get(id);
      if (now?.rule.source.kind !== 'cidr') return [];
      const group = trial.account.state.groups.get(now.group);
      const context = {
        account: trial.account.account,
        region: trial.account.region,
        group: { id: now.group, ...(group && { name: group.name }) },
        standing: [now.rule],
        lists: listsOf(trial),
      };
      const actor = actorOfArn(deed.by);
      // One that begins or ends while a history runs does only one of the two.
      const violates = [new Date(deed.at).toISOString(), trial.ended].every((at) => {
        const [judged] = judge([now.rule], { ...context, actor, at }, policies, 'standing');
        return judged?.verdict.kind === 'violation';
      });
      if (!violates) return [];
      const entry = trial.entries.get(`${deed.eventId}/${now.group}`);
      const told = entry?.report.unclear !== undefined || entry?.report.rules.some(({ rule }) => rule.id === id);
      return told ? [] : [`telling: ${ruleText(now.rule)} (${short(id)}) of event ${short(deed.eventId)} was not told`];
    });
  });
}
