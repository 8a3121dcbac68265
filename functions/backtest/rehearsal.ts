import { hash } from 'node:crypto';
import type { Policy } from '../core/policy.ts';
import { accountOf, regionOf } from '../core/record/delivery.ts';
import { type Fields, field, isFields } from '../core/record/record-fields.ts';
import { isUtcTime } from '../core/record/utc-time.ts';
import { inTime } from './in-time.ts';
import type { JudgedChange } from './judged-change.ts';
import type { KnownWorld } from './known-world.ts';
import { type ReadAt, readAt, rehearse } from './rehearse.ts';
import { SIDE_EVENTS } from './side-events.ts';

/** What each set of policies says of one change. */
export type Judged = readonly JudgedChange[];

/** A run over records in the order in which they are read. */
export type Rehearsal = {
  /** Takes the text of the next record; what is settled by it goes to the sinks. */
  readonly take: (text: string, place: string) => void;
  /** No record comes any more. */
  readonly end: () => void;
};

/** Where a rehearsal's results go: changes in the order of the records, and what had to be left out. */
export type RehearsalSink = {
  readonly judged: (judged: Judged) => void;
  readonly skipped: (place: string, reason: string) => void;
  /** The same record was read before: it is judged as it was then. */
  readonly again: () => void;
};

/** How many records of interest may be read after one before it is judged: enough to put a log's files in order. */
const WINDOW = 2000;
/** How many judgements are remembered, for records that come again. */
const REMEMBERED = 200;

/**
 * Judges records by some sets of policies. History is followed in the order of time, as far as `window` records reach; the
 * results come in the order in which the records were taken, whatever their times.
 */
export function createRehearsal(
  world: KnownWorld,
  policySets: readonly (readonly Policy[])[],
  sink: RehearsalSink,
  window = WINDOW,
): Rehearsal {
  const settled = new Map<number, readonly Judged[]>();
  const remembered = new Map<string, readonly Judged[]>();
  let nextOut = 0;

  /** Trails of an organisation and of its accounts deliver the same record twice, and it is the same change. */
  function judge(item: ReadAt): readonly Judged[] {
    const content = hash('sha1', JSON.stringify(bareOf(item.record)));
    const before = remembered.get(content);
    if (before) {
      sink.again();
      return before.map((judged) => judged.map((change) => ({ ...change, place: item.place })));
    }
    const judged = rehearse(world, item, policySets);
    remembered.set(content, judged);
    for (const oldest of remembered.keys()) if (remembered.size <= REMEMBERED || remembered.delete(oldest)) break;
    return judged;
  }

  const ordered = inTime(window, (item, number) => {
    settled.set(number, judge(item));
    for (let judged = settled.get(nextOut); judged; judged = settled.get(nextOut)) {
      settled.delete(nextOut++);
      for (const each of judged) sink.judged(each);
    }
  });
  return {
    take: (text, place) => {
      let record: unknown;
      try {
        record = JSON.parse(text);
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        return sink.skipped(place, `no JSON: ${error.message.replace(/ in JSON at position.*$/s, '')}`);
      }
      const item = readAt(record, place);
      const { reading } = item;
      if (reading.kind === 'malformed') return sink.skipped(place, `${reading.path}: ${reading.reason}`);
      const when = whenAndWhere(item);
      if (!when) return;
      ordered.push(item, when.time, when.where);
    },
    end: ordered.end,
  };
}

/** What a record needs to be put in order; undefined for one of no interest. */
function whenAndWhere({ reading, record }: ReadAt): { time: string; where: string } | undefined {
  if (reading.kind === 'changes') {
    const [{ time, account, region }] = reading.changes;
    return { time, where: `${account}/${region}` };
  }
  const bare = bareOf(record);
  if (!isFields(record) || !isFields(bare) || !SIDE_EVENTS.has(String(field(bare, 'eventName')))) return undefined;
  const [time, where] = [field(bare, 'eventTime'), placeOf(bare, record)];
  return isUtcTime(time) && where ? { time, where } : undefined;
}

/** A record without the event that it came in. */
const bareOf = (record: unknown): unknown =>
  isFields(record) && !Object.hasOwn(record, 'eventName') ? field(record, 'detail') : record;

function placeOf(record: Fields, envelope: Fields): string | undefined {
  const [account, region] = [accountOf(record, envelope), regionOf(record, envelope)];
  return account && region && `${account}/${region}`;
}
