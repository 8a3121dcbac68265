import { type OutcomeWord, ruleWord } from '../outcome-word.ts';
import type { Report, ReportedRule } from '../report.ts';
import type { How } from '../verdict.ts';
import { actorFacts } from './actor-text.ts';
import { lookUpCommand } from './by-hand.ts';
import { howOf, isOpening } from './deed-text.ts';
import { connectionLines, doneLines, stayedLines } from './done.ts';
import { durationText, instantText, secondsBetween } from './duration.ts';
import { nameText, quoteText } from './escape.ts';
import { openedLines } from './opened.ts';
import { doubtLines, policyLines } from './policies.ts';
import { isMissing, isResumed, namedRules, openFor } from './reported-rules.ts';
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
    [headingOf(report), openedLines(report)],
    ['WHO DID IT', whoLines(report)],
    ['WHEN', whenLines(report)],
    [
      report.rules.some(({ verdict }) => verdict.kind === 'violation') ? 'WHY IT IS NOT ALLOWED' : 'WHY IT IS TOLD',
      policyLines(report),
    ],
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

function headingOf({ rules, concerns = [] }: Report): string {
  if (rules.length === 0) return concerns.length > 0 ? 'WHAT HAPPENED' : 'WHERE';
  const how = howOf(rules);
  switch (how) {
    case 'added':
      return 'WHAT WAS OPENED';
    case 'modified':
      return 'WHAT WAS CHANGED';
    case 'removed':
      return 'WHAT WAS TAKEN AWAY';
    case 'standing':
      return 'WHAT WAS JUDGED';
    case undefined:
      return 'WHAT HAPPENED';
    default:
      return how satisfies never;
  }
}

const CALLED: Readonly<Record<How, string>> = {
  added: 'Opened',
  modified: 'Changed',
  removed: 'Taken away',
  standing: 'Called',
};

function whenLines(report: Report): string[] {
  const { changedAt, judgedAt, rules } = report;
  const how = howOf(rules);
  const waited = secondsBetween(changedAt, judgedAt);
  const lines = [
    `${how === undefined ? 'Called' : CALLED[how]}: ${at(changedAt)}`,
    `Judged: ${at(judgedAt)}${waited === undefined ? '' : `, ${durationText(waited)} later`}`,
    ...ENDED.flatMap(([word, label, missing]) => {
      const having = rules.filter((each) => ruleWord(each) === word && (each.how === 'removed') === missing);
      if (having.length === 0) return [];
      const by = isResumed(having) ? 'Gone: by' : label;
      return [`${word === 'reverted' ? by : label} ${endOf(having)}, ${lasted(having, report)}`];
    }),
    ...sinceLines(rules),
    ...stillLines(report),
  ];
  return lines.flatMap((line) => wrap(line, 2, 6));
}

/** What ended a hole, by word and by whether rules were missing. */
const ENDED: readonly (readonly [word: OutcomeWord, label: string, missing: boolean])[] = [
  ['reverted', 'Removed:', false],
  ['narrowed', 'Narrowed:', false],
  ['restored', 'Changed back:', false],
  ['already-gone', 'Gone: by', false],
  ['put-back', 'Put back:', true],
  ['already-gone', 'There again: by', true],
];

function lasted(rules: readonly ReportedRule[], report: Report): string {
  const upTo = isResumed(rules) || rules.every((each) => ruleWord(each) === 'already-gone') ? 'up to ' : '';
  const time = openFor(report, rules);
  if (isMissing(rules)) return `missing for ${upTo}${time}`;
  return howOf(rules) !== 'standing' || isOpening(report) ? `open for ${upTo}${time}` : `${time} after the call`;
}

/** What came to another end by somebody else's doing. */
function sinceLines(rules: readonly ReportedRule[]): string[] {
  return [
    ['changed', 'Changed again: by'] as const,
    ['stands-again', 'Standing again, under another id: at'] as const,
  ].flatMap(([word, label]) => {
    const having = rules.filter((each) => ruleWord(each) === word);
    return having.length === 0 ? [] : [`${label} ${endOf(having)}`];
  });
}

function stillLines({ rules, judgedAt }: Report): string[] {
  const still = rules.filter((each) => ['failed', 'held', 'would-revert', 'notified'].includes(ruleWord(each)));
  return [
    ['missing', still.filter(({ how }) => how === 'removed')] as const,
    ['open', still.filter(({ how }) => how !== 'removed')] as const,
  ].flatMap(([state, having]) =>
    having.length === 0
      ? []
      : [
          `Still ${state} when Portcullis judged it, at ${at(judgedAt)}${having.length < rules.length ? `: ${namedRules(having)}` : ''}`,
        ],
  );
}

/** When the last of some rules was seen to be repaired or gone. */
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
