import { COLUMNS, type CountedCell, merged } from './cells.ts';
import type { Finding } from './findings.ts';
import type { Gathered } from './gather.ts';
import { type Kept, keepFrequent } from './keep-frequent.ts';
import type { Cells, FindingFacts, PageData } from './page-data.ts';
import { periodOf } from './period.ts';

/** How much detail a page has room for. */
export type Detail = {
  readonly findings: number;
  readonly occurrences: number;
  readonly actors: number;
  readonly groups: number;
};

/** What the page holds, and the raw records that it would like to hold too, the most wanted first. */
export type Shape = { readonly data: PageData; readonly records: readonly string[] };

const SEVERITIES = [null, 'low', 'medium', 'high', 'critical'];

/** The data of a page with so much detail. The gravest findings come first, among those the most frequent. */
export function shapePage(
  gathered: Gathered,
  counted: ReturnType<Gathered['cells']['list']>,
  { source, madeAt }: Pick<PageData, 'source' | 'madeAt'>,
  detail: Detail,
): Shape {
  const { span, policies, sets, tools, groups, actors, reasons } = gathered;
  const listed = gathered.findings.list().toSorted(byGravity);
  const keep = {
    actor: keepFrequent(actors, counted.cells, COLUMNS.indexOf('actor'), detail.actors),
    group: keepFrequent(groups, counted.cells, COLUMNS.indexOf('group'), detail.groups),
  };
  const whole = keep.actor.facts === actors.facts && keep.group.facts === groups.facts;
  const cells = whole ? counted.cells : merged(counted.cells.map((cell) => folded(cell, keep)));
  const shown = listed.slice(0, detail.findings);
  const records = recordsOf(shown, detail.occurrences);
  const traffic = new Map<string, number>();
  const piece = (text: string) => {
    if (!traffic.has(text)) traffic.set(text, traffic.size);
    return traffic.get(text) ?? 0;
  };
  const findings = shown.map((finding): FindingFacts => {
    const occurrences = finding.occurrences
      .slice(0, detail.occurrences)
      .map(({ json, ...occurrence }) => {
        const record = json === undefined ? undefined : records.get(json);
        return { ...occurrence, ...(record !== undefined && { record }) };
      })
      .toSorted((a, b) => a.time - b.time);
    return {
      ...finding,
      actor: keep.actor.get(finding.actor) ?? 0,
      group: keep.group.get(finding.group) ?? 0,
      offending: finding.offending.map(piece),
      remainder: finding.remainder.map(piece),
      occurrences,
    };
  });
  const { seen } = gathered.findings.records();
  const count = (list: readonly { readonly count: number }[]) => list.reduce((sum, each) => sum + each.count, 0);
  const data: PageData = {
    source,
    madeAt,
    ...(span && { span }),
    period: counted.hours,
    policies: policies.facts.map((facts) => facts ?? { id: 'other policies' }),
    sets: sets.facts.map((set) => set ?? []),
    actors: keep.actor.facts.map((facts) => {
      const as = facts ? [...facts.as] : [];
      return { arn: facts?.arn ?? '', as: as.slice(0, 3), more: Math.max(0, as.length - 3) };
    }),
    tools: tools.facts.map((tool) => tool ?? ''),
    groups: keep.group.facts.map((facts) => facts ?? { id: null, name: null, account: '', region: '' }),
    reasons: reasons.facts.map((reason) => reason ?? ''),
    cells: columnsOf(cells, counted.hours),
    traffic: [...traffic.keys()],
    findings,
    recordBlocks: [],
    exemptions: gathered.exemptions.facts(),
    ...(source === 'ledger' && { ledger: gathered.ledger.facts() }),
    left: {
      actors: countAt(cells, COLUMNS.indexOf('actor')),
      groups: countAt(cells, COLUMNS.indexOf('group')),
      findings: gathered.findings.unlisted() + count(listed.slice(detail.findings)),
      occurrences: count(findings) - findings.reduce((sum, { occurrences }) => sum + occurrences.length, 0),
      records: seen,
      recordsKept: 0,
      untimed: gathered.untimed,
    },
  };
  return { data, records: [...records.keys()] };
}

function folded(cell: CountedCell, { actor, group }: { actor: Kept<unknown>; group: Kept<unknown> }): CountedCell {
  const copy: CountedCell = [...cell];
  copy[3] = actor.get(cell[3]) ?? 0;
  copy[5] = group.get(cell[5]) ?? 0;
  return copy;
}

/** So many weeks are told apart; a forged time could be thousands of years away. */
const MOST_WEEKS = 520;

/**
 * The hours of a period, for some hundreds of them at the most: hours for a few days, days for a quarter, weeks for years,
 * several weeks for more than that.
 */
export function hoursFor(span: Gathered['span']): number {
  const hours = span ? (span[1] - span[0]) / 3600 : 0;
  if (hours <= 24 * 190) return hours <= 100 ? 1 : 24;
  return 168 * Math.max(1, Math.ceil(hours / 168 / MOST_WEEKS));
}

function byGravity(a: Finding, b: Finding): number {
  return (
    a.result - b.result ||
    SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
    b.count - a.count ||
    b.last - a.last
  );
}

/** Each finding's first record before any second one. */
function recordsOf(findings: readonly Finding[], occurrences: number): Map<string, number> {
  const records = new Map<string, number>();
  for (let rank = 0; rank < occurrences; rank++) {
    for (const finding of findings) {
      const json = finding.occurrences[rank]?.json;
      if (json !== undefined && !records.has(json)) records.set(json, records.size);
    }
  }
  return records;
}

const countAt = (cells: readonly (readonly number[])[], column: number): number =>
  cells.reduce((sum, cell) => sum + (cell[column] === 0 ? (cell.at(-1) ?? 0) : 0), 0);

function columnsOf(cells: readonly (readonly number[])[], hours: number): Cells {
  const column = (index: number) => cells.map((cell) => cell[index] ?? 0);
  const at = column(0).map((hour) => periodOf(hour, hours));
  return {
    at: at.map((period, index) => period - (at[index - 1] ?? 0)),
    result: column(1),
    set: column(2),
    actor: column(3),
    tool: column(4),
    group: column(5),
    reason: column(6),
    count: column(7),
  };
}
