import type { Report } from './report.ts';

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

export type { Report };
