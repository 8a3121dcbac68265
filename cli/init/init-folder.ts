import { lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EXEMPTIONS_FILE } from '../../functions/policy-file/read-exemptions.ts';
import { GUARDRAILS_FILE } from '../../functions/policy-file/read-guardrails.ts';
import { schemaFiles } from '../../functions/policy-file/schema.ts';
import { type Pack, packs } from './packs.ts';

/** What became of one thing that a policies folder needs: a policy's folder, or a file beside the policies. */
export type Placed = {
  readonly path: string;
  readonly kind: 'policy' | 'file';
  /** `left` is what stood there already, and stands as it was. */
  readonly done: 'written' | 'left';
};

/**
 * Puts packs into a policies folder, with the schemas and guardrails that it lacks, and tells of each thing as it is done.
 * Nothing that is there is ever written over. Throws what the file system throws.
 */
export function initFolder(dir: string, chosen: readonly Pack[], tell: (placed: Placed) => void): void {
  makeFolder(resolve(dir));
  for (const { dir: from, policies } of chosen) {
    for (const id of policies) {
      const path = join(dir, id);
      // A folder that is there belongs to somebody, however little is in it.
      if (isThere(path)) {
        tell({ path, kind: 'policy', done: 'left' });
        continue;
      }
      mkdirSync(path);
      writeNew(join(path, 'policy.yaml'), toldOnly(readFileSync(join(from, id, 'policy.yaml'), 'utf8')));
      writeNew(join(path, 'cases.yaml'), readFileSync(join(from, id, 'cases.yaml'), 'utf8'));
      tell({ path, kind: 'policy', done: 'written' });
    }
  }
  for (const [name, text] of [...schemaFiles(), ...besides(packs()[0].dir)]) {
    const path = join(dir, name);
    tell({ path, kind: 'file', done: writeNew(path, text) ? 'written' : 'left' });
  }
}

/** What lies beside the policies: this project's guardrails, and how exemptions are written, without any of its own. */
function besides(from: string): (readonly [name: string, text: string])[] {
  const exemptions = readFileSync(join(from, EXEMPTIONS_FILE), 'utf8').split('\n');
  const written = exemptions.findIndex((line) => line !== '' && !line.startsWith('#'));
  return [
    [GUARDRAILS_FILE, readFileSync(join(from, GUARDRAILS_FILE), 'utf8')],
    [EXEMPTIONS_FILE, `${(written < 0 ? exemptions : exemptions.slice(0, written)).join('\n').trimEnd()}\n`],
  ];
}

/** Makes a folder and those that it lies in. (Node's own `recursive` never returns where the system says that there is no such place.) */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  if (dirname(path) !== path) makeFolder(dirname(path));
  mkdirSync(path);
}

/** The text of a policy in audit mode: what this project enforces may not be what others want enforced from the first day. */
const toldOnly = (text: string): string => text.replace(/^mode:\s*(["']?)enforce\1(?=\s|$)/m, 'mode: audit');

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Writes a file that is not there; false when it is, and then it stays as it is. */
function writeNew(path: string, content: string): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}
