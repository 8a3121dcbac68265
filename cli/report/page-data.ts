import type { OutcomeWord } from '../../functions/core/outcome-word.ts';

/**
 * What the page holds, compressed. Names stand once in tables, and everything else points to them by index; index 0 of
 * `sets`, `actors`, `tools`, `groups` and `reasons` is all others (of `reasons`: none). Texts are escaped already.
 */
export type PageData = {
  /** history: a rehearsal on past records. ledger: what the responder did. */
  readonly source: 'history' | 'ledger';
  /** ISO 8601. */
  readonly madeAt: string;
  /** Epoch seconds of the first and the last change; absent when there is none. */
  readonly span?: readonly [from: number, to: number];
  /** Hours that a period of the chart has. */
  readonly period: number;
  readonly policies: readonly PolicyFacts[];
  /** Policies that were broken, or in doubt, together: indices of `policies`. */
  readonly sets: readonly (readonly number[])[];
  readonly actors: readonly ActorFacts[];
  readonly tools: readonly string[];
  readonly groups: readonly GroupFacts[];
  /** Why changes are undetermined. */
  readonly reasons: readonly string[];
  readonly cells: Cells;
  /** Canonical texts of traffic that the findings point to. */
  readonly traffic: readonly string[];
  readonly findings: readonly FindingFacts[];
  /** How many raw records each block of them has. */
  readonly recordBlocks: readonly number[];
  readonly exemptions: readonly ExemptionFacts[];
  readonly ledger?: LedgerFacts;
  readonly left: LeftOut;
};

export type PolicyFacts = {
  readonly id: string;
  readonly title?: string;
  readonly severity?: string;
  readonly mode?: string;
};

/** `as`: the first few names of its sessions; `more` counts further ones. */
export type ActorFacts = { readonly arn: string; readonly as: readonly string[]; readonly more: number };

export type GroupFacts = {
  readonly id: string | null;
  readonly name: string | null;
  readonly account: string;
  readonly region: string;
};

/** Counted changes in columns of equal length: so many (`count`) in one period with the same result, policies and so on. */
export type Cells = {
  /** Periods since the epoch, each as the difference from the one before it. */
  readonly at: readonly number[];
  /** Indices of RESULTS. */
  readonly result: readonly number[];
  readonly set: readonly number[];
  readonly actor: readonly number[];
  readonly tool: readonly number[];
  readonly group: readonly number[];
  readonly reason: readonly number[];
  readonly count: readonly number[];
};

/** Changes that are alike but for their time: the same traffic, policies, group and actor. */
export type FindingFacts = {
  readonly result: number;
  readonly severity: string | null;
  readonly mode: string | null;
  readonly remedy: string | null;
  readonly set: number;
  readonly actor: number;
  readonly group: number;
  readonly tool: number;
  readonly offending: readonly number[];
  readonly remainder: readonly number[];
  /** Pieces of traffic beyond those. */
  readonly morePieces: number;
  readonly reason: string;
  readonly count: number;
  /** Epoch seconds. */
  readonly first: number;
  readonly last: number;
  readonly occurrences: readonly OccurrenceFacts[];
};

export type OccurrenceFacts = {
  readonly time: number;
  readonly event: string;
  readonly id: string;
  readonly who: string;
  readonly place: string;
  /** Index of its raw record among all records of the page; absent when left out. */
  readonly record?: number;
  readonly outcome?: OutcomeWord;
  readonly exposure?: number;
  /** m: by mail. e: on the event bus. */
  readonly told?: '' | 'm' | 'e' | 'me';
};

/** Only of the live ledger. */
export type LedgerFacts = {
  /** How long holes stood open, in seconds, over all policies and for each. */
  readonly exposure?: Percentiles;
  readonly byPolicy: readonly (Percentiles & { readonly policy: number })[];
  /** Of the changes that had to be told: by both ways, by one, by none yet. */
  readonly told: {
    readonly both: number;
    readonly mailOnly: number;
    readonly eventOnly: number;
    readonly none: number;
  };
};

/** An exemption that excused something: how many changes, and when the last. */
export type ExemptionFacts = { readonly id: string; readonly count: number; readonly last: number };

export type Percentiles = {
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly max: number;
};

/** What the page had no room for, so that it can say so. */
export type LeftOut = {
  /** Changes and distinct names that stand under "all others". */
  readonly actors: number;
  readonly groups: number;
  /** Changes with a finding that is not listed. */
  readonly findings: number;
  /** Single changes of listed findings that are only counted. */
  readonly occurrences: number;
  /** Raw records, of violations and undetermined changes that came with one. */
  readonly records: number;
  readonly recordsKept: number;
  /** Changes whose time could not be read; they stand at the first period. */
  readonly untimed: number;
};
