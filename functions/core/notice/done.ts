import { type OutcomeWord, ruleWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';
import { doubtsOf } from '../verdict.ts';
import { actText } from './act-text.ts';
import { undoCommand } from './by-hand.ts';
import { trafficText } from './escape.ts';
import { isAboutGroup } from './group-text.ts';
import { keepFirst } from './keep-first.ts';
import { byOutcome, doubtfulParts, reasonFor, repairOf } from './reported-rules.ts';
import { wrap } from './wrap.ts';

/** How many rules a mail lists where one line each is enough. */
const SHOWN = { blocks: 20, characters: 6_000 };

/** What was done, would have been done or could not be done, rule by rule, gravest first. */
export function doneLines(report: Report): string[] {
  const { rules, concerns = [] } = report;
  const sorted = byOutcome(rules).flatMap(([, having]) => having);
  const left = sorted.filter((reported) => ['failed', 'held'].includes(ruleWord(reported)));
  const given = new Set(left.map(reasonFor)).size === 1;
  const { kept, left: more } = keepFirst(
    sorted.map((reported) => wrap(actText(reported, given), 2, 6)),
    SHOWN,
  );
  return [
    ...(rules.length === 0 ? ['  Nothing. The change was left as it is.'] : kept.flat()),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...(rules.length > 0 && concerns.length > 0 ? ['  Nothing but this notice: the call as a whole'] : []),
    ...undoLines(report, rules.filter(isRepaired)),
  ];
}

const REPAIRED: readonly OutcomeWord[] = ['reverted', 'narrowed', 'restored', 'put-back'];
/** Whether a repair may have got half-way: it failed, or the rule went after it was judged. */
const mayHaveBegun = ({ outcome }: ReportedRule, { judgedAt }: Report): boolean =>
  outcome?.kind === 'failed' ||
  (outcome !== undefined &&
    ['already-gone', 'changed', 'stands-again'].includes(outcome.kind) &&
    'at' in outcome &&
    outcome.at !== judgedAt);

const isRepaired = (reported: ReportedRule): boolean => REPAIRED.includes(ruleWord(reported));

function undoLines(report: Report, repaired: readonly ReportedRule[]): string[] {
  if (repaired.length === 0) return [];
  const one = repaired.length === 1;
  const removed = repaired.every((reported) => ruleWord(reported) === 'reverted');
  // Other rules may use a prefix list, so that is left to people.
  const byCommand = repaired.some(
    (reported) => ruleWord(reported) === 'reverted' || repairOf(reported).kind !== 'restore-list',
  );
  const command = byCommand ? undoCommand(report) : undefined;
  const partly = repaired.some(
    (reported) =>
      ruleWord(reported) === 'reverted' &&
      reported.verdict.kind === 'violation' &&
      reported.verdict.findings.every(
        ({ policy, remainder }) =>
          remainder.length > 0 || doubtsOf(reported.verdict).some((doubt) => doubt.part && doubt.policy === policy),
      ),
  );
  const rest = doubtfulParts(repaired).length > 0 ? 'what does not certainly break a policy' : 'what was within policy';
  return [
    ...(partly
      ? wrap(
          `A rule can only be removed whole, so ${rest} went with it. Add that part again as rules of its own if it is needed.`,
          2,
        )
      : []),
    ...wrap(
      removed
        ? `To undo this, have an exemption granted or the policy changed first, then add the ${one ? 'rule' : 'rules'} again as above. Added again before that, ${one ? 'it is' : 'they are'} removed again.`
        : `To undo this, have an exemption granted or the policy changed first, then make the change again. Made again before that, it is repaired again.`,
      2,
    ),
    ...(command === undefined
      ? []
      : [
          ...wrap("This command undoes it, as you, from Portcullis's folder:", 2),
          ...command.map((line) => `    ${line}`),
        ]),
  ];
}

/** That connections may outlive a rule; empty where no rule went and none is asked to go. */
export function connectionLines(report: Report): string[] {
  // A rule that was taken away leaves no hole to come in by.
  const words = new Set<OutcomeWord>(report.rules.filter(({ how }) => how !== 'removed').map(ruleWord));
  const changed = words.has('narrowed') || words.has('restored') || words.has('changed');
  const gone = changed || words.has('reverted') || words.has('already-gone');
  const open = (['failed', 'held', 'stands-again', 'would-revert', 'notified'] as const).some((word) =>
    words.has(word),
  );
  if (!gone && !open) return [];
  return wrap(
    `${changed ? 'Changing a rule' : gone ? 'Removing a rule' : 'Removing the rule'} does not cut every connection that is already open: what connected meanwhile may still be connected. To cut it at once, deny it in the subnet's network ACL, or end it on the machine.`,
    2,
  );
}

/** The rules that stand beside the change. */
export function stayedLines(report: Report): string[] {
  const { stayed, rules } = report;
  if (!isAboutGroup(report)) return [];
  const tried = rules.flatMap((each) =>
    each.intent.kind === 'act' && mayHaveBegun(each, report) ? [each.intent.repair.kind] : [],
  );
  const removed = rules.some(({ outcome }) => outcome?.kind === 'stands-again' && outcome.removed);
  const touched =
    removed || rules.some(isRepaired) || tried.some((kind) => kind !== 'revoke') ? 'nothing else' : 'nothing';
  const placed = doubtfulParts(rules).length > 0 ? 'does not certainly break a policy' : 'is within policy';
  const also = tried.includes('narrow') ? `; rules for what ${placed} may have been added` : '';
  const other = rules.length === 0 ? '' : 'other ';
  if (report.groupGone)
    return wrap(`Portcullis touched ${touched}${also}. The group is gone, and its rules with it.`, 2);
  if (stayed === undefined)
    return wrap(`Portcullis touched ${touched}${also}. The group's other rules are not known.`, 2);
  if (stayed.length === 0)
    return wrap(`Portcullis touched ${touched}${also}. The group has no ${other}ingress rules.`, 2);
  const { kept, left } = keepFirst(
    stayed.map((text) => wrap(`- ${trafficText(text)}`, 2, 6)),
    SHOWN,
  );
  return [
    ...wrap(`Portcullis touched ${touched}${also}. The group's ${other}ingress rules:`, 2),
    ...kept.flat(),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}
