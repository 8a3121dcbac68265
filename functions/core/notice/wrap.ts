import { untied } from './escape.ts';

/** The width of a mail, in characters. */
export const COLUMNS = 72;

/**
 * Breaks a text at its spaces into lines of at most `columns`, a mail's 72; a word that is longer stands alone on its line.
 *
 * The first line is indented by `indent` and those that follow by `hang`, so that what is carried over from one field
 * is never taken for the next.
 */
export function wrap(text: string, indent = 0, hang = indent, columns = COLUMNS): string[] {
  const lines: string[] = [];
  let [line, width, room] = ['', 0, columns - indent];
  for (const word of text.split(' ')) {
    if (word === '') continue;
    const length = [...word].length;
    if (width > 0 && width + 1 + length > room) {
      lines.push(line);
      [line, width, room] = ['', 0, columns - hang];
    }
    line += width > 0 ? ` ${word}` : word;
    width += length + (width > 0 ? 1 : 0);
  }
  if (width > 0) lines.push(line);
  return lines.map((each, index) => ' '.repeat(index === 0 ? indent : hang) + untied(each));
}
