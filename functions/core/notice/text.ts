import { type OutcomeWord, ruleWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';
import { actorFacts } from './actor-text.ts';
import { lookUpCommand } from './by-hand.ts';
import { connectionLines, doneLines, stayedLines } from './done.ts';
import { durationText, instantText, secondsBetween } from './duration.ts';
import { nameText, quoteText } from './escape.ts';
import { openedLines } from './opened.ts';
import { doubtLines, policyLines } from './policies.ts';
import { namedRules, openFor } from './reported-rules.ts';
import { noticeSummary } from './summary.ts';
import { wrap } from './wrap.ts';

/**
 * The body of a mail: a summary, then sections, each under a heading in capitals.
 *
 * Only headings and the summary begin at the margin, and the summary holds no free text; so whatever a record says, it
 * can't forge a line.
 */
export function noticeText(report: Report): string {
  const sections: [heading: string, lines: readonly string[]][] = [
    [report.rules.length === 0 ? 'WHERE' : 'WHAT WAS OPENED', openedLines(report)],
    ['WHO DID IT', whoLines(report)],
    ['WHEN', whenLines(report)],
    ['WHY IT IS NOT ALLOWED', policyLines(report)],
    ['WHAT COULD NOT BE JUDGED', doubtLines(report)],
    ['WHAT WAS DONE', doneLines(report)],
    ['WHAT STAYED', stayedLines(report)],
    ['OPEN CONNECTIONS', connectionLines(report)],
    ['REPORT', reportLines(report)],
  ];
  const filled = sections.filter(([, lines]) => lines.length > 0);
  return [...noticeSummary(report), ...filled.flatMap(([heading, lines]) => ['', heading, ...lines]), ''].join('\n');
}

function whoLines({ actor, account }: Report): string[] {
  const chosen = [
    ...(actor.session !== undefined && actor.kind !== 'identity-center' ? ['session'] : []),
    ...(actor.tool !== undefined || actor.userAgent !== undefined ? ['tool'] : []),
  ];
  const named =
    chosen.length === 2
      ? 'Session and tool are as the caller named them'
      : `The ${chosen[0]} is as the caller named it`;
  return [
    ...actorFacts(actor, account).flatMap((line) => wrap(line, 2, 6)),
    ...(chosen.length === 0 ? [] : wrap(`(${named}: shown, not trusted.)`, 2)),
  ];
}

function whenLines(report: Report): string[] {
  const { changedAt, judgedAt, rules } = report;
  const having = (...words: OutcomeWord[]) => rules.filter((reported) => words.includes(ruleWord(reported)));
  const [reverted, gone] = [having('reverted'), having('already-gone')];
  const open = having('failed', 'held', 'would-revert', 'notified');
  const waited = secondsBetween(changedAt, judgedAt);
  const lines = [
    `${rules.length === 0 ? 'Called' : 'Opened'}: ${at(changedAt)}`,
    `Judged: ${at(judgedAt)}${waited === undefined ? '' : `, ${durationText(waited)} later`}`,
    ...(reverted.length === 0 ? [] : [`Removed: ${endOf(reverted)}, open for ${openFor(report, reverted)}`]),
    ...(gone.length === 0 ? [] : [`Gone: by ${endOf(gone)}, open for up to ${openFor(report, gone)}`]),
    ...(open.length === 0
      ? []
      : [`Still open as this is written${open.length < rules.length ? `: ${namedRules(open)}` : ''}`]),
  ];
  return lines.flatMap((line) => wrap(line, 2, 6));
}

/** When the last of some rules was seen to be gone. */
const endOf = (rules: readonly ReportedRule[]): string =>
  at(
    rules
      .flatMap(({ outcome }) => (outcome !== undefined && 'at' in outcome ? [outcome.at] : []))
      .sort()
      .at(-1) ?? '',
  );

const at = (instant: string): string => instantText(instant) ?? quoteText(instant, 40);

function reportLines(report: Report): string[] {
  const { id } = report;
  const lookUp = lookUpCommand(report);
  return [
    ...wrap(`Id: ${/^[\w./@+=-]{1,300}$/.test(id) ? id : quoteText(id, 300)}`, 2, 6),
    ...wrap("Portcullis's ledger keeps this report and the raw record under that id, and its logs name it.", 2),
    ...(lookUp === undefined
      ? wrap(`The call itself is in CloudTrail, event ${nameText(report.eventId)}.`, 2)
      : ['  The call itself is in CloudTrail:', ...lookUp.map((line) => `    ${line}`)]),
  ];
}
