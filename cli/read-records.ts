import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** One CloudTrail record, or the EventBridge event that holds it, and where it was found: `trail.json: Records[3]`. */
export type FoundRecord = { readonly place: string; readonly record: unknown };

/** A file or a part of one that holds no record; `place` is `FILE` or `FILE:LINE:COLUMN`. */
export type Unreadable = { readonly place: string; readonly reason: string };

/** What was found in files. */
export type Found = { readonly records: FoundRecord[]; readonly unreadable: Unreadable[] };

/** The most that a file may hold when it is unpacked, in bytes. */
const LIMIT = 512 * 1024 * 1024;

const SUFFIX = /\.(json|ndjson)(\.gz)?$/;

/**
 * Reads CloudTrail files: `{"Records":[...]}`, one record or EventBridge event, a list of them, or one a line; gzip is
 * known by its first bytes. Of a folder, every file below it that ends in .json or .ndjson, with or without .gz.
 */
export function readRecords(paths: readonly string[]): Found {
  const found: Found = { records: [], unreadable: [] };
  for (const path of paths) {
    try {
      for (const file of filesOf(path)) readFile(file, found);
    } catch (error) {
      found.unreadable.push({ place: path, reason: faultText(error) });
    }
  }
  return found;
}

function filesOf(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && SUFFIX.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function readFile(file: string, found: Found): void {
  let text: string;
  try {
    const bytes = readFileSync(file);
    const packed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    text = new TextDecoder('utf-8', { fatal: true }).decode(
      packed ? gunzipSync(bytes, { maxOutputLength: LIMIT }) : bytes,
    );
  } catch (error) {
    found.unreadable.push({ place: file, reason: faultText(error) });
    return;
  }
  const whole = parse(text);
  if ('value' in whole) {
    take(file, whole.value, found);
    return;
  }
  const lines = text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '');
  const first = lines[0] && parse(lines[0].line);
  if (lines.length < 2 || !first || !('value' in first)) {
    found.unreadable.push({ place: `${file}:${whole.line}:${whole.column}`, reason: whole.reason });
    return;
  }
  for (const { line, number } of lines) {
    const one = parse(line);
    if ('value' in one) take(`${file}:${number}`, one.value, found);
    else found.unreadable.push({ place: `${file}:${number}:${one.column}`, reason: one.reason });
  }
}

function take(place: string, value: unknown, found: Found): void {
  const listed = Array.isArray(value)
    ? value
    : isObject(value) && Array.isArray(value.Records)
      ? value.Records
      : undefined;
  const prefix = Array.isArray(value) ? '' : 'Records';
  for (const [index, record] of (listed ?? [value]).entries()) {
    const at = listed ? `${place}: ${prefix}[${index}]` : place;
    if (isRecord(record)) found.records.push({ place: at, record });
    else
      found.unreadable.push({
        place: at,
        reason: 'no CloudTrail record: it has no eventName, nor a detail that has one',
      });
  }
}

const isRecord = (value: unknown): boolean =>
  isObject(value) &&
  (typeof value.eventName === 'string' || (isObject(value.detail) && typeof value.detail.eventName === 'string'));

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

type Parsed = { readonly value: unknown } | { readonly line: number; readonly column: number; readonly reason: string };

function parse(text: string): Parsed {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // V8 tells the place as "at position 12 (line 3 column 4)", but not where a text just ends or is very short.
    const ended = /end of JSON input/.test(error.message) ? text.length : 0;
    const position = Number(/at position (\d+)/.exec(error.message)?.[1] ?? ended);
    const lines = text.slice(0, position).split('\n');
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, reason: `no JSON: ${reasonOf(error)}` };
  }
}

const reasonOf = ({ message }: SyntaxError): string =>
  message
    .replace(/,? (?:"|\.\.\.).*is not valid JSON$/s, '')
    .replace(/ in JSON at position.*$/s, '')
    .replace(/ at position.*$/s, '');

function faultText(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  switch (code) {
    case 'ENOENT':
      return 'no such file';
    case 'EACCES':
      return 'no permission to read it';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'no text in UTF-8';
    case 'ERR_BUFFER_TOO_LARGE':
      return `more than ${LIMIT / 1024 / 1024} MB when unpacked`;
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
