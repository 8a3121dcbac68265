import type { Excuse } from './excuse.ts';
import type { ReportedRule } from './report.ts';
import { type Doubt, doubtsOf, excusesOf, type Finding, type Verdict } from './verdict.ts';

/** The most texts of traffic in one report, and in one list of it: a report must fit into the ledger, whatever the policy. */
const MOST_TEXTS = 6000;
const MOST_IN_LIST = 50;

/** The rules of a report, with the lists of traffic in their verdicts cut so that the report fits into the ledger. */
export function withShortTexts(rules: readonly ReportedRule[]): ReportedRule[] {
  const lists = rules.reduce((sum, { verdict }) => sum + listsIn(verdict), 0);
  const most = Math.max(3, Math.min(MOST_IN_LIST, Math.floor(MOST_TEXTS / Math.max(1, lists))));
  const short = (texts: readonly string[]) =>
    texts.length <= most ? texts : [...texts.slice(0, most), `and ${texts.length - most} more`];
  const cut = (finding: Finding): Finding => ({
    ...finding,
    offending: short(finding.offending),
    remainder: short(finding.remainder),
    ...(finding.within && { within: short(finding.within) }),
  });
  const doubt = (each: Doubt): Doubt => (each.part ? { ...each, part: short(each.part) } : each);
  const excuse = (each: Excuse): Excuse => ({ ...each, excused: short(each.excused) });
  return rules.map((each) => ({ ...each, verdict: shortened(each.verdict, cut, doubt, excuse) }));
}

const listsIn = (verdict: Verdict): number =>
  (verdict.kind === 'violation' ? verdict.findings.reduce((sum, { within }) => sum + (within ? 3 : 2), 0) : 0) +
  doubtsOf(verdict).filter(({ part }) => part !== undefined).length +
  excusesOf(verdict).length;

function shortened(
  verdict: Verdict,
  cut: (finding: Finding) => Finding,
  doubt: (doubt: Doubt) => Doubt,
  excuse: (each: Excuse) => Excuse,
): Verdict {
  switch (verdict.kind) {
    case 'compliant':
      return verdict;
    case 'exempt': {
      const [first, ...rest] = verdict.excuses;
      return { ...verdict, excuses: [excuse(first), ...rest.map(excuse)] };
    }
    case 'violation': {
      const { findings, doubts, excuses } = verdict;
      const [first, ...rest] = findings;
      return {
        ...verdict,
        findings: [cut(first), ...rest.map(cut)],
        doubts: doubts.map(doubt),
        ...(excuses && { excuses: excuses.map(excuse) }),
      };
    }
    case 'undetermined':
      return { ...verdict, ...(verdict.excuses && { excuses: verdict.excuses.map(excuse) }) };
    default:
      return verdict satisfies never;
  }
}
