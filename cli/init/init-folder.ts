import { lstatSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
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
  mkdirSync(dir, { recursive: true });
  for (const { dir: from, policies } of chosen) {
    for (const id of policies) {
      const path = join(dir, id);
      // A folder that is there belongs to somebody, however little is in it.
      if (isThere(path)) {
        tell({ path, kind: 'policy', done: 'left' });
        continue;
      }
      mkdirSync(path);
      for (const file of ['policy.yaml', 'cases.yaml']) writeNew(join(path, file), readFileSync(join(from, id, file)));
      tell({ path, kind: 'policy', done: 'written' });
    }
  }
  const guardrails = readFileSync(join(packs()[0].dir, GUARDRAILS_FILE), 'utf8');
  for (const [name, text] of [...schemaFiles(), [GUARDRAILS_FILE, guardrails] as const]) {
    const path = join(dir, name);
    tell({ path, kind: 'file', done: writeNew(path, text) ? 'written' : 'left' });
  }
}

const isThere = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined;

/** Writes a file that is not there; false when it is, and then it stays as it is. */
function writeNew(path: string, content: string | Buffer): boolean {
  try {
    writeFileSync(path, content, { flag: 'wx' });
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}
