import type { Report, ReportedRule } from '../report.ts';
import { type Doubt, doubtsOf, excusesOf, type Finding } from '../verdict.ts';
import { actorText } from './actor-text.ts';
import { count } from './duration.ts';
import { nameText, quoteText, trafficText } from './escape.ts';
import { exemptionsText } from './exempt-text.ts';
import { isAboutGroup, wholeGroupText } from './group-text.ts';
import { keepFirst } from './keep-first.ts';
import { byOutcome, wasText } from './reported-rules.ts';
import { wrap } from './wrap.ts';

/** How many rules a mail shows in full, and in how many characters. */
const SHOWN = { blocks: 50, characters: 12_000 };
/** How many pieces of one rule's traffic a mail names. */
const PIECES = 6;

/** What was opened, changed or taken away: each rule, its id and description, the part that offends and the part that doesn't. */
export function openedLines(report: Report): string[] {
  const { group, account, region, eventName } = report;
  const rules = byOutcome(report.rules).flatMap(([, having]) => having);
  const { kept, left } = keepFirst(rules.map(ruleLines), SHOWN);
  return [
    ...kept.flat(),
    ...(left > 0 ? [`  and ${count(left, 'more rule')}`] : []),
    ...(isAboutGroup(report) ? wrap(`Group: ${wholeGroupText(group)}`, 2, 6) : []),
    ...wrap(`Account: ${nameText(account)}, region ${nameText(region)}`, 2, 6),
    ...wrap(`Call: ${nameText(eventName)}`, 2, 6),
  ];
}

function ruleLines(reported: ReportedRule): string[] {
  const { rule, how, was, text, verdict } = reported;
  const missing = how === 'removed';
  const field = (label: string, value: string) => wrap(`${label}: ${value}`, 4, 8);
  const id = rule.id === undefined ? 'not known' : nameText(rule.id);
  const excuses = excusesOf(verdict);
  const fine = missing ? 'May go' : excuses.length > 0 ? 'Within policy or exempt' : 'Within policy';
  const [against, within] = [missing ? 'Must stay' : 'Against policy', fine];
  return [
    ...wrap(trafficText(text), 2, 6),
    ...field('Rule id', missing && rule.id !== undefined ? `${id}, which went with the rule` : id),
    ...(rule.description ? field('Description', quoteText(rule.description, 120)) : []),
    ...(how === 'modified' ? field('Before', wasText(reported) ?? 'not remembered') : []),
    ...(was?.description && was.description !== rule.description
      ? field('Description before', quoteText(was.description, 120))
      : []),
    ...(reported.by ? field('Brought by', actorText(reported.by)) : []),
    ...(verdict.kind === 'violation' ? partLines(reported, verdict.findings, against, within) : []),
    ...excuses
      .slice(0, PIECES)
      .flatMap((excuse) =>
        field(
          'Exempt',
          `${pieces(excuse.excused)}, from policy ${nameText(excuse.policy, 64)} by ${exemptionsText(excuse)}`,
        ),
      ),
    ...(verdict.kind === 'compliant' ? field(within, 'all of it') : []),
    ...(verdict.kind === 'undetermined' ? field(against, 'perhaps, see below') : []),
  ];
}

/** Findings that forbid the same part share a line; where they differ each line names its policies. */
function partLines(
  { text, verdict }: ReportedRule,
  findings: readonly Finding[],
  against: string,
  within: string,
): string[] {
  const doubts = doubtsOf(verdict);
  const parts = [...Map.groupBy(findings, ({ offending }) => offending.join('\n')).values()];
  return parts.slice(0, PIECES).flatMap((alike) => {
    const [first] = alike;
    const offending = first?.offending ?? [];
    const rest = first?.within ?? first?.remainder ?? [];
    const open = doubtfulPart(alike, doubts);
    const nothingElse = rest.length === 0 && open.length === 0;
    const whole = nothingElse || (offending.length === 1 && offending[0] === text);
    const by =
      parts.length > 1
        ? ` (${alike
            .slice(0, PIECES)
            .map(({ policy }) => nameText(policy))
            .join(', ')})`
        : '';
    return [
      ...wrap(`${against}${by}: ${whole ? 'all of it' : pieces(offending)}`, 4, 8),
      ...(open.length === 0 ? [] : wrap(`Not known, see below${by}: ${pieces(open)}`, 4, 8)),
      ...(rest.length === 0 || whole ? [] : wrap(`${within}${by}: ${pieces(rest)}`, 4, 8)),
    ];
  });
}

/** What is in doubt of a rule under policies that forbid the same part of it. */
const doubtfulPart = (findings: readonly Finding[], doubts: readonly Doubt[]): string[] => [
  ...new Set(
    doubts.flatMap(({ policy, part = [] }) => (findings.some((finding) => finding.policy === policy) ? part : [])),
  ),
];

function pieces(texts: readonly string[]): string {
  const shown = texts.slice(0, PIECES).map(trafficText).join(', ');
  return texts.length > PIECES ? `${shown} and ${texts.length - PIECES} more` : shown;
}
