import { policyText, recordText } from '../../functions/core/notice/escape.ts';

/** A name or another short text of a record, as it may be shown: no more than 200 characters, all of them printable ASCII. */
export const nameOf = (text: string): string => recordText(text, 200);

/** A sentence that may cite a record: any alphabet, but nothing that can't be seen or that steers the display. */
export const sentenceOf = (text: string): string => policyText(text, 600);

/** The characters that a raw record may take on the page. */
const LONGEST_RECORD = 16_000;

/** What a reader can't see, or what would steer the display, but for line breaks. */
const HIDDEN = /(?!\n)(?:\p{C}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point})/gu;

/**
 * A raw record as indented JSON. Hidden characters are written as JSON writes them (`\u202e`), so that it stays the
 * same record; one that is too long is cut, and says so.
 */
export function recordJson(record: unknown): string {
  const text = JSON.stringify(record, null, 1) ?? 'null';
  const escaped = text.slice(0, LONGEST_RECORD).replace(HIDDEN, unicodeEscape);
  const cut = text.length - LONGEST_RECORD;
  return cut > 0 ? `${escaped}\n... ${cut} more characters are left out here` : escaped;
}

const unicodeEscape = (character: string): string =>
  [...Array(character.length).keys()]
    .map((index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
