import type { Comparison, DifferenceCounts } from './comparison.ts';
import { differences } from './comparison.ts';
import { DIFFERENCES, type Difference, type DifferenceKind, outcomeText, policiesOf } from './difference.ts';
import { numberText } from './summary.ts';
import { groupLabel } from './tally.ts';

const KINDS = Object.keys(DIFFERENCES) as DifferenceKind[];

/** How many lines a table of counts has. */
const MOST = 10;

/** What a comparison comes to, as Markdown for a pull request. `judged`: how many changes were looked at. */
export function comparisonMarkdown(comparison: Comparison, judged: number): string {
  const { all, by, first } = comparison;
  const title = '### What these policies would change';
  if (differences(comparison) === 0)
    return `${title}\n\nNothing. Looked at ${numberText(judged)} ${judged === 1 ? 'change' : 'changes'} to security groups.\n`;
  const counts = KINDS.map((kind) => `${numberText(all[kind])} ${DIFFERENCES[kind]}`);
  return [
    title,
    '',
    `Of ${numberText(judged)} ${judged === 1 ? 'change' : 'changes'} to security groups: **${counts.join(', ')}**.`,
    ...countTable('Policy', by.policy),
    ...countTable('Actor', by.actor),
    ...countTable('Group', by.group),
    ...KINDS.flatMap((kind) => details(kind, first[kind], all[kind])),
    '',
  ].join('\n');
}

function countTable(heading: string, counts: ReadonlyMap<string, DifferenceCounts>): string[] {
  const sum = (each: DifferenceCounts) => KINDS.reduce((total, kind) => total + each[kind], 0);
  const sorted = [...counts].sort(([a, x], [b, y]) => sum(y) - sum(x) || (a < b ? -1 : 1));
  const rows = sorted
    .slice(0, MOST)
    .map(([name, each]) => `| ${code(name, 80)} | ${KINDS.map((kind) => numberText(each[kind])).join(' | ')} |`);
  const more = sorted.length > MOST ? ['', `and ${numberText(sorted.length - MOST)} more`] : [];
  return [
    '',
    `| ${heading} | ${KINDS.map((kind) => DIFFERENCES[kind]).join(' | ')} |`,
    '|---|---:|---:|---:|',
    ...rows,
    ...more,
  ];
}

function details(kind: DifferenceKind, shown: readonly Difference[], count: number): string[] {
  if (count === 0) return [];
  const rows = shown.map((difference) => {
    const { now, before } = difference;
    const cells = [
      now.time,
      groupLabel(now.groupName, now.groupId),
      now.actorName,
      outcomeText(before),
      outcomeText(now),
      policiesOf(difference).join(', '),
    ];
    return `| ${cells.map((cell) => code(cell, 160)).join(' | ')} |`;
  });
  const title = DIFFERENCES[kind];
  const more = count > shown.length ? ['', `and ${numberText(count - shown.length)} more`] : [];
  return [
    '',
    `<details><summary>${title.slice(0, 1).toUpperCase()}${title.slice(1)}: ${numberText(count)}</summary>`,
    '',
    '| Time | Group | Actor | Before | Now | Policies |',
    '|---|---|---|---|---|---|',
    ...rows,
    ...more,
    '',
    '</details>',
  ];
}

/**
 * A text of a record or a policy that shows as what it is: within an element in which GitHub makes no links and mentions,
 * every character that could mean something as a numeric entity.
 */
function code(text: string, limit: number): string {
  const short = [...text].slice(0, limit).join('');
  const safe = short.replace(/[^A-Za-z0-9 ,.:()-]/gu, (character) => entity(character.codePointAt(0) ?? 0));
  return `<code>${safe.trim() === '' ? '-' : safe}${short.length < text.length ? '...' : ''}</code>`;
}

/** Controls and what steers the direction of a text have no entity that shows them. */
const entity = (point: number): string =>
  point >= 0x20 && point < 0x7f ? `&#${point};` : `&#92;u&#123;${point.toString(16)}&#125;`;
