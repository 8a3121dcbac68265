import type { Change } from './change.ts';
import type { Report } from './report.ts';
import { type Rule, sameContent, type Tags } from './rule.ts';

/**
 * What is remembered of a group: its last accepted rules, and since when (ISO 8601) where a change that was seen brought
 * them, and the tags it had then. `version` rises with every write.
 */
export type Memory = {
  readonly version: number;
  readonly accepted: readonly { readonly rule: Rule; readonly since?: string }[];
  readonly tags?: Tags;
  /** When the tags were read (ISO 8601): a change before that is in them. */
  readonly tagsAt?: string;
};

/**
 * What is to be remembered of a group after a change was dealt with; `standing` and `tags` are the group as it was last
 * read. Rules that were to be repaired and still stand are not accepted: of them the old content is kept, if there is
 * one. Rules that this change is not about stay as they are remembered: their own changes bring them here. A group that
 * was never seen before is taken as it is.
 */
export function nextMemory(
  before: Memory | undefined,
  standing: readonly Rule[],
  tags: Tags | undefined,
  change: Change,
  report: Report,
): Memory {
  // What a repair put there is the responder's own work, and its own events are not judged.
  const placed = report.rules.flatMap(({ rule, intent }) => {
    if (intent.kind !== 'act') return [];
    return intent.repair.kind === 'narrow' ? intent.repair.remainder : intent.repair.kind === 'put-back' ? [rule] : [];
  });
  const accepted = standing.flatMap((rule) => {
    const known = before?.accepted.find((entry) => entry.rule.id === rule.id);
    const judged = report.rules.find((each) => each.rule.id === rule.id && each.how !== 'standing');
    if (judged && judged.intent.kind !== 'act') return [{ rule, since: change.time }];
    if (judged) return known ? [known] : [];
    if (known) return [known];
    return before === undefined || placed.some((own) => sameContent(own, rule)) ? [{ rule }] : [];
  });
  // Tags are remembered as they were before a change of them that is yet to come here, so that it can be judged.
  const retag = change.effect.kind === 'retagged' || change.effect.kind === 'untagged';
  const kept =
    before?.tags && before.tagsAt !== undefined && !retag ? { tags: before.tags, tagsAt: before.tagsAt } : undefined;
  const read = tags && { tags, tagsAt: report.judgedAt };
  return { version: (before?.version ?? 0) + 1, accepted, ...(kept ?? read) };
}
