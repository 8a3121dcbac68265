import type { Actor, ActorKind } from './actor.ts';
import type { Guardrails } from './guardrails.ts';
import { minutesAfter } from './minutes-after.ts';
import { secondsBetween } from './notice/duration.ts';
import { ruleWord } from './outcome-word.ts';
import type { Report, ReportedRule } from './report.ts';

/** What is done to a rule over and over: its text, and whether the repair is to put it back. */
export type Deed = { readonly rule: string; readonly missing?: true };

/** A repair of a rule: by which report, when (ISO 8601), and after whose change. */
export type RecentRepair = Deed & { readonly report: string; readonly at: string; readonly by: Culprit };

/** Who changes a rule: `who` tells principals apart, `name` is for people and raw, as the record has it. */
export type Culprit = { readonly who: string; readonly name: string };

/** A hold that began with a report, and which was told by it. */
export type Hold = Deed & {
  readonly guard: 'breaker' | 'limit';
  readonly report: string;
  /** ISO 8601 */
  readonly until: string;
  /** Those whose changes brought it on; what anybody else does to the rule ends it. */
  readonly who: readonly string[];
};

/** What is kept of the repairs and holds in one group. `version` rises with every write. */
export type Conduct = {
  readonly version: number;
  readonly repairs: readonly RecentRepair[];
  readonly holds: readonly Hold[];
};

/** The most entries that are kept of either, the newest: the item must fit into the ledger. */
const MOST_KEPT = 300;

/**
 * What is to be kept of a group after a change was dealt with; undefined when nothing is new. A rule that was repaired is
 * counted once a report. A hold ends with its time, or when somebody who did not bring it on takes the rule away (or puts
 * back the one that is missing).
 */
export function nextConduct(before: Conduct | undefined, report: Report, { breaker }: Guardrails): Conduct | undefined {
  const by = culpritOf(report.actor);
  const known = before?.repairs ?? [];
  const holds = before?.holds ?? [];
  const repaired = report.rules.flatMap((each): RecentRepair[] => {
    if (!isRepaired(each)) return [];
    const counted = known.some((repair) => repair.report === report.id && sameDeed(repair, deedOf(each)));
    return counted ? [] : [{ ...deedOf(each), report: report.id, at: report.judgedAt, by }];
  });
  const standing = holds.filter((hold) => isLater(hold.until, report.judgedAt));
  const begun = report.rules.flatMap((each): Hold[] => {
    const guard = each.outcome?.kind === 'held' ? each.outcome.guard : undefined;
    if (guard === undefined || guard.kind === 'protected') return [];
    if (standing.some((hold) => hold.guard === guard.kind && sameDeed(hold, deedOf(each)))) return [];
    const others =
      guard.kind === 'breaker' ? recentRepairs(before, each, report, breaker).map((repair) => repair.by.who) : [];
    const who = [...new Set([...others, by.who])];
    return [{ ...deedOf(each), guard: guard.kind, report: report.id, until: guard.until, who }];
  });
  const lasting = standing.filter((hold) => !isLifted(hold, report, by));
  if (repaired.length === 0 && begun.length === 0 && lasting.length === standing.length) return undefined;
  // Once a rule is held its count begins anew, so that after the hold it is repaired again before it is held again.
  const broken = begun.filter(({ guard }) => guard === 'breaker');
  const repairs = [...known, ...repaired].filter(
    (repair) => isWithin(repair, report, breaker.within) && !broken.some((hold) => sameDeed(hold, repair)),
  );
  return {
    version: (before?.version ?? 0) + 1,
    repairs: repairs.slice(-MOST_KEPT),
    holds: [...lasting, ...begun].slice(-MOST_KEPT),
  };
}

/** The repairs of a rule within the breaker's window before a report, those of the report itself left out. */
export const recentRepairs = (
  conduct: Conduct | undefined,
  rule: ReportedRule,
  report: Report,
  { within }: Guardrails['breaker'],
): RecentRepair[] =>
  (conduct?.repairs ?? []).filter(
    (repair) => sameDeed(repair, deedOf(rule)) && repair.report !== report.id && isWithin(repair, report, within),
  );

/** The hold of a kind on a rule that an earlier report began and that lasts at the time of this one. */
export const standingHold = (
  conduct: Conduct | undefined,
  rule: ReportedRule,
  { id, judgedAt }: Report,
  guard: Hold['guard'],
): Hold | undefined =>
  conduct?.holds.find(
    (hold) =>
      hold.guard === guard && sameDeed(hold, deedOf(rule)) && hold.report !== id && isLater(hold.until, judgedAt),
  );

/**
 * A report, marked `quiet` where nobody needs to be told: all that breaks a policy in it is exempt, or was told before,
 * held as an earlier report says, and that hold lasts.
 */
export function quieted(report: Report, conduct: Conduct | undefined): Report {
  const words = new Set(report.rules.map(ruleWord));
  const telling = report.rules.filter((rule) => !['none', 'exempt'].includes(ruleWord(rule)));
  const again = telling.every((rule) => {
    const guard = rule.outcome?.kind === 'held' ? rule.outcome.guard : undefined;
    if (guard === undefined || guard.kind === 'protected') return false;
    return standingHold(conduct, rule, report, guard.kind) !== undefined;
  });
  const more = report.unclear !== undefined || (report.concerns ?? []).length > 0;
  return (telling.length > 0 || words.has('exempt')) && again && !more ? { ...report, quiet: true } : report;
}

/** The principal behind an actor; the session's name is left out where the caller chooses it, so that each run is the same. */
export function culpritOf({ kind, arn, name, session, tool }: Actor): Culprit {
  const person = kind === 'identity-center' && session !== undefined ? `${cut(session)} with ${cut(name)}` : cut(name);
  const title = kind === 'role' ? `role ${person}` : (TITLES[kind] ?? person);
  return {
    who: `${kind} ${(arn ?? name).slice(0, 300)}`,
    name: tool === undefined ? title : `${title} (says it is ${tool === 'console' ? 'the AWS console' : cut(tool)})`,
  };
}

/** Whether a culprit can be named: not a caller of whom the record says nothing, nor the sweep, which sees none. */
export const isKnown = ({ who }: Culprit): boolean => !who.startsWith('unknown ');

const TITLES: Partial<Record<ActorKind, string>> = { root: 'the root user', unknown: 'an unknown caller' };

const cut = (text: string): string => (text.length <= 64 ? text : `${text.slice(0, 61)}...`);

/** Whether the responder did it, even if somebody has undone it since. */
const isRepaired = ({ outcome }: ReportedRule): boolean =>
  outcome?.kind === 'done' || (outcome?.kind === 'stands-again' && outcome.removed === true);

const deedOf = ({ text, how }: ReportedRule): Deed => ({ rule: text, ...(how === 'removed' && { missing: true }) });

const sameDeed = (a: Deed, b: Deed): boolean => a.rule === b.rule && a.missing === b.missing;

const isLater = (a: string, b: string): boolean => (secondsBetween(b, a) ?? 0) > 0;

/** Whether a repair is less than so many minutes older than a report. */
const isWithin = ({ at }: RecentRepair, { judgedAt }: Report, minutes: number): boolean =>
  isLater(minutesAfter(at, minutes), judgedAt);

/** Whether a change by somebody else undid what a rule is held for. */
function isLifted({ rule, missing, who }: Hold, { rules, stayed }: Report, { who: actor }: Culprit): boolean {
  if (who.includes(actor)) return false;
  if (missing) return rules.some(({ text, how }) => text === rule && how === 'added');
  return rules.some(({ text, how }) => text === rule && how === 'removed') && !stayed?.includes(rule);
}
