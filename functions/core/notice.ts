import { recordText } from './notice/escape.ts';
import { fitReport } from './notice/fit-report.ts';
import { noticeSubject } from './notice/subject.ts';
import { noticeText } from './notice/text.ts';
import { outcomeWord } from './outcome-word.ts';
import type { Report } from './report.ts';
import { doubtsOf, excusesOf } from './verdict.ts';

/** What is published to the topic for one report. */
export type Notice = {
  /** Under 100 characters of printable ASCII. */
  readonly subject: string;
  /** The mail: plain text, 72 columns where words allow. */
  readonly text: string;
  /** The report as JSON, for queues, functions and HTTPS; at most 200,000 characters. */
  readonly json: string;
  /** For subscription filters. A list stands for SNS's String.Array. */
  readonly attributes: {
    readonly severity: string;
    readonly policy: readonly string[];
    readonly verdict: string;
    readonly outcome: string;
    readonly account: string;
    readonly region: string;
  };
};

/** How many policies an attribute names; SNS counts attributes into its 256 KB. */
const MOST_POLICIES = 100;

/** What is told of a report: by mail, and to machines. Never throws. */
export function makeNotice(report: Report): Notice {
  return {
    subject: noticeSubject(report),
    text: noticeText(report),
    json: fitReport(report).json,
    attributes: {
      severity: report.severity,
      policy: policiesOf(report),
      verdict: report.verdict,
      outcome: outcomeWord(report),
      account: attribute(report.account),
      region: attribute(report.region),
    },
  };
}

/** Every policy that was broken, could not be judged or was excused, each once; `none` alone where there is none. */
function policiesOf({ rules, concerns = [] }: Report): string[] {
  const ids = rules.flatMap(({ verdict }) => {
    const found = verdict.kind === 'violation' ? verdict.findings : [];
    return [...found, ...doubtsOf(verdict), ...excusesOf(verdict)].map(({ policy }) => policy);
  });
  const all = new Set([...ids, ...concerns.map(({ policy }) => policy)]);
  return all.size === 0 ? ['none'] : [...all].slice(0, MOST_POLICIES).map(attribute);
}

/** SNS refuses an attribute that is empty or holds control characters. */
const attribute = (text: string): string => recordText(text, 100) || 'unknown';
