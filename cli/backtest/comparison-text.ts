import { recordText } from '../../functions/core/notice/escape.ts';
import { counted } from '../command.ts';
import { textTable } from '../start/text-table.ts';
import { type Comparison, differences } from './comparison.ts';
import { DIFFERENCES, type DifferenceKind, outcomeText } from './difference.ts';
import { groupLabel } from './tally.ts';

const KINDS = Object.keys(DIFFERENCES) as DifferenceKind[];
const MOST = 10;

/** What a comparison comes to, for a terminal: each difference, then the counts. `judged`: how many changes were looked at. */
export function comparisonText(comparison: Comparison, judged: number): string {
  const { all, by, first } = comparison;
  if (differences(comparison) === 0) return `No difference in ${counted(judged, 'change')} to security groups`;
  const lines = KINDS.flatMap((kind) => [
    ...first[kind].flatMap(({ now, before }) => [
      `${now.time}  ${DIFFERENCES[kind]}  ${recordText(groupLabel(now.groupName, now.groupId), 80)}  by ${recordText(now.actorName, 60)}`,
      `  before: ${recordText(outcomeText(before), 200)}`,
      `  now:    ${recordText(outcomeText(now), 200)} [${recordText(now.place, 200)}]`,
    ]),
    ...(all[kind] > first[kind].length ? [`and ${all[kind] - first[kind].length} more ${DIFFERENCES[kind]}`] : []),
  ]);
  const tables = (['policy', 'actor', 'group'] as const).flatMap((key) => {
    const sorted = [...by[key]].sort(
      ([a, x], [b, y]) => y.newly - x.newly || y['no-longer'] - x['no-longer'] || (a < b ? -1 : 1),
    );
    const rows = sorted
      .slice(0, MOST)
      .map(([name, each]) => [recordText(name, 60), ...KINDS.map((kind) => String(each[kind]))]);
    const heading = `${key.slice(0, 1).toUpperCase()}${key.slice(1)}`;
    return [
      '',
      textTable([heading, 'Newly reverted', 'No longer', 'Otherwise'], rows),
      ...(sorted.length > MOST ? [`and ${sorted.length - MOST} more`] : []),
    ];
  });
  const counts = KINDS.map((kind) => `${all[kind]} ${DIFFERENCES[kind]}`).join(', ');
  return [...lines, ...tables, '', `Of ${counted(judged, 'change')} to security groups: ${counts}`].join('\n');
}
