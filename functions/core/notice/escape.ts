/** Joins the words of what is quoted or is traffic, so that `wrap` breaks no line inside it; it leaves as a plain space. */
const TIE = '\u00a0';

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };
const PLAIN_NAME = /^[A-Za-z0-9](?:[\w./@+=-]*[\w/@+=-])?$/;
const TRAFFIC = /^(?:all traffic|(?:tcp|udp|icmp|icmpv6|protocol)(?: [a-z0-9-]+){0,4}) from [\w.:/-]+$/;
const HIDDEN = /\p{C}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|\u2800/u;

/** What is tied has to fit a line together with its indent. */
const LONGEST_TIED = 48;

const codePoint = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16)}}`;

/** Escapes one character at a time and stops at the limit, so that a huge text costs no more than a long one. */
function escaped(text: string, limit: number, safe: (character: string) => string): string {
  let [all, short, spaced] = ['', '', true];
  for (const character of text) {
    const unit = safe(character);
    if (unit === ' ' && spaced) continue;
    spaced = unit === ' ';
    if (all.length + unit.length > limit) return `${short.trimEnd()}...`;
    all += unit;
    if (all.length <= limit - 3) short = all;
  }
  return all.trimEnd();
}

const recordCharacter = (character: string): string =>
  character >= ' ' && character <= '~' && character !== '\\' ? character : (NAMED[character] ?? codePoint(character));

/**
 * Text of a record, made safe to show: printable ASCII, everything else as `\n` or `\u{202e}`, runs of spaces as one, at
 * most `limit` characters. EC2 and IAM allow little but ASCII in these texts, so whatever else is there shows as what it
 * is: a letter from another alphabet could reorder a line or pass for a quotation mark.
 */
export const recordText = (text: string, limit: number): string => escaped(text, limit, recordCharacter);

/**
 * Text of a policy, made safe to show: as its author wrote it, in any alphabet, but for characters that can't be seen or
 * that steer the display (controls, bidi and zero-width characters, lone surrogates), which are escaped.
 */
export const policyText = (text: string, limit: number): string =>
  escaped(text, limit, (character) =>
    /\s/u.test(character) && character !== '\u2028' && character !== '\u2029' && character !== '\ufeff'
      ? ' '
      : HIDDEN.test(character)
        ? codePoint(character)
        : character,
  );

/** Free text of a record in quotation marks, shortened to `limit`: `"a \"quick\" test\n"`. */
export const quoteText = (text: string, limit: number): string =>
  `"${escaped(text, limit, (character) => (character === '"' ? '\\"' : recordCharacter(character)))}"`;

/** A reason, which may cite a record, in quotation marks; those within it become single ones. */
export const reasonText = (reason: string): string => `"${recordText(reason, 400).replaceAll('"', "'")}"`;

/** A name of a record: as it is when it is one plain word, else quoted and tied: `web-1`, `"web 1: closed"`. */
export const nameText = (name: string, limit = LONGEST_TIED): string =>
  PLAIN_NAME.test(name) ? recordText(name, limit) : tied(quoteText(name, Math.min(limit, LONGEST_TIED)));

/** A piece of traffic, tied: as it is in its canonical form, else, since it names a group freely, quoted. */
export const trafficText = (text: string): string =>
  TRAFFIC.test(text) && text.length <= 120 ? (text.length <= 60 ? tied(text) : text) : tied(quoteText(text, 60));

const tied = (text: string): string => text.replaceAll(' ', TIE);

/** The text with plain spaces for its ties; for what does not go through `wrap`. */
export const untied = (text: string): string => text.replaceAll(TIE, ' ');
