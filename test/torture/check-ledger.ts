import { ruleText, sameContent } from '../../functions/core/rule.ts';
import { groupOf } from './group-of.ts';
import { lastOn, short } from './history.ts';
import type { Trial } from './trial.ts';

/** After this, in milliseconds, nothing that was read before a write is written any more: the function's time-out, and the lag. */
const SETTLED = 35_000;

/** What is remembered of a group stood there once; and of what was taken away, nothing is left once the group changes again. */
export function checkLedger(trial: Trial): string[] {
  const complaints: string[] = [];
  for (const [group, { accepted }] of trial.memories) {
    const standing = trial.account.ingress(group) ?? [];
    for (const { rule } of accepted) {
      const { id } = rule;
      const states = [trial.deeds[0]?.before, ...trial.deeds.map(({ after }) => after)];
      const stood = states.some((state) => {
        const held = id === undefined ? undefined : state?.get(id);
        return held !== undefined && sameContent(held.rule, rule);
      });
      if (!stood) complaints.push(`memory: ${ruleText(rule)} (${short(id)}) is remembered, yet it never stood`);
      const last = id && lastOn(trial, id);
      if (!last || last.own || trial.fates.get(last.eventId) !== 'handled') continue;
      // An attempt that had read before may write after; the group's next change puts it right.
      const mended = trial.deeds.some(
        ({ own, at, input, eventId }) =>
          !own && at > last.at + SETTLED && groupOf(input) === group && trial.fates.get(eventId) === 'handled',
      );
      if (mended && !standing.some((live) => live.id === id))
        complaints.push(`memory: ${ruleText(rule)} (${short(id)}) is remembered, yet it was taken away`);
    }
  }
  return complaints;
}
