import { isScalar, parseAllDocuments } from 'yaml';
import { type Place, places } from './place.ts';
import { plainValue } from './plain-value.ts';
import { type Fault, type Problem, printable } from './problem.ts';

/** A YAML text as plain values, and a way from a value back to its place. */
export type YamlText = {
  /** Maps, lists, texts, numbers, booleans and null; undefined when the text could not be read at all. */
  readonly value: unknown;
  readonly problems: readonly Problem[];
  /** Where the value at a path stands. */
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
  /** Where a key of the map at a path stands. */
  readonly placeOfKey: (path: readonly PropertyKey[], key: string) => Place;
  readonly problemAt: (place: Pick<Place, 'line' | 'column'>, fault: Fault) => Problem;
};

/**
 * Reads the part of YAML 1.2 that policy files use: one document of maps, lists and scalars. The rest of YAML makes one
 * text mean several things to several readers, so it is a problem.
 */
export function readYaml(file: string, text: string): YamlText {
  const problems: Problem[] = [];
  const position = positions(text);
  const problemAt = ({ line, column }: Pick<Place, 'line' | 'column'>, { code, message }: Fault): Problem => ({
    file,
    line,
    column,
    code,
    message,
  });
  const refuse = (offset: number, fault: Fault) => problems.push(problemAt(position(offset), fault));

  const [first, second] = documents(text);
  const empty = { value: undefined, problems, ...places(undefined, position), problemAt };
  if (!first || (first.errors.length === 0 && isEmpty(first.contents))) {
    refuse(0, { code: 'file-empty', message: 'The file holds nothing; YAML is needed' });
    return empty;
  }
  for (const { pos, message } of first.errors) {
    // A parser that ran out of stack says so in terms of its own, and what it says after that is noise.
    if (message.startsWith('Maximum call stack')) {
      refuse(pos[0], { code: 'yaml-syntax', message: 'Nested too deeply to be read' });
      return empty;
    }
    // The parser's messages may quote any length of the file.
    const brief = printable(message.replaceAll(/\s+/g, ' ').slice(0, 200)).replace(/\.+$/, '');
    refuse(pos[0], { code: 'yaml-syntax', message: brief });
  }
  // What follows a syntax error is guesswork, and its problems would be noise.
  if (first.errors.length > 0) return empty;
  if (first.directives?.yaml.explicit || text.startsWith('%')) {
    refuse(0, { code: 'yaml-feature', message: 'YAML directives are not allowed; files are read as YAML 1.2' });
    return empty;
  }
  if (second) {
    const message = 'A second document starts here; a file holds one';
    refuse(second.range[0], { code: 'yaml-feature', message });
  }
  const value = plainValue(first.contents, refuse);
  return { value, problems, ...places(first.contents, position), problemAt };
}

/** YAML reads a document of nothing as an empty scalar. */
const isEmpty = (contents: unknown): boolean => contents === null || (isScalar(contents) && contents.source === '');

/** Lines and columns of offsets. The parser's own count misses lines that a broken flow collection runs over. */
function positions(text: string): (offset: number) => { line: number; column: number } {
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  return (offset) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

function documents(text: string) {
  const documents = parseAllDocuments(text, {
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  return Array.isArray(documents) ? documents : [];
}
