import {
  BACKSLASH,
  byteText,
  CLOSE_LIST,
  CLOSE_OBJECT,
  COLON,
  COMMA,
  isLiteral,
  isWordByte,
  NEWLINE,
  OPEN_LIST,
  OPEN_OBJECT,
  QUOTE,
} from './json-bytes.ts';
import { recordWatch } from './record-watch.ts';

/** What a scanner tells. */
export type Sink = {
  /** A record that may be of interest, as it stands in the file. */
  readonly found: (text: string, at: RecordPlace) => void;
  /** A part of the file that holds no record or can't be read. */
  readonly skipped: (at: RecordPlace & { readonly column?: number }, reason: string) => void;
};

/** Where a record stands in a file: its line, where it has one value a line, and its index in a list, with the list's name. */
export type RecordPlace = { readonly line?: number; readonly index?: number; readonly listed?: 'Records' };

/** Which names are of interest. */
export type Names = Pick<ReadonlySet<string>, 'has'>;

/** Takes a file in pieces. `records` counts all that were seen, of interest or not. */
export type RecordScanner = {
  readonly push: (piece: Uint8Array) => void;
  readonly end: () => void;
  readonly records: () => number;
};

/** Larger than anything that CloudTrail or a tool after it writes, in bytes. */
const LONGEST_RECORD = 16 * 1024 * 1024;
const DEEPEST = 2000;

const OBJECT = 1;
const LIST = 2;

/** What may come next. */
const TOP = 0;
const VALUE = 1;
const VALUE_OR_END = 2;
const KEY = 3;
const KEY_OR_END = 4;
const AFTER_KEY = 5;
const COMMA_OR_END = 6;
const WANTED = ['a value', 'a value', 'a value or "]"', 'a key', 'a key or "}"', '":"', '"," or an end'];

const CUT_OFF = 'no JSON: it is cut off';

/**
 * Finds the records in a file of any size without parsing it: `{"Records":[...]}`, a list, one record or EventBridge event,
 * or any of these a line. Only records with a name in `names` are given, and those of which it can't be told without parsing
 * (a name or key written with escapes). Strict about JSON's structure, so that whatever is cut off or broken is noticed; the
 * escapes in texts are left to whoever parses what is found.
 */
export function recordScanner(names: Names, sink: Sink): RecordScanner {
  const stack = new Uint8Array(DEEPEST + 1);
  let [depth, expected] = [0, TOP];
  /** Bytes from the record or token that is not complete yet; `at` is where reading goes on in them. */
  let kept: Buffer = Buffer.alloc(0);
  // One room for all pieces: a new one for each would be most of the memory that is used.
  let room: Buffer = kept;
  let [at, line, lineStart, valueLine] = [0, 1, 0, 1];
  // byLine: a line break ends a value. proven: one value was whole. silent: what comes belongs to what is told already.
  let [byLine, proven, silent, restOfLine, done] = [false, false, false, false, false];
  const watch = recordWatch(names, sink, () => byLine);

  function opens(position: number, kind: 'object' | 'list' | 'scalar'): void {
    if (depth === 0) {
      // One value after another, each on a line of its own: from here a line break ends a value, whole or not.
      if (proven && valueLine < line) byLine = true;
      [valueLine, silent] = [line, false];
    }
    watch.opens(position, depth, kind, line);
  }

  function closes(end: number): void {
    watch.closes(kept, end, depth);
    expected = depth > 0 ? COMMA_OR_END : TOP;
    if (depth === 0) proven = true;
  }

  /** Gives up a value. Reading goes on with the next line where there is a value a line; gives where. */
  function fails(position: number, reason: string): number {
    if (expected === TOP) valueLine = line;
    const byte = kept[position];
    const column = position - lineStart + 1;
    // A value that ended with its line, and the next one begins.
    const cut = line > valueLine && column === 1 && byte === OPEN_OBJECT;
    if (!silent) sink.skipped(cut ? { line: valueLine } : { line, column }, cut ? CUT_OFF : reason);
    if (!byLine && line !== valueLine && !cut) done = true;
    // Until one value was whole, lines that can't begin one belong to what is broken.
    [byLine, silent, restOfLine] = [true, !proven, !cut];
    [depth, expected] = [0, TOP];
    watch.drop();
    return position;
  }

  const unexpected = (byte: number): string => `no JSON: ${byteText(byte)} where ${WANTED[expected]} is needed`;

  /** Reads a text from its opening quote; gives where reading goes on, or -1 where its end is not there yet. */
  function readText(bytes: Buffer, position: number, last: boolean): number {
    const length = bytes.length;
    let end = position + 1;
    let escaped = false;
    let byte = 0;
    while (end < length) {
      byte = bytes[end] as number;
      if (byte === QUOTE || byte < 0x20) break;
      if (byte === BACKSLASH) {
        escaped = true;
        end++;
      }
      end++;
    }
    if (end >= length) return last ? fails(length, CUT_OFF) : -1;
    if (byte !== QUOTE) return fails(end, byte === NEWLINE ? CUT_OFF : `no JSON: ${byteText(byte)} in a text`);
    if (expected === KEY || expected === KEY_OR_END) {
      if (depth - watch.depth <= 2) watch.key(bytes, position + 1, end, escaped, depth);
      expected = AFTER_KEY;
    } else if (expected <= VALUE_OR_END) {
      opens(position, 'scalar');
      watch.text(bytes, position + 1, end, escaped);
      closes(end + 1);
    } else return fails(position, unexpected(QUOTE));
    return end + 1;
  }

  function readWord(bytes: Buffer, position: number, last: boolean): number {
    let end = position + 1;
    while (end < bytes.length && isWordByte(bytes[end] as number)) end++;
    const byte = bytes[position] as number;
    if ((end >= bytes.length || (byte === 0xef && position + 3 > bytes.length)) && !last) return -1;
    if (expected === TOP && byte === 0xef && bytes[position + 1] === 0xbb && bytes[position + 2] === 0xbf)
      return position + 3;
    if (expected > VALUE_OR_END || !isLiteral(bytes, position, end)) return fails(position, unexpected(byte));
    opens(position, 'scalar');
    closes(end);
    return end;
  }

  function open(position: number, kind: number): number {
    if (expected > VALUE_OR_END) return fails(position, unexpected(kept[position] as number));
    if (depth === DEEPEST) return fails(position, `it is nested deeper than ${DEEPEST} levels`);
    opens(position, kind === OBJECT ? 'object' : 'list');
    stack[++depth] = kind;
    expected = kind === OBJECT ? KEY_OR_END : VALUE_OR_END;
    return position + 1;
  }

  function close(position: number, kind: number): number {
    const atOnce = kind === OBJECT ? KEY_OR_END : VALUE_OR_END;
    if (depth === 0 || stack[depth] !== kind || (expected !== COMMA_OR_END && expected !== atOnce))
      return fails(position, unexpected(kept[position] as number));
    depth--;
    closes(position + 1);
    return position + 1;
  }

  function scan(last: boolean): void {
    const bytes = kept;
    let position = at;
    for (let next = position; next >= 0 && next < bytes.length && !done; ) {
      position = next;
      if (restOfLine) {
        next = bytes.indexOf(NEWLINE, position);
        if (next < 0) position = bytes.length;
        else restOfLine = false;
        continue;
      }
      const byte = bytes[position] as number;
      if (byte === QUOTE) next = readText(bytes, position, last);
      else if (byte === COMMA)
        if (expected === COMMA_OR_END) {
          expected = stack[depth] === OBJECT ? KEY : VALUE;
          next = position + 1;
        } else next = fails(position, unexpected(byte));
      else if (byte === COLON)
        if (expected === AFTER_KEY) {
          expected = VALUE;
          next = position + 1;
        } else next = fails(position, unexpected(byte));
      else if (byte === OPEN_OBJECT) next = open(position, OBJECT);
      else if (byte === CLOSE_OBJECT) next = close(position, OBJECT);
      else if (byte === OPEN_LIST) next = open(position, LIST);
      else if (byte === CLOSE_LIST) next = close(position, LIST);
      else if (byte === NEWLINE) {
        if (byLine && expected !== TOP) next = fails(position, CUT_OFF);
        else {
          line++;
          next = position + 1;
          lineStart = next;
        }
      } else if (byte === 0x20 || byte === 0x0d || byte === 0x09) next = position + 1;
      else next = readWord(bytes, position, last);
      if (next >= 0) position = next;
    }
    at = position;
  }

  /** Lets go of what was read: the rest goes to the front of the room. */
  function letGo(): void {
    const from = watch.start >= 0 ? watch.start : at;
    room.copyWithin(0, from, kept.length);
    kept = room.subarray(0, kept.length - from);
    [at, lineStart] = [at - from, lineStart - from];
    if (watch.start >= 0) watch.start = 0;
  }

  function append(piece: Uint8Array): void {
    const length = kept.length + piece.length;
    if (length > room.length) {
      const larger = Buffer.allocUnsafe(Math.max(length, 2 * room.length));
      larger.set(kept);
      room = larger;
    }
    room.set(piece, kept.length);
    kept = room.subarray(0, length);
  }

  return {
    push: (piece) => {
      if (done) return;
      append(piece);
      scan(false);
      letGo();
      if (kept.length <= LONGEST_RECORD) return;
      sink.skipped({ line }, `it is longer than ${LONGEST_RECORD / 1024 / 1024} MB`);
      done = true;
    },
    end: () => {
      if (done) return;
      scan(true);
      if (expected !== TOP) sink.skipped({ line, column: kept.length - lineStart + 1 }, CUT_OFF);
      else if (!proven && !silent) sink.skipped({}, 'it is empty');
    },
    records: () => watch.records,
  };
}
