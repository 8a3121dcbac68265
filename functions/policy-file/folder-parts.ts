import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, type Problem, quoted } from './problem.ts';
import { readTextFile } from './read-text-file.ts';
import { didYouMean } from './suggest.ts';

/** Reads one file of a folder; its problems are added to the others. Undefined when there is no such text. */
export function readPart<Part extends { problems: readonly Problem[] }>(
  file: string,
  read: (file: string, text: string) => Part,
  problems: Problem[],
): Part | undefined {
  const content = readTextFile(file);
  if (typeof content !== 'string') {
    problems.push(atStart(file, content));
    return undefined;
  }
  const part = read(file, content);
  problems.push(...part.problems);
  return part;
}

/** YAML that lies about and that nothing reads: someone believes in it. `known` are the files that are read. */
export function strays(dir: string, files: readonly string[], known: readonly string[]): Problem[] {
  return files
    .filter((file) => /\.ya?ml$/i.test(file) && !known.includes(file))
    .map((file) => {
      const hint = didYouMean(file, known);
      const message = `Nothing reads ${quoted(file)}${hint === '' ? '; a policy is <id>/policy.yaml with <id>/cases.yaml' : hint}`;
      return atStart(join(dir, file), { code: 'file-stray', message });
    });
}

/** The folders and files of a folder, sorted; hidden ones are left out. Throws what `readdir` throws. */
export function entriesOf(dir: string): { folders: string[]; files: string[] } {
  const names = readdirSync(dir).filter((name) => !name.startsWith('.'));
  const folders = names.filter((name) => isFolder(join(dir, name))).sort();
  return { folders, files: names.filter((name) => !folders.includes(name)).sort() };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    // A link that leads nowhere, or round in a circle: whoever reads it as a file will say so.
    return false;
  }
}

/** A fault of a file or folder as a whole. */
export const atStart = (file: string, { code, message }: Fault): Problem => ({
  file,
  line: 1,
  column: 1,
  code,
  message,
});
