import { gravest, OUTCOME_WORDS } from '../outcome-word.ts';
import type { SweepFinding } from '../sweep.ts';

const MOST_JSON = 200_000;

/** A digest for machines: as many findings, gravest first, as there is room for, `cut` where that is not all. */
export function digestJson(digest: { readonly findings: readonly SweepFinding[] } & Record<string, unknown>): string {
  let findings = [...digest.findings].sort((a, b) => rank(a) - rank(b));
  for (;;) {
    const cut = findings.length < digest.findings.length;
    const json = JSON.stringify({ ...digest, findings, ...(cut && { cut }) });
    if (json.length <= MOST_JSON || findings.length === 0) return json;
    findings = findings.slice(0, Math.floor(findings.length / 2));
  }
}

const rank = ({ rules }: SweepFinding): number =>
  OUTCOME_WORDS.indexOf(gravest(new Set(rules.map(({ word }) => word))));
