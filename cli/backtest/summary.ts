import { recordText } from '../../functions/core/notice/escape.ts';
import { counted } from '../command.ts';
import { textTable } from '../start/text-table.ts';
import type { Counts, Tally } from './tally.ts';

/** How much was read. */
export type ReadCounts = {
  readonly records: number;
  /** Changes whose record was read before. */
  readonly again: number;
};

/** How many lines a table of the summary has. */
const MOST = 10;

/** What came out, for people: in a sentence, then by policy, actor and group. */
export function summaryText({ all, policies, actors, groups }: Tally, { records, again }: ReadCounts): string {
  const changes = all.violation + all.undetermined + all.exempt + all.compliant;
  const twice = again > 0 ? `, ${numberText(again)} of them more than once,` : '';
  const first = `${numbered(records, 'record')} read${twice}: ${numbered(changes, 'change')} to security groups`;
  const verdicts = `${numbered(all.violation, 'violation')}, ${numberText(all.undetermined)} undetermined, ${numberText(all.exempt)} exempt, ${numberText(all.compliant)} compliant`;
  const tables = [
    ['Policy', policies],
    ['Actor', actors],
    ['Group', groups],
  ] as const;
  return [first, verdicts, ...tables.flatMap(([heading, counts]) => tableOf(heading, counts))].join('\n');
}

/** `1,234` */
export const numberText = (count: number): string => count.toLocaleString('en-US');

const numbered = (count: number, one: string): string => counted(count, one).replace(String(count), numberText(count));

function tableOf(heading: string, counts: ReadonlyMap<string, Counts>): string[] {
  if (counts.size === 0) return [];
  const sorted = [...counts].sort(
    ([a, x], [b, y]) => y.violation - x.violation || y.undetermined - x.undetermined || (a < b ? -1 : 1),
  );
  const rows = sorted
    .slice(0, MOST)
    .map(([name, each]) => [recordText(name, 60), ...[each.violation, each.undetermined, each.exempt].map(numberText)]);
  const more = sorted.length > MOST ? [`and ${numberText(sorted.length - MOST)} more`] : [];
  return ['', textTable([heading, 'Violations', 'Undetermined', 'Exempt'], rows), ...more];
}
