import { broughtBy } from './brought.ts';
import type { Change } from './change.ts';
import { earlyOutcome } from './early-outcome.ts';
import { concernsOf } from './judge/concerns.ts';
import type { Judgement } from './judgement.ts';
import type { Memory } from './memory.ts';
import { secondsBetween } from './notice/duration.ts';
import { type Policy, SEVERITIES, type Severity } from './policy.ts';
import { type Broken, chooseRepair } from './repair.ts';
import { factsOf, type Intent, type Outcome, type Report, type ReportedRule } from './report.ts';
import { type Rule, ruleText } from './rule.ts';
import { RECENT, seenByFreeze } from './seen-by-freeze.ts';
import { withShortTexts } from './short-texts.ts';
import { spareRequired } from './spare-required.ts';
import type { Subject } from './subject.ts';
import { actorOf, verdictOn } from './subject-verdict.ts';
import { subjectsOf } from './subjects.ts';
import { mergeVerdicts, VERDICTS, type Verdict } from './verdict.ts';

/**
 * Judges what a change did, as things stand now, and says what is to be done about each rule: the report as it is before
 * the act. A rule that is gone is judged by the record; one that can't be told for certain is held.
 */
export function draftReport(judgement: Judgement, policies: readonly Policy[], at: string): Report {
  const { change, live, context, memory } = judgement;
  const { subjects, unknown } = subjectsOf(change.effect, live, memory);
  const { relevant, concerns, thawed } = concernsOf(judgement, policies);
  // Rules of one change that are gone by now stood together: what they covered together must be told.
  const gone = subjects.flatMap(({ rule, how, located }) =>
    how !== 'removed' && located.kind === 'gone' ? [rule] : [],
  );
  const together = { ...judgement, context: { ...context, at, standing: [...live.standing, ...gone] } };
  const rules = withShortTexts(
    spareRequired(
      subjects.map((subject) => reported(subject, together, { relevant, thawed }, at)),
      together.context,
      policies,
    ),
  )
    // Of rules that merely stand, those that are fine are not worth a word.
    .filter(({ how, verdict }) => how !== 'standing' || verdict.kind !== 'compliant');
  const ids = new Set(rules.map(({ rule }) => rule.id));
  const severities = [
    ...rules.flatMap(({ verdict }) => severitiesOf(verdict)),
    ...concerns.map(({ severity }) => severity),
  ];
  const kinds = new Set<Verdict['kind']>(rules.map(({ verdict }) => verdict.kind));
  if (concerns.length > 0) kinds.add('violation');
  if (unknown !== undefined) kinds.add('undetermined');
  return {
    ...factsOf(change, context.group, at),
    verdict: VERDICTS.find((kind) => kinds.has(kind)) ?? 'compliant',
    severity:
      SEVERITIES.findLast((severity) => severities.includes(severity)) ?? (unknown === undefined ? 'low' : 'high'),
    rules,
    ...(concerns.length > 0 && { concerns }),
    ...(unknown !== undefined && { unclear: unknown }),
    stayed: live.standing.filter(({ id }) => !ids.has(id)).map(ruleText),
  };
}

/** The policies that rules are judged by, and the freezes among them that the group has left. */
type Judging = { readonly relevant: readonly Policy[]; readonly thawed: readonly Policy[] };

const COMPLIANT: Verdict = { kind: 'compliant' };

function reported(
  subject: Subject,
  judgement: Judgement,
  { relevant: policies, thawed }: Judging,
  at: string,
): ReportedRule {
  const { rule, how, was } = subject;
  const { live, list, memory } = judgement;
  const actor = actorOf(subject, judgement);
  const context = { ...judgement.context, ...(actor && { actor }) };
  const seen = seenByFreeze(subject, { ...judgement, context }, policies, thawed);
  const verdict = mergeVerdicts(verdictOn(subject, context, policies), seen?.verdict ?? COMPLIANT);
  const by = broughtBy(memory, was ? { ...was, ...(rule.id && { id: rule.id }) } : rule);
  // What a freeze that was left is broken by is the rule's own change, a moment ago.
  const freed =
    seen?.verdict.kind === 'violation'
      ? { ...(seen.how && { how: seen.how }), ...(seen.was && { was: seen.was }) }
      : {};
  const broken: Broken = {
    ...{ rule, how, ...(was && { was }), ...(by && { broughtBy: by }), ...(list && { list }) },
    ...freed,
  };
  const { intent, held } = intentOf(verdict, broken, { ...judgement, context }, policies);
  const standing = { ...judgement.context, standing: live.standing };
  const outcome =
    verdict.kind === 'compliant'
      ? undefined
      : (earlyOutcome(subject, intent, standing, policies, at) ?? settledList(verdict, list, policies, at) ?? held);
  const before = how === 'standing' ? by : undefined;
  return {
    rule,
    how,
    ...(was && { was }),
    ...(before && { by: before }),
    text: ruleText(rule),
    verdict,
    intent,
    ...(outcome && { outcome }),
  };
}

/** The outcome of a rule that only a freeze minds, whose prefix list somebody has given its earlier entries again. */
function settledList(
  verdict: Verdict,
  list: Broken['list'],
  policies: readonly Policy[],
  at: string,
): Outcome | undefined {
  if (!list?.settled || verdict.kind !== 'violation') return undefined;
  const frozen = new Set(policies.flatMap(({ id, ban }) => (ban.kind === 'freeze' ? [id] : [])));
  return verdict.findings.every(({ policy }) => frozen.has(policy)) ? { kind: 'already-gone', at } : undefined;
}

function intentOf(
  verdict: Verdict,
  broken: Broken,
  { change, context, memory }: Judgement,
  policies: readonly Policy[],
): { intent: Intent; held?: Outcome } {
  if (verdict.kind !== 'violation') return { intent: { kind: 'none' } };
  const enforced = verdict.findings.filter(({ mode, remedy }) => mode === 'enforce' && remedy !== 'notify');
  const choice = chooseRepair(broken, enforced.length > 0 ? enforced : verdict.findings, context, policies);
  switch (choice.kind) {
    case 'tell':
      return { intent: { kind: 'notify' } };
    case 'hold':
      return {
        intent: { kind: 'notify' },
        ...(enforced.length > 0 && { held: { kind: 'held', reason: choice.reason } }),
      };
    case 'repair': {
      const { repair, instead } = choice;
      if (enforced.length === 0) return { intent: { kind: 'would', repair } };
      // A change of tags is no change of rules: who may tag groups must not thereby be able to take rules away.
      const tags = change.effect.kind === 'retagged' || change.effect.kind === 'untagged';
      if (tags && !isRecent(broken.rule, change, memory)) return { intent: { kind: 'notify' } };
      return { intent: { kind: 'act', repair, ...(instead !== undefined && { instead }) } };
    }
    default:
      return choice satisfies never;
  }
}

/** Whether a rule came so shortly before a change that the change may be meant to save it. */
function isRecent(rule: Rule, { time }: Change, memory: Memory | undefined): boolean {
  if (!memory) return false;
  const known = memory.accepted.find((entry) => entry.rule.id === rule.id);
  const age = known?.since === undefined ? undefined : secondsBetween(known.since, time);
  return age !== undefined && age <= RECENT;
}

function severitiesOf(verdict: Verdict): Severity[] {
  switch (verdict.kind) {
    case 'compliant':
      return [];
    case 'violation':
      return [...verdict.findings, ...verdict.doubts].map(({ severity }) => severity);
    case 'undetermined':
      return verdict.doubts.map(({ severity }) => severity);
    case 'exempt':
      return verdict.excuses.map(({ severity }) => severity);
    default:
      return verdict satisfies never;
  }
}
