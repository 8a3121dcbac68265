import type { Notice } from '../notice.ts';
import { gravest } from '../outcome-word.ts';
import { SEVERITIES } from '../policy.ts';
import type { SweepFinding } from '../sweep.ts';
import { recordText } from './escape.ts';

/** How many policies an attribute names; SNS counts attributes into its 256 KB. */
const MOST_POLICIES = 100;

/** What a digest's subscribers may filter by: the gravest of its findings, and every policy in them. */
export function digestAttributes(
  findings: readonly SweepFinding[],
  account: string,
  region: string,
): Notice['attributes'] {
  const rules = findings.flatMap((finding) => finding.rules);
  const policies = [...new Set(rules.flatMap((rule) => rule.policies))].slice(0, MOST_POLICIES);
  const judged = rules.some(({ word }) => word !== 'undetermined');
  const kind = rules.length === 0 ? 'compliant' : 'undetermined';
  return {
    severity: SEVERITIES.findLast((each) => findings.some(({ severity }) => severity === each)) ?? 'low',
    policy: policies.length === 0 ? ['none'] : policies.map(attribute),
    verdict: judged ? 'violation' : kind,
    outcome: gravest(new Set(rules.map(({ word }) => word))),
    account: attribute(account),
    region: attribute(region),
  };
}

/** SNS refuses an attribute that is empty or holds control characters. */
const attribute = (text: string): string => recordText(text, 100) || 'unknown';
