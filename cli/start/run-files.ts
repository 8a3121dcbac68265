import type { Change } from '../../functions/core/change.ts';
import type { Guardrails } from '../../functions/core/guardrails.ts';
import { recordText } from '../../functions/core/notice/escape.ts';
import type { Policy } from '../../functions/core/policy.ts';
import { readRecord } from '../../functions/core/read-record.ts';
import { ruleText } from '../../functions/core/rule.ts';
import type { Handled } from '../../functions/respond/respond.ts';
import { counted, type Exit, type Io } from '../command.ts';
import { plantWorld } from './plant-world.ts';
import { type FoundRecord, readEvery } from './read-every.ts';
import { actorOf, exposureOf, outcomeOf, verdictOf } from './response-words.ts';
import { textTable } from './text-table.ts';

/**
 * Runs CloudTrail files on accounts in memory, one for each account and region in them: the groups and rules that the
 * records speak of are put there first, then the records run through, oldest first. 2 when something could not be
 * read.
 */
export async function runFiles(
  paths: readonly string[],
  policies: readonly Policy[],
  guardrails: Guardrails,
  mails: boolean,
  io: Io,
): Promise<Exit> {
  const { records, unreadable } = await readEvery(paths);
  const world = plantWorld(
    records.map(({ record }) => record),
    policies,
    guardrails,
  );
  const rows: string[][] = [];
  const ignored = new Map<string, number>();
  const broken: { place: string; reason: string }[] = [];
  let compliant = 0;
  for (const { place, record } of records.toSorted(byTime)) {
    const reading = readRecord(record);
    if (reading.kind === 'malformed') {
      broken.push({ place, reason: `${reading.path}: ${reading.reason}` });
      continue;
    }
    if (reading.kind === 'ignored') {
      ignored.set(reading.reason, (ignored.get(reading.reason) ?? 0) + 1);
      continue;
    }
    const [change] = reading.changes;
    const { responses, notices } = await world.run(change, record);
    for (const response of responses) {
      if (response.kind === 'compliant') compliant++;
      rows.push([
        change.time,
        summary(whatOf(change)),
        groupOf(response),
        actorOf(change.actor),
        verdictOf(response),
        outcomeOf(response),
        exposureOf(response),
      ]);
    }
    for (const { subject, text } of notices)
      io.out(mails ? `Subject: ${subject}\n\n${text}\n${'-'.repeat(72)}` : subject);
  }
  if (rows.length > 0)
    io.out(`\n${textTable(['Time', 'Change', 'Group', 'Actor', 'Verdict', 'Outcome', 'Exposure'], rows)}`);
  io.out(
    `\n${counted(records.length, 'record')}: ${counted(rows.length, 'change')} judged, ${compliant} of them compliant; ${[...ignored.values()].reduce((sum, each) => sum + each, 0)} ignored; ${broken.length} malformed.`,
  );
  for (const [reason, count] of [...ignored].sort(([, a], [, b]) => b - a).slice(0, 10))
    io.out(`  ${String(count).padStart(6)}  ${recordText(reason, 100)}`);
  if (ignored.size > 10) io.out(`          and ${ignored.size - 10} more kinds`);
  for (const { place, reason } of [...unreadable, ...broken]) io.err(`${place}: ${recordText(reason, 300)}`);
  return unreadable.length + broken.length > 0 ? 2 : 0;
}

/** What a change did: its rules where the record has them, else its event. */
function whatOf({ effect, eventName }: Change): string[] {
  switch (effect.kind) {
    case 'added':
    case 'removed':
      return effect.rules.length > 0 ? effect.rules.map(ruleText) : [eventName];
    case 'modified':
      return effect.rules.map(({ id, to }) => (to ? ruleText(to) : id));
    default:
      return [eventName];
  }
}

const summary = ([first = '', ...rest]: readonly string[]): string =>
  recordText(rest.length === 0 ? first : `${first} and ${rest.length} more`, 60);

function groupOf(response: Handled): string {
  if (response.kind === 'ignored') return '-';
  const { group } = response.report;
  return recordText(group.id ?? group.name ?? '-', 32);
}

function byTime(a: FoundRecord, b: FoundRecord): number {
  const [x, y] = [timeOf(a.record), timeOf(b.record)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function timeOf(record: unknown): string {
  const reading = readRecord(record);
  return reading.kind === 'changes' ? reading.changes[0].time : '';
}
