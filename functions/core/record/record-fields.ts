/** A JSON object from outside. Its properties are read through `field`, so that `__proto__` is a key like any other. */
export type Fields = { readonly [key: string]: unknown };

/** What is wrong with a part of a record, after the path of that part: `requestParameters.toPort: "x" is no number`. */
export type Problem = { readonly problem: string };

/** A member of a list in a record, and the path to it. */
export type Entry = { readonly path: string; readonly fields: Fields };

/** Whether a value is a JSON object: neither null nor a list. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether a value says nothing: missing, null, or an empty collection, which CloudTrail writes `{}` and tools `[]`. */
export function isAbsent(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) ? value.length === 0 : isFields(value) && Object.keys(value).length === 0;
}

/** The value at the end of a path of own properties; undefined where the path breaks off. */
export function field(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (!isFields(found) || !Object.hasOwn(found, key)) return undefined;
    found = found[key];
  }
  return found;
}

/** The members of a collection, in each of its forms: `{ items: [...] }`, a list, a single object, or nothing at all. */
export function entriesOf(value: unknown, path: string): readonly Entry[] | Problem {
  const inner = field(value, 'items');
  const [members, at] = inner === undefined ? [value, path] : [inner, `${path}.items`];
  if (isAbsent(members)) return [];
  if (isFields(members)) return [{ path: at, fields: members }];
  if (!Array.isArray(members)) return problem(at, `${quoted(members)} is no list`);
  const entries: Entry[] = [];
  for (const [index, fields] of members.entries()) {
    if (!isFields(fields)) return problem(`${at}[${index}]`, `${quoted(fields)} is no object`);
    entries.push({ path: `${at}[${index}]`, fields });
  }
  return entries;
}

/** A whole number, also where it was written as a text; undefined when it is absent. */
export function numberAt({ path, fields }: Entry, key: string): number | undefined | Problem {
  const value = field(fields, key);
  if (value === undefined || value === null) return undefined;
  if (Number.isInteger(value)) return value as number;
  if (typeof value === 'string' && /^-?\d{1,9}$/.test(value)) return Number(value);
  return problem(`${path}.${key}`, `${quoted(value)} is no whole number`);
}

/** A text that is not empty, cut to a limit in UTF-16 units; undefined when it is none. */
export const textOf = (value: unknown, limit: number): string | undefined =>
  typeof value === 'string' && value !== '' ? value.slice(0, limit).toWellFormed() : undefined;

/** A number or text as text: some tools write account numbers as numbers. */
export const digitsOf = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

/** Whether CloudTrail left out a part of a value because the record was too large (`omitted: true` somewhere in it). */
export function isCut(value: unknown): boolean {
  // A stack, not recursion: a hostile record may be nested deeper than the call stack.
  for (const stack = [value]; stack.length > 0; ) {
    const next = stack.pop();
    if (typeof next !== 'object' || next === null) continue;
    const omitted = field(next, 'omitted');
    if (omitted === true || omitted === 'true') return true;
    for (const inner of Object.values(next)) stack.push(inner);
  }
  return false;
}

/** A Problem at a path. */
export const problem = (path: string, text: string): Problem => ({ problem: `${path}: ${text}` });

/** A value of the record for a message: at most 80 characters of it, in quotes, escaped. Never the inside of an object. */
export function quoted(value: unknown): string {
  if (typeof value === 'string')
    return printable(JSON.stringify(value.length > 80 ? `${value.slice(0, 77)}...` : value));
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return ['number', 'boolean', 'undefined'].includes(typeof value) || value === null ? String(value) : typeof value;
}

/** A text in printable ASCII; every other character becomes its `\u` escape, so that no record can forge a line. */
export const printable = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
