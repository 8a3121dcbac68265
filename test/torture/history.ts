import { type Actor, actorOfArn } from '../../functions/core/actor.ts';
import type { GroupId, RuleId } from '../../functions/core/ids.ts';
import type { Report } from '../../functions/core/report.ts';
import { type Rule, sameContent } from '../../functions/core/rule.ts';
import type { Deed, Standing, Trial } from './trial.ts';

/** The last deed that touched a rule; undefined for one that stood from the start. */
export const lastOn = ({ deeds }: Trial, rule: RuleId): Deed | undefined =>
  deeds.findLast(({ touched }) => touched.includes(rule));

/**
 * Who gave a rule the content that it has at a moment (epoch milliseconds); undefined where no person's call did, and where
 * somebody else has since written the same content again, so that either may be taken for it.
 */
export function bringerOf({ deeds }: Trial, id: RuleId, by: number): Actor | undefined {
  const touching = deeds.filter(({ touched, at }) => at <= by && touched.includes(id));
  const brought = touching.findLastIndex(({ before, after }) => {
    const [was, is] = [before.get(id)?.rule, after.get(id)?.rule];
    return !was || !is || !sameContent(was, is);
  });
  const [deed, ...again] = touching.slice(Math.max(0, brought));
  const sure = deed && !deed.own && again.every((each) => each.by === deed.by);
  return sure ? actorOfArn(deed.by) : undefined;
}

/** The states that the rules of an account were in between two moments (epoch milliseconds), the one at `from` first. */
export function statesBetween({ deeds }: Trial, from: number, to: number): readonly Standing[] {
  const first = deeds.findLast(({ at }) => at <= from)?.after ?? deeds[0]?.before ?? new Map();
  return [first, ...deeds.flatMap(({ at, after }) => (at > from && at <= to ? [after] : []))];
}

/** The rules of a group in a state. */
export const inGroup = (state: Standing, group: GroupId | undefined): Rule[] =>
  [...state.values()].flatMap((each) => (each.group === group ? [each.rule] : []));

/** What the ledger has of an event and a group. */
export const reportOf = ({ entries }: Trial, { eventId }: Deed, group: GroupId): Report | undefined =>
  entries.get(`${eventId}/${group}`)?.report;

/** An id in short, as the story has it. */
export const short = (id: string | undefined): string => (id ?? 'none').slice(0, 8);
