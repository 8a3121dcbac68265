import type { Context } from '../core/context.ts';
import { draftReport } from '../core/draft.ts';
import { coverage } from '../core/judge/scope.ts';
import type { Policy } from '../core/policy.ts';
import { type Report, unclearReport } from '../core/report.ts';
import type { Lists } from '../core/traffic/rule-traffic.ts';
import type { Doubt } from '../core/verdict.ts';
import { isEgress } from './changed-rules.ts';
import type { Step } from './follow.ts';
import { groupContext, groupFacts, type KnownGroup, presentTags } from './known-group.ts';
import { doubtOf, stepDoubts } from './step-doubts.ts';

/** A step as the responder would have judged it in audit mode, and what can't be known from a log. */
export type JudgedStep = {
  readonly report: Report;
  readonly context: Context;
  readonly doubts: readonly Doubt[];
  /** What was taken for granted in judging it. */
  readonly assumed?: string;
};

/** Before any record: what a log has shown is older than the change that comes. */
const EARLIER = '0001-01-01T00:00:00Z';

/** Judges one step by some policies; the responder's own judgement, on the group as the log shows it to have been. */
export function judgeStep(
  { change, before, after, unknown }: Step,
  policies: readonly Policy[],
  lists: Lists,
): JudgedStep {
  const { account, region, effect, time } = change;
  const context: Context = { account, region, ...groupContext(after), lists, at: time };
  const judging = policies.filter(({ mode }) => mode !== 'off');
  if (effect.kind === 'unclear')
    return { report: unclearReport(change, effect.reason, time, context.group), context, doubts: [] };
  const covers = (policy: Policy, group: KnownGroup) =>
    coverage(policy.scope, { account, region, group: groupFacts(group) }).kind;
  const mayCover = judging.filter((policy) => covers(policy, after) !== 'outside');
  const onStanding = mayCover.filter(({ ban }) => ban.kind === 'deny' || ban.kind === 'only');
  if (unknown !== undefined) {
    const report = draftReport({ change, live: NOTHING, context }, [], time);
    return { report, context, doubts: onStanding.map((policy) => doubtOf(policy, unknown)) };
  }

  const unsure = judging.filter(
    (policy) => speaksOf(policy, effect) && [before, after].some((group) => covers(policy, group) === 'unknown'),
  );
  const judged = policies.filter((policy) => !unsure.includes(policy));
  const tags = effect.kind === 'retagged' || effect.kind === 'untagged' ? { tags: presentTags(after.tags) } : {};
  const report = draftReport(
    {
      change,
      live: { standing: after.rules, egress: [...after.egress] },
      // Of the tags that are not known none matters to the policies that are judged.
      context: { ...context, group: { ...context.group, ...tags } },
      memory: {
        version: 0,
        accepted: before.rules.map((rule) => ({ rule })),
        tags: presentTags(before.tags),
        tagsAt: EARLIER,
        brought: before.brought,
      },
    },
    judged,
    time,
  );
  const unseen = neverSeen({ change, before, after });
  const entered = onStanding.filter((policy) => covers(policy, before) !== 'covered' && speaksOf(policy, effect));
  const doubts = stepDoubts({ effect, after, unsure, unseen, mayCover, onStanding, entered, lost: report.unclear });
  if (unseen.length === 0) return { report, context, doubts };
  const assumed = `the log does not show that ${unseen.join(', ')} is an ingress rule, it is taken for one`;
  return { report, context, doubts, assumed };
}

const NOTHING = { standing: [], egress: [] };

/** Whether the scope of a policy speaks of a tag that a change is about. */
function speaksOf({ scope }: Policy, effect: Step['change']['effect']): boolean {
  const keys = [...Object.keys(scope.tags ?? {}), ...Object.keys(scope.unless?.tags ?? {})];
  return effect.kind === 'retagged'
    ? keys.some((key) => effect.before.has(key))
    : effect.kind === 'untagged' && keys.length > 0;
}

/** The rules that were modified and that the log never showed before: they may be of either direction. */
function neverSeen({ change: { effect }, before, after }: Step): string[] {
  if (effect.kind !== 'modified') return [];
  const ids = effect.rules.map(({ id }) => id);
  return ids.filter((id) => !before.rules.some((rule) => rule.id === id) && !isEgress(after, id));
}
