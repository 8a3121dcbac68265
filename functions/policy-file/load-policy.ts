import { basename, join } from 'node:path';
import type { Case } from './case.ts';
import { checkCases } from './check-cases.ts';
import type { Defaults } from './defaults-schema.ts';
import { atStart, entriesOf, readPart, strays } from './folder-parts.ts';
import type { LintedPolicy } from './lint/subject.ts';
import type { Problem } from './problem.ts';
import { readCases } from './read-cases.ts';
import { readPolicy } from './read-policy.ts';

/** Reads the folder of one policy, whose defaults are those that it shares with others. */
export function loadPolicy(
  path: string,
  defaults: Defaults,
): { linted?: LintedPolicy; cases: readonly Case[]; problems: Problem[] } {
  let files: string[];
  try {
    files = entriesOf(path).files;
  } catch (cause) {
    const message = `The folder cannot be read: ${(cause as NodeJS.ErrnoException).code ?? String(cause)}`;
    return { cases: [], problems: [atStart(path, { code: 'file-unreadable', message })] };
  }
  const problems = strays(path, files, ['policy.yaml', 'cases.yaml']);
  const file = join(path, 'policy.yaml');
  const read = readPart(file, (name, text) => readPolicy(name, basename(path), text, defaults), problems);
  const linted = read?.policy && read.placeOf && { policy: read.policy, file, placeOf: read.placeOf };
  const cases = readPart(join(path, 'cases.yaml'), readCases, problems);
  if (linted && cases) problems.push(...checkCases(linted.policy, cases.cases));
  return { ...(linted && { linted }), cases: cases?.cases ?? [], problems };
}
