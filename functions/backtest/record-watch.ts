import { isUtf8 } from 'node:buffer';
import type { Names, RecordPlace, Sink } from './record-scanner.ts';

/** What a key at a level that matters is called. */
const OTHER = 0;
const EVENT_NAME = 1;
const DETAIL = 2;
const RECORDS = 3;

const NO_RECORD = 'no CloudTrail record: it has no eventName, nor a detail that has one';

/**
 * Knows which values of a JSON text are records, and which records may be of interest. The scanner tells it of every value
 * that opens and closes at some depth and of the texts near the top of a record.
 */
export type RecordWatch = {
  /** Where the record being read begins in the scanner's bytes; -1 when none is. */
  start: number;
  /** The depth that the record stands at. */
  depth: number;
  /** How many were seen. */
  records: number;
  /** A value begins at a position; `depth` is that of what holds it. */
  readonly opens: (position: number, depth: number, kind: 'object' | 'list' | 'scalar', line: number) => void;
  /** A value has ended before `end`; `depth` is that of what holds it. */
  readonly closes: (bytes: Buffer, end: number, depth: number) => void;
  readonly key: (bytes: Buffer, first: number, end: number, escaped: boolean, depth: number) => void;
  readonly text: (bytes: Buffer, first: number, end: number, escaped: boolean) => void;
  /** What is being read comes to nothing. */
  readonly drop: () => void;
};

/** A watch for records with one of some names; `byLine` says whether a record's line tells where it stands. */
export function recordWatch(names: Names, sink: Sink, byLine: () => boolean): RecordWatch {
  let [key, outerKey, named, wanted] = [OTHER, OTHER, false, false];
  /** The depth of the list that holds records; -1 for none. */
  let [listDepth, index, line] = [-1, -1, 1];

  const place = (): RecordPlace => ({
    ...(byLine() && { line }),
    ...(watch.depth > 0 && { index }),
    ...(watch.depth === 2 && { listed: 'Records' as const }),
  });

  function begin(position: number, depth: number): void {
    [watch.start, watch.depth, named, wanted] = [position, depth, false, false];
    if (depth > 0) index++;
  }

  function listFrom(depth: number): void {
    [listDepth, index, watch.start] = [depth, -1, -1];
  }

  function finish(bytes: Buffer): void {
    watch.records++;
    if (named && !wanted) return;
    if (!isUtf8(bytes)) sink.skipped(place(), 'no text in UTF-8');
    else if (wanted) sink.found(bytes.toString('utf8'), place());
    else sink.skipped(place(), NO_RECORD);
  }

  const watch: RecordWatch = {
    start: -1,
    depth: 0,
    records: 0,
    opens: (position, depth, kind, at) => {
      if (watch.start >= 0) {
        // The object turns out to be what holds the records.
        if (depth === 1 && watch.depth === 0 && key === RECORDS && kind === 'list') listFrom(2);
        else if (depth === watch.depth + 1) outerKey = key;
      } else if (depth === 0) {
        line = at;
        if (kind === 'list') listFrom(1);
        else begin(position, 0);
      } else if (depth === listDepth) begin(position, depth);
      if (kind !== 'scalar') key = OTHER;
    },
    closes: (bytes, end, depth) => {
      if (watch.start >= 0 && depth === watch.depth) {
        const start = watch.start;
        watch.start = -1;
        finish(bytes.subarray(start, end));
      }
      if (depth < listDepth) listDepth = -1;
      key = OTHER;
    },
    key: (bytes, first, end, escaped, depth) => {
      const level = depth - watch.depth;
      key = OTHER;
      if (watch.start < 0 || level > 2 || (level === 2 && outerKey !== DETAIL)) return;
      const length = end - first;
      // Without parsing it can't be told what it says.
      if (escaped) wanted = true;
      // A slice costs more than all else here, so the lengths and first letters go first.
      else if (length === 9 && bytes[first + 5] === 0x4e && bytes.toString('latin1', first, end) === 'eventName')
        key = EVENT_NAME;
      else if (level === 2) return;
      else if (length === 6 && bytes[first] === 0x64 && bytes.toString('latin1', first, end) === 'detail') key = DETAIL;
      else if (length === 7 && depth === 1 && bytes.toString('latin1', first, end) === 'Records') key = RECORDS;
    },
    text: (bytes, first, end, escaped) => {
      if (key !== EVENT_NAME) return;
      named = true;
      if (escaped || names.has(bytes.toString('latin1', first, end))) wanted = true;
    },
    drop: () => {
      [watch.start, listDepth, key, outerKey] = [-1, -1, OTHER, OTHER];
    },
  };
  return watch;
}
