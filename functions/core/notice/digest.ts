import type { AccountId } from '../ids.ts';
import type { Notice } from '../notice.ts';
import { gravest, OUTCOME_WORDS, type OutcomeWord } from '../outcome-word.ts';
import { SEVERITIES } from '../policy.ts';
import type { SweepFinding, SweptRule } from '../sweep.ts';
import type { Stale } from '../uses.ts';
import { count, instantText } from './duration.ts';
import { nameText, reasonText, recordText, trafficText } from './escape.ts';
import { nearText } from './exempt-text.ts';
import { wholeGroupText } from './group-text.ts';
import { keepFirst } from './keep-first.ts';
import { staleSections } from './stale-text.ts';
import { wrap } from './wrap.ts';

/** What a run of the sweep came to. */
export type Digest = {
  readonly run: string;
  readonly account: AccountId;
  readonly region: string;
  /** Whether it was to repair. */
  readonly enforce: boolean;
  /** ISO 8601 */
  readonly began: string;
  readonly ended: string;
  /** How many groups were looked at. */
  readonly swept: number;
  /** One for each group that there is something to say of. */
  readonly findings: readonly SweepFinding[];
  /** How many findings there was no room for. */
  readonly folded: number;
  /** How many rules exemptions excuse. */
  readonly exempt: number;
  /** Exemptions that are of no use any more. */
  readonly stale: readonly Stale[];
};

/** SNS takes subjects of fewer than 100 characters. */
const LIMIT = 99;
const MOST_JSON = 200_000;
const MOST_POLICIES = 100;
const MOST_STALE = 100;

/** What one mail names of groups: every failure that a mail has room for, and some of the others. */
const MOST_FAILED = { blocks: 1000, characters: 60_000 };
const MOST_OTHERS = { blocks: 25, characters: 8_000 };

const HEADINGS: Readonly<Record<OutcomeWord, string>> = {
  failed: 'COULD NOT BE REPAIRED',
  held: 'LEFT ALONE, ON PURPOSE',
  'stands-again': 'REMOVED, AND ADDED ANEW SINCE',
  'would-revert': 'WOULD BE REPAIRED IN ENFORCE MODE',
  notified: 'TOLD ONLY',
  undetermined: 'COULD NOT BE JUDGED',
  changed: 'CHANGED MEANWHILE',
  'already-gone': 'SETTLED ALREADY',
  reverted: 'REMOVED',
  narrowed: 'NARROWED TO WHAT IS WITHIN POLICY',
  restored: 'CHANGED BACK',
  'put-back': 'PUT BACK',
  exempt: 'EXEMPT',
  none: 'WITHIN POLICY',
};

const REPAIRED: readonly OutcomeWord[] = ['reverted', 'narrowed', 'restored', 'put-back'];
const STANDING: readonly OutcomeWord[] = ['failed', 'held', 'stands-again', 'would-revert', 'notified'];

/** The one notice of a sweep: failures first, and none of them folded away. Never throws. */
export function makeDigest(digest: Digest): Notice {
  const { account, region, findings } = digest;
  const severity = SEVERITIES.findLast((each) => findings.some((finding) => finding.severity === each)) ?? 'low';
  const rules = findings.flatMap((finding) => finding.rules);
  const policies = [...new Set(rules.flatMap((rule) => rule.policies))].slice(0, MOST_POLICIES);
  const judged = rules.some(({ word }) => word !== 'undetermined');
  const kind = rules.length === 0 ? 'compliant' : 'undetermined';
  return {
    subject: subjectOf(digest, severity),
    text: textOf(digest),
    json: jsonOf(digest),
    attributes: {
      severity,
      policy: policies.length === 0 ? ['none'] : policies.map((id) => recordText(id, 100) || 'unknown'),
      verdict: judged ? 'violation' : kind,
      outcome: gravest(new Set(rules.map(({ word }) => word))),
      account: recordText(account, 100) || 'unknown',
      region: recordText(region, 100) || 'unknown',
    },
  };
}

const having = (findings: readonly SweepFinding[], words: readonly OutcomeWord[]): number =>
  findings.filter(({ rules }) => rules.some(({ word }) => words.includes(word))).length;

/** `[high] Sweep: 3 groups break policies, 1 failed (123456789012, eu-west-1)`; what does not fit is in the mail. */
function subjectOf({ account, region, findings, stale }: Digest, severity: string): string {
  const [breaking, failed] = [having(findings, STANDING), having(findings, ['failed'])];
  const [repaired, doubtful] = [having(findings, REPAIRED), having(findings, ['undetermined'])];
  const parts = [
    ...(breaking > 0 ? [`${count(breaking, 'group')} ${breaking === 1 ? 'breaks' : 'break'} policies`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(repaired > 0 ? [`${breaking > 0 ? repaired : count(repaired, 'group')} repaired`] : []),
    ...(doubtful > 0 ? [`${breaking + repaired > 0 ? doubtful : count(doubtful, 'group')} not judged`] : []),
  ];
  const idle = `${count(stale.length, 'exemption')} to look at`;
  const shown =
    parts.length > 0 ? parts : [findings.length > 0 ? `${count(findings.length, 'group')} looked into` : idle];
  const tail = ` (${recordText(account, 12)}, ${recordText(region, 16) || 'no region'})`;
  const whole = (some: readonly string[]) => `[${severity}] Sweep: ${some.join(', ')}${tail}`;
  while (shown.length > 1 && whole(shown).length > LIMIT) shown.pop();
  return whole(shown);
}

function textOf(digest: Digest): string {
  const { run, enforce, began, ended, swept, findings, folded, exempt, stale } = digest;
  const [failed, breaking] = [having(findings, ['failed']), having(findings, STANDING)];
  const [told, left] = [findings.length + folded, breaking - failed];
  const more = failed > 0 ? ' more' : '';
  const lead = [
    `A sweep looked at ${count(swept, 'security group')}, and ${told === 0 ? 'none' : told} of them ${told < 2 ? 'needs' : 'need'} an eye.`,
    ...(failed > 0 ? [`FAILED in ${failed}: take what is named there as open, and mend it by hand.`] : []),
    ...(left === 1 ? [`1${more} breaks policies and was left as it is.`] : []),
    ...(left > 1 ? [`${left}${more} break policies and were left as they are.`] : []),
    ...(exempt > 0 ? [`${count(exempt, 'rule')} ${exempt === 1 ? 'is' : 'are'} exempt.`] : []),
    enforce ? 'The sweep was to repair what breaks a policy in enforce mode.' : 'The sweep was to touch nothing.',
  ];
  const sections = OUTCOME_WORDS.flatMap((word) => sectionOf(word, findings));
  const end = [
    `Began: ${instantText(began) ?? recordText(began, 40)}`,
    `Ended: ${instantText(ended) ?? recordText(ended, 40)}`,
    `Run: ${nameText(run)}`,
    ...(folded > 0
      ? [`There was no room for the findings of ${count(folded, 'group')}: the function's log names their reports.`]
      : []),
    "Nobody can tell from the rules who made them, or when: CloudTrail's records of the group may.",
  ];
  return [
    ...wrap(lead.join(' ')),
    ...sections,
    ...staleSections(stale),
    '',
    'THE SWEEP',
    ...end.flatMap((line) => wrap(line, 2, 6)),
    '',
  ].join('\n');
}

function sectionOf(word: OutcomeWord, findings: readonly SweepFinding[]): string[] {
  const blocks = findings.flatMap((finding) => {
    const rules = finding.rules.filter((rule) => rule.word === word);
    return rules.length === 0 ? [] : [blockOf(finding, rules)];
  });
  if (blocks.length === 0) return [];
  const { kept, left } = keepFirst(blocks, word === 'failed' ? MOST_FAILED : MOST_OTHERS);
  const rest = left === 0 ? [] : wrap(`and ${count(left, 'group')} more: the ledger has a report of each`, 2);
  return ['', HEADINGS[word], ...kept.flat(), ...rest];
}

function blockOf({ group, reportId, more }: SweepFinding, rules: readonly SweptRule[]): string[] {
  return [
    ...wrap(wholeGroupText(group), 2, 6),
    ...rules.flatMap((rule) => ruleLines(rule)),
    ...(more > 0 ? wrap(`and ${count(more, 'rule')} more in its report`, 4) : []),
    ...(reportId === undefined ? [] : wrap(`Report: ${recordText(reportId, 300)}`, 4, 8)),
  ];
}

const UNSEEN = { added: 'added', modified: 'changed', removed: 'taken away' } as const;

function ruleLines({ text, how, policies, reason, nearly }: SweptRule): string[] {
  const since = how === undefined || how === 'standing' ? '' : `, ${UNSEEN[how]} since the last look`;
  return [
    ...wrap(text === undefined ? 'The group as a whole' : `${trafficText(text)}${since}`, 4, 8),
    ...(policies.length === 0 ? [] : wrap(`Policy: ${policies.map((id) => nameText(id)).join(', ')}`, 6, 10)),
    ...(reason === undefined ? [] : wrap(`Reason: ${reasonText(reason)}`, 6, 10)),
    ...(nearly === undefined ? [] : wrap(nearText(nearly), 6, 10)),
  ];
}

/** The digest for machines: as many findings and exemptions as there is room for, `cut` where that is not all. */
function jsonOf(digest: Digest): string {
  let findings = [...digest.findings].sort((a, b) => rank(a) - rank(b));
  for (;;) {
    const cut = findings.length < digest.findings.length;
    const stale = digest.stale.slice(0, MOST_STALE);
    const rest = { ...digest, findings, stale, ...((cut || stale.length < digest.stale.length) && { cut: true }) };
    const json = JSON.stringify({ kind: 'sweep', id: `sweep-${digest.run}`, ...rest });
    if (json.length <= MOST_JSON || findings.length === 0) return json;
    findings = findings.slice(0, Math.floor(findings.length / 2));
  }
}

const rank = ({ rules }: SweepFinding): number =>
  OUTCOME_WORDS.indexOf(gravest(new Set(rules.map(({ word }) => word))));
