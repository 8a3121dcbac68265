import * as z from 'zod';
import { type Fault, quoted } from './problem.ts';
import { didYouMean } from './suggest.ts';

/** What reading one value comes to. */
export type Reading<T> = { readonly value: T } | Fault;

/** The JSON Schema of a field, for the editor; `description` is its hover text. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * A zod schema for one value that is read by a function, so that every message is ours and says what is allowed. Zod's
 * own unions would report each branch that did not fit.
 */
export function field<T>(json: JsonSchema, read: (value: unknown) => Reading<T>) {
  return z
    .unknown()
    .meta(json)
    .transform((value, context): T => {
      const reading = read(value);
      if ('value' in reading) return reading.value;
      context.addIssue({ code: 'custom', message: reading.message, params: { code: reading.code } });
      return z.NEVER;
    });
}

/** What a value is, in words. */
export function described(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `${typeof value} ${quoted(value)}`.replace(/^string/, 'text');
}

/** The fault of a value of the wrong kind. */
export const wrongType = (expected: string, value: unknown): Fault => ({
  code: 'wrong-type',
  message: `${described(value)} is given; ${expected} is needed`,
});

/** Reads a whole number within bounds that is written plainly. */
export function readInteger(value: unknown, low: number, high: number): Reading<number> {
  if (typeof value === 'string' && /^[-+.\d]/.test(value)) {
    const zeros = /^0+(\d+)$/.exec(value);
    const advice = zeros ? `has a leading zero; write ${zeros[1]}` : `is no plain whole number from ${low} to ${high}`;
    return { code: 'bad-number', message: `${quoted(value)} ${advice}` };
  }
  if (typeof value !== 'number') return wrongType(`a number from ${low} to ${high}`, value);
  if (value > high) return { code: 'bad-number', message: `${value} is above ${high}` };
  if (value < low) return { code: 'bad-number', message: `${value} is below ${low}` };
  return { value };
}

/** A whole number within bounds. */
export const integer = (low: number, high: number, description: string) =>
  field({ type: 'integer', minimum: low, maximum: high, description }, (value) => readInteger(value, low, high));

/** The fault of a word that is none of those allowed; entries that are not plain words describe what else is. */
export function unknownWord(value: unknown, allowed: readonly string[]): Fault {
  const words = allowed.filter((entry) => /^[\w-]+$/.test(entry));
  const hint = typeof value === 'string' ? didYouMean(value, words) : '';
  return { code: 'unknown-word', message: `${quoted(value)} is none of ${allowed.join(', ')}${hint}` };
}

/** What each of some words means, for the editor: it shows them beside the words. */
export const meanings = <Word extends string>(words: readonly Word[], of: Readonly<Record<Word, string>>) => ({
  enum: words,
  enumDescriptions: words.map((each) => of[each]),
});

/** One of some words, with what each means. */
export const word = <Word extends string>(
  words: readonly Word[],
  description: string,
  of: Readonly<Record<Word, string>>,
) =>
  field({ ...meanings(words, of), description }, (value): Reading<Word> => {
    const found = words.find((known) => known === value);
    if (found !== undefined) return { value: found };
    if (typeof value === 'object') return wrongType(`one of ${words.join(', ')}`, value);
    return unknownWord(value, words);
  });

/** Reads one line of text for people. Direction overrides and lone surrogates could forge or break a mail. */
export function readText(value: unknown, longest: number): Reading<string> {
  if (typeof value === 'number' || typeof value === 'boolean') return wrongType('a text (in quotes)', value);
  if (typeof value !== 'string') return wrongType('a text', value);
  const text = value.trim();
  const length = [...text].length;
  if (length === 0) return { code: 'bad-text', message: 'The text is empty' };
  if (length > longest) {
    return { code: 'bad-text', message: `The text has ${length} characters; at most ${longest} are allowed` };
  }
  const control = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u.exec(text)?.[0];
  if (control === '\n') return { code: 'bad-text', message: 'The text has several lines; fold it into one with >-' };
  if (control !== undefined) {
    const point = (control.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    return { code: 'bad-text', message: `The text holds the control character U+${point}` };
  }
  return { value: text };
}

/** One line of text for people. */
export const text = (longest: number, description: string) =>
  field({ type: 'string', minLength: 1, maxLength: longest, description }, (value) => readText(value, longest));

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/;

/** The name of a policy or of an exemption: what people and machines call it by. */
export const name = (description: string) =>
  field({ type: 'string', pattern: NAME.source, maxLength: 64, description }, (value): Reading<string> => {
    if (typeof value === 'string' && NAME.test(value) && value.length <= 64) return { value };
    if (typeof value !== 'string') return wrongType('a text (in quotes)', value);
    return { code: 'bad-id', message: `${quoted(value)} is not 1 to 64 lower-case letters, digits and single hyphens` };
  });
