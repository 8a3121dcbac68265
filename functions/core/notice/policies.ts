import { type Remedy, SEVERITIES } from '../policy.ts';
import type { Report } from '../report.ts';
import { doubtsOf, type Finding } from '../verdict.ts';
import { count } from './duration.ts';
import { nameText, policyText, reasonText } from './escape.ts';
import { askLines, nearText } from './exempt-text.ts';
import { keepFirst } from './keep-first.ts';
import { namedRules, namedTexts } from './reported-rules.ts';
import { wrap } from './wrap.ts';

/** How many policies, and doubts, a mail shows in full, and in how many characters. */
const SHOWN = { blocks: 20, characters: 8_000 };
/** How many lines of a policy's own texts a mail shows. */
const LINES = 20;
/** How many pieces of traffic that could not be judged a mail names together. */
const PIECES = 6;

/** One way in which a policy was broken, by a rule or by a change as a whole; `because` is safe to show. */
type Breach = Omit<Finding, 'offending' | 'remainder' | 'within' | 'remedy'> & { readonly remedy?: Remedy };

/** The policies that were broken, gravest first: why they are there, why this breaks them, what to do instead. */
export function policyLines(report: Report): string[] {
  const { rules, concerns = [] } = report;
  const findings = rules.flatMap(({ verdict }) => (verdict.kind === 'violation' ? verdict.findings : []));
  const breaches: Breach[] = [
    ...findings.map((finding) => ({ ...finding, because: policyText(finding.because, 400) })),
    // A concern may cite the record.
    ...concerns.map((concern) => ({ ...concern, because: reasonText(concern.because) })),
  ];
  const policies = [...Map.groupBy(breaches, ({ policy }) => policy).values()].sort(
    ([a], [b]) => gravity(b) - gravity(a),
  );
  const { kept, left } = keepFirst(policies.map(blockOf), SHOWN);
  return [
    ...kept.flat(),
    ...(left > 0 ? [`  and ${left} more ${left === 1 ? 'policy' : 'policies'}`] : []),
    ...askLines(report),
  ];
}

const gravity = (breach: Breach | undefined): number => (breach ? SEVERITIES.indexOf(breach.severity) : -1);

function blockOf(breaches: readonly Breach[]): string[] {
  const [first] = breaches;
  if (!first) return [];
  const { title, policy, severity, mode, remedy, why, runbook } = first;
  const [here = '', ...more] = new Set(breaches.map(({ because }) => because));
  const remedied = remedy === undefined ? '' : `, remedy ${remedy}`;
  return [
    ...wrap(policyText(title, 200), 2, 6),
    ...wrap(`Policy: ${nameText(policy, 64)}, ${severity}, ${mode} mode${remedied}`, 4, 8),
    ...(why === undefined ? [] : ownWords('Why it exists', why)),
    ...wrap(`${remedy === undefined ? 'Why it is told' : 'Why this breaks it'}: ${here}`, 4, 8),
    ...more.slice(0, 3).flatMap((each) => wrap(`and: ${each}`, 8)),
    ...(more.length > 3 ? [`        and ${count(more.length - 3, 'more reason')}`] : []),
    ...[...new Set(breaches.flatMap(({ nearly = [] }) => nearly.map(nearText)))]
      .slice(0, 3)
      .flatMap((near) => wrap(near, 4, 8)),
    ...ownWords('What to do instead', runbook),
  ];
}

/** A policy's text keeps the lines that its author gave it; a runbook may be a list of steps. */
function ownWords(label: string, text: string): string[] {
  const lines = text
    .split('\n', LINES)
    .map((line) => policyText(line, 600))
    .filter((line) => line !== '');
  const [only] = lines;
  if (only === undefined) return [];
  if (lines.length === 1) return wrap(`${label}: ${only}`, 4, 8);
  return [...wrap(`${label}:`, 4), ...lines.flatMap((line) => wrap(line, 8, 10))];
}

/** What could not be judged, rule by rule and policy by policy, and the fact that was missing. */
export function doubtLines({ rules, unclear }: Report): string[] {
  const doubts = rules.flatMap((reported) => doubtsOf(reported.verdict).map((doubt) => ({ reported, ...doubt })));
  const alike = [
    ...Map.groupBy(doubts, ({ policy, reason, part }) => JSON.stringify([policy, reason, part !== undefined])).values(),
  ];
  const blocks = alike.map((group) => {
    const [{ policy, reason } = { policy: '', reason: '' }] = group;
    const parts = group.flatMap(({ part = [] }) => part);
    const what = parts.length > 0 ? namedTexts(parts, PIECES) : namedRules(group.map(({ reported }) => reported));
    return [...wrap(`${what} by policy ${nameText(policy, 64)}`, 2, 6), ...wrap(`Reason: ${reasonText(reason)}`, 4, 8)];
  });
  const { kept, left } = keepFirst(blocks, SHOWN);
  return [
    ...(unclear === undefined ? [] : ['  The call as a whole', ...wrap(`Reason: ${reasonText(unclear)}`, 4, 8)]),
    ...kept.flat(),
    ...(left > 0 ? [`  and ${left} more`] : []),
  ];
}
