import { type Brought, nextBrought } from './brought.ts';
import type { Change } from './change.ts';
import { secondsBetween } from './notice/duration.ts';
import { placedRules } from './placed-rules.ts';
import type { Report, ReportedRule } from './report.ts';
import { type Rule, sameContent, type Tags } from './rule.ts';
import { RECENT } from './seen-by-freeze.ts';

/** An accepted rule; since when, where a change that was seen brought it, and what it was until then, where it was changed. */
export type Accepted = { readonly rule: Rule; readonly since?: string; readonly was?: Rule };

/**
 * What is remembered of a group: its last accepted rules, and since when (ISO 8601) where a change that was seen brought
 * them, and the tags it had then. `version` rises with every write.
 */
export type Memory = {
  readonly version: number;
  readonly accepted: readonly Accepted[];
  /** Who brought the rules that stand, accepted or not; absent when of none it is known. */
  readonly brought?: readonly Brought[];
  readonly tags?: Tags;
  /** When the tags were read (ISO 8601): a change before that is in them. */
  readonly tagsAt?: string;
};

/**
 * What is to be remembered of a group after a change was dealt with; `standing` and `tags` are the group as it was last
 * read. Rules that were to be repaired and still stand are not accepted: of them the old content is kept, if there is
 * one. Rules that this change is not about stay as they are remembered: their own changes bring them here. A group that
 * was never seen before is taken as it is, by a sweep less what it would have repaired.
 */
export function nextMemory(
  before: Memory | undefined,
  standing: readonly Rule[],
  tags: Tags | undefined,
  change: Change,
  report: Report,
): Memory {
  // What a repair put there is the responder's own work, and its own events are not judged.
  const placed = placedRules(report);
  const swept = change.effect.kind === 'swept';
  // A sweep has seen no call, so a rule that is the same but for its id is the one that was accepted.
  const renamed = swept
    ? (before?.accepted ?? []).map((entry) => entry.rule).filter(({ id }) => !standing.some((rule) => rule.id === id))
    : [];
  // Nor does a sweep take for right what it would have repaired only because it is the first to look.
  const isLeft = ({ intent, outcome }: ReportedRule) => swept && intent.kind === 'act' && outcome?.kind !== 'done';
  // Ids never come again: a rule that the change took away can only be shown by a reading older than the change.
  const taken =
    change.effect.kind === 'removed' ? [...change.effect.ids, ...change.effect.rules.map(({ id }) => id)] : [];
  const accepted = standing.flatMap((rule) => {
    if (rule.id !== undefined && taken.includes(rule.id)) return [];
    const known = before?.accepted.find((entry) => entry.rule.id === rule.id);
    const judged = report.rules.find((each) => each.rule.id === rule.id && (each.how !== 'standing' || isLeft(each)));
    // What a later call made of it is that call's to bring here, once it was judged.
    if (judged && judged.intent.kind !== 'act' && sameContent(rule, judged.rule))
      return [acceptedBy(change, rule, judged.how === 'modified' ? known : undefined)];
    if (judged) return known ? [known] : [];
    if (known) return [known];
    return before === undefined || [...placed, ...renamed].some((own) => sameContent(own, rule)) ? [{ rule }] : [];
  });
  // A rule that is gone stays remembered until the change that took it away comes here: it may have to be put back.
  const revoked = report.rules.flatMap(({ rule, how, outcome }) =>
    how !== 'removed' && outcome?.kind === 'done' ? [rule.id] : [],
  );
  const pending = (before?.accepted ?? []).filter(
    ({ rule: { id } }) =>
      !swept && !standing.some((rule) => rule.id === id) && !taken.includes(id) && !revoked.includes(id),
  );
  // Tags are remembered as they were before a change of them that is yet to come here, so that it can be judged.
  const retag = change.effect.kind === 'retagged' || change.effect.kind === 'untagged';
  const kept =
    before?.tags && before.tagsAt !== undefined && !retag ? { tags: before.tags, tagsAt: before.tagsAt } : undefined;
  const read = tags && { tags, tagsAt: report.judgedAt };
  const brought = nextBrought(before?.brought, standing, change, report);
  return {
    version: (before?.version ?? 0) + 1,
    accepted: [...accepted, ...pending],
    ...(brought.length > 0 && { brought }),
    ...(kept ?? read),
  };
}

/** A rule as a change made it. What it was before the first of several changes within an hour is kept. */
function acceptedBy({ time }: Change, rule: Rule, known: Accepted | undefined): Accepted {
  if (!known || sameContent(known.rule, rule)) return { rule, since: time };
  const age = known.since === undefined ? undefined : secondsBetween(known.since, time);
  const was = age !== undefined && age <= RECENT && known.was ? known.was : known.rule;
  return { rule, since: time, was };
}
