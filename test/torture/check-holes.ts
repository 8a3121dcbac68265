import type { GroupId, PrefixListId } from '../../functions/core/ids.ts';
import { type Rule, ruleText } from '../../functions/core/rule.ts';
import type { Cidr } from '../../functions/core/traffic/cidr.ts';
import { judge } from '../../functions/core/verdict.ts';
import { bringerOf, lastOn, reportOf, short } from './history.ts';
import { MOST_LAG } from './lagging-reads.ts';
import type { Deed, Trial } from './trial.ts';

/**
 * No rule that an enforced policy forbids stands at the end, but for what `excuseOf` excuses, and but for rules that only
 * break the policy by the company of one that is excused.
 */
export function checkHoles(trial: Trial): string[] {
  const { account, policies } = trial;
  const enforced = policies.filter(({ mode, remedy }) => mode === 'enforce' && remedy !== 'notify');
  return [...account.state.groups.values()].flatMap(({ id, name, vpc, tags }) => {
    const standing = account.ingress(id) ?? [];
    const context = {
      account: account.account,
      region: account.region,
      group: { id, name, vpc, tags: Object.fromEntries(tags) },
      lists: listsOf(trial),
    };
    const violates = (rule: Rule, beside: readonly Rule[], at: string): boolean => {
      const actor = rule.id && bringerOf(trial, rule.id, Number.POSITIVE_INFINITY);
      const here = { ...context, standing: beside, at, ...(actor && { actor }) };
      return judge([rule], here, enforced, 'standing')[0]?.verdict.kind === 'violation';
    };
    const broken = (rules: readonly Rule[], beside: readonly Rule[]) =>
      rules.filter((rule) => violates(rule, beside, trial.ended));
    const violating = broken(standing, standing);
    const excused = violating.filter((rule) => {
      const judged = judgedAt(trial, rule, id);
      const ended = judged !== undefined && !violates(rule, standing, judged);
      return ended || excuseOf(trial, rule, id) !== undefined;
    });
    const beside = standing.filter((rule) => !excused.includes(rule));
    return broken(
      violating.filter((rule) => !excused.includes(rule)),
      beside,
    ).map((rule) => `hole: ${ruleText(rule)} (${short(rule.id)}) still stands in ${name}`);
  });
}

/** The entries of every prefix list as they are. */
export const listsOf = ({ account }: Trial): Map<PrefixListId, readonly Cidr[]> =>
  new Map(
    [...account.state.lists].map(([id, { versions }]) => [id, (versions.at(-1) ?? []).map((entry) => entry.cidr)]),
  );

/** What can have made a rule break a policy: the call that gave it its content, and what changed its meaning since. */
function causesOf(trial: Trial, rule: Rule, group: GroupId): readonly Deed[] {
  const touched = rule.id && lastOn(trial, rule.id);
  const from = touched ? trial.deeds.indexOf(touched) : 0;
  return trial.deeds.filter((deed, index) => index >= from && (deed === touched || alters(deed, rule, group)));
}

/**
 * When the last of what can have made a rule break a policy was judged, or was done by the responder itself: an exemption
 * that was in force then and has ended since is for the sweep to find, as `missedBySweep` sees to. A change of tags has
 * only those policies judged that go by them.
 */
function judgedAt(trial: Trial, rule: Rule, group: GroupId): string | undefined {
  const last = causesOf(trial, rule, group).findLast(({ operation }) => !/Tags$/.test(operation));
  return last?.own ? new Date(last.at).toISOString() : last && reportOf(trial, last, group)?.judgedAt;
}

/** Why a rule may stand though a policy forbids it; undefined when nothing excuses it. */
function excuseOf(trial: Trial, rule: Rule, group: GroupId): string | undefined {
  const touched = rule.id && lastOn(trial, rule.id);
  const causes = causesOf(trial, rule, group);
  const crossed = causes.some((cause) => touched && cause !== touched && cause.at - touched.at <= MOST_LAG);
  if (crossed || meets(trial, touched, rule, group))
    return 'it and what gave it its meaning came so close together that the reads of neither need show the other: the sweep is for that';
  for (const cause of causes) {
    const fate = trial.fates.get(cause.eventId);
    if (fate === 'dropped') return 'its event never came: the sweep is for that';
    if (fate === 'dead') return 'its event is in the dead-letter queue, and the alarm tells';
    const report = reportOf(trial, cause, group);
    if (report?.unclear !== undefined) return 'its change could not be judged, and that was told';
    const reported = report?.rules.find((each) => each.rule.id === rule.id);
    if (!reported) continue;
    const { outcome, intent, verdict } = reported;
    if (outcome?.kind === 'failed') return 'its repair failed, and that was told';
    if (outcome?.kind === 'held') return 'it was held, and that was told';
    if (verdict.kind === 'undetermined') return 'it could not be judged, and that was told';
    if (/Tags$/.test(cause.operation) && intent.kind === 'notify')
      return 'who may tag groups must not be able to take rules away, so it was told only';
  }
  return undefined;
}

/** Whether the meaning of a rule changed so shortly before the rule that its own event may not show it. */
const meets = ({ deeds }: Trial, touched: Deed | undefined, rule: Rule, group: GroupId): boolean =>
  touched !== undefined &&
  deeds.some((deed) => alters(deed, rule, group) && deed.at <= touched.at && touched.at - deed.at <= MOST_LAG);

/** Whether a call gave a rule that stands another meaning. */
function alters({ operation, input }: Deed, { source }: Rule, group: GroupId): boolean {
  if (/Tags$/.test(operation)) return (input.Resources as readonly string[]).includes(group);
  return source.kind === 'list' && input.PrefixListId === source.id;
}
