import type { Report, ReportedRule } from '../../functions/core/report.ts';
import { type Rule, sameContent } from '../../functions/core/rule.ts';
import { TIMEOUT } from './attempt.ts';
import { inGroup, statesBetween } from './history.ts';
import { MOST_LAG } from './lagging-reads.ts';
import type { Standing, Trial } from './trial.ts';

/** How much older than what is said of it the state may be that was read, in milliseconds: the time that an answer takes. */
const READING = 500;

/** What is untrue of the outcome that a report tells for a rule; undefined when it is true. */
export function untruthOf(trial: Trial, { group }: Report, reported: ReportedRule): string | undefined {
  const { rule, how, outcome, intent } = reported;
  if (outcome === undefined || !('at' in outcome)) return undefined;
  const at = Date.parse(outcome.at);
  const states = statesBetween(trial, at - READING, at);
  const ever = (holds: (state: Standing) => boolean): boolean => states.some(holds);
  const live = (state: Standing) => (rule.id === undefined ? undefined : state.get(rule.id)?.rule);
  const same = (state: Standing) => inGroup(state, group.id).some((each) => sameContent(each, rule));
  const isGone = (state: Standing) => (rule.id === undefined ? !same(state) : live(state) === undefined);
  const repair = intent.kind === 'act' ? intent.repair : undefined;
  const hasBack = (state: Standing) => {
    const now = live(state);
    return repair?.kind === 'restore' && now !== undefined && sameContent(now, repair.to);
  };
  switch (outcome.kind) {
    case 'done':
      // Somebody may have taken it away again where the reading after the act does not show it yet.
      if (repair?.kind === 'put-back')
        return ever(same) || wasPlaced(trial, at, group.id, rule)
          ? undefined
          : 'said to be put back, yet it did not stand';
      if (repair?.kind === 'restore' && outcome.instead === undefined)
        return ever((state) => hasBack(state) || isGone(state)) ? undefined : 'said to be restored, yet it was not';
      if (repair?.kind === 'restore-list' && outcome.instead === undefined) return undefined;
      return ever(isGone) ? undefined : 'said to be removed, yet it stood';
    case 'already-gone':
      // Of a list that has its earlier entries again, not of the rule that uses it.
      if (how === 'standing' && rule.source.kind === 'list') return undefined;
      if (how === 'removed') return ever(same) ? undefined : 'said to stand again, yet it did not';
      return ever((state) => isGone(state) || hasBack(state)) ? undefined : 'said to be gone, yet it stood';
    case 'changed':
      return ever((state) => {
        const now = live(state);
        return rule.id === undefined ? !same(state) : now === undefined || !sameContent(now, rule);
      })
        ? undefined
        : 'said to be changed, yet it stood as judged';
    case 'stands-again':
      // Of a rule that somebody has closed again no read need show it yet, and to call it open is the safe side.
      return statesBetween(trial, at - READING - MOST_LAG, at).some((state) => state.has(outcome.rule))
        ? undefined
        : 'said to stand again, yet it did not';
    default:
      return outcome satisfies never;
  }
}

/** Whether the responder added the content of a rule to its group in the run of the function that ends at a moment. */
const wasPlaced = ({ deeds }: Trial, by: number, group: string | undefined, rule: Rule): boolean =>
  deeds.some(
    ({ own, at, after, touched }) =>
      own &&
      at <= by &&
      by - at <= TIMEOUT &&
      touched.some((id) => {
        const added = after.get(id);
        return added?.group === group && added !== undefined && sameContent(added.rule, rule);
      }),
  );
