import type { Burst, BurstFinding } from '../burst.ts';
import type { Notice } from '../notice.ts';
import { OUTCOME_WORDS, type OutcomeWord } from '../outcome-word.ts';
import { SEVERITIES } from '../policy.ts';
import { URGENT } from '../urgent.ts';
import { actorText } from './actor-text.ts';
import { burstSummary, wordCounts } from './burst-summary.ts';
import { digestAttributes } from './digest-attributes.ts';
import { digestJson } from './digest-json.ts';
import { digestSections, type Telling } from './digest-sections.ts';
import { count, instantText } from './duration.ts';
import { nameText, recordText } from './escape.ts';
import { wrap } from './wrap.ts';

/** SNS takes subjects of fewer than 100 characters. */
const LIMIT = 99;

/** What the mail may take, well below what SNS does; it is written anew with less room until it fits. */
const MOST_TEXT = 150_000;

/** How many actors and policies are named. */
const NAMED = 10;

/** What needs a person comes first, then the rest as grave as it is. */
const ORDER: readonly OutcomeWord[] = [
  ...OUTCOME_WORDS.filter((word) => URGENT.has(word)),
  ...OUTCOME_WORDS.filter((word) => !URGENT.has(word)),
];

/** One mail for many changes, what needs a person first and none of that folded away while a mail has room. Never throws. */
export function makeBurstNotice(burst: Burst): Notice {
  const { account, region } = burst;
  const findings = burst.findings.toSorted(byGravity);
  const attributes = digestAttributes(findings, account, region);
  return {
    subject: subjectOf({ ...burst, findings }, attributes.severity),
    text: textOf({ ...burst, findings }),
    json: digestJson({ kind: 'burst', id: `burst-${burst.name}`, ...burst, findings }),
    attributes,
  };
}

function byGravity(a: BurstFinding, b: BurstFinding): number {
  const severity = SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity);
  if (severity !== 0) return severity;
  const [x, y] = [a, b].map(({ change, reportId = '' }) => `${change?.at ?? ''} ${reportId}`);
  return (x ?? '') < (y ?? '') ? -1 : 1;
}

/** `[critical] Burst: 495 more changes, 3 failed, 490 repaired (123456789012, eu-west-1)`; what does not fit is in the mail. */
function subjectOf({ account, region, findings }: Burst, severity: string): string {
  const parts = wordCounts(findings);
  const tail = ` (${recordText(account, 12)}, ${recordText(region, 16) || 'no region'})`;
  const whole = (some: readonly string[]) =>
    `[${severity}] Burst: ${[`${findings.length} more ${findings.length === 1 ? 'change' : 'changes'}`, ...some].join(', ')}${tail}`;
  while (parts.length > 0 && whole(parts).length > LIMIT) parts.pop();
  return whole(parts);
}

function textOf(burst: Burst): string {
  for (let share = 1; ; share /= 2) {
    const text = textWithin(burst, share);
    if (text.length <= MOST_TEXT || share < 0.001) return text;
  }
}

function textWithin({ name, region, findings }: Burst, share: number): string {
  const telling: Telling<BurstFinding> = {
    whole: 'The call as a whole',
    since: (deed) => deed,
    noun: 'change',
    roomFor: (word) =>
      URGENT.has(word)
        ? { blocks: 1000 * share, characters: 60_000 * share }
        : { blocks: 25, characters: 8_000 * share },
    more: ({ change }) =>
      change === undefined
        ? []
        : [`${recordText(change.eventName, 60)} at ${timeText(change.at)} by ${actorText(change.actor)}`],
  };
  const times = findings.flatMap(({ change }) => change?.at ?? []).sort();
  const [first = '', last = ''] = [times[0], times.at(-1)];
  const actors = findings.map(({ change }) => (change ? actorText(change.actor) : 'not known any more'));
  const policies = findings.flatMap(({ rules }) => [...new Set(rules.flatMap((rule) => rule.policies))]);
  return [
    ...burstSummary(findings),
    '',
    'WHO DID IT',
    ...counted(actors, 'change'),
    ...(policies.length === 0
      ? []
      : [
          '',
          'WHAT IT BREAKS',
          ...counted(
            policies.map((id) => nameText(id)),
            'change',
          ),
        ]),
    ...digestSections(findings, telling, ORDER),
    '',
    'THE BURST',
    ...wrap(`Changes made from ${timeText(first)} to ${timeText(last)}`, 2, 6),
    ...wrap(`Digest: ${recordText(name, 60)}`, 2, 6),
    ...wrap('The ledger has the whole report of each change under its id, and tools have had each by itself.', 2, 6),
    '  To undo a repair, once the policy allows it, from its folder:',
    `    npm run portcullis -- undo --region ${recordText(region, 30)} REPORT`,
    '',
  ].join('\n');
}

const timeText = (instant: string): string => instantText(instant) ?? (recordText(instant, 40) || 'an unknown time');

/** Some names, each once with how often it comes, the most frequent first. */
function counted(names: readonly string[], noun: string): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const most = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const left = most.slice(NAMED).length;
  return [
    ...most.slice(0, NAMED).flatMap(([name, number]) => wrap(`${name}: ${count(number, noun)}`, 2, 6)),
    ...(left === 0 ? [] : [`  and ${left} more`]),
  ];
}
