import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DEFAULT_GUARDRAILS, type Guardrails } from '../core/guardrails.ts';
import type { Policy } from '../core/policy.ts';
import type { Case } from './case.ts';
import { checkCases } from './check-cases.ts';
import { checkExemptions } from './check-exemptions.ts';
import type { Defaults } from './defaults-schema.ts';
import { firstProblems } from './first-problems.ts';
import { lintPolicies } from './lint/lint-policies.ts';
import type { LintedPolicy } from './lint/subject.ts';
import { type Fault, type Problem, quoted, sortProblems } from './problem.ts';
import { readCases } from './read-cases.ts';
import { DEFAULTS_FILE, readDefaults } from './read-defaults.ts';
import { EXEMPTIONS_FILE, type PlacedExemption, readExemptions } from './read-exemptions.ts';
import { GUARDRAILS_FILE, readGuardrails } from './read-guardrails.ts';
import { readPolicy } from './read-policy.ts';
import { readTextFile } from './read-text-file.ts';

/** The policies of a folder. `policies` and `cases` hold what is valid by itself; act on them only without problems. */
export type LoadedPolicies = {
  readonly policies: readonly Policy[];
  /** Cases by policy id. */
  readonly cases: ReadonlyMap<string, readonly Case[]>;
  /** What its exemptions.yaml holds; each hangs on its policy too. */
  readonly exemptions: readonly PlacedExemption[];
  /** What its guardrails.yaml says; absent when there is none. */
  readonly guardrails?: Guardrails;
  /** Everything that is wrong, in the order of the files. */
  readonly problems: readonly Problem[];
};

/** In the place of defaults that can't be read, so that no policy is blamed for what it leaves to them. */
const STAND_IN: Defaults = { severity: 'low', remedy: 'restore', runbook: '-' };

/** Reads every policy folder in `dir`. Throws what `readdir` throws when `dir` itself can't be read. */
export function loadPolicies(dir: string): LoadedPolicies {
  const problems: Problem[] = [];
  const linted: LintedPolicy[] = [];
  const cases = new Map<string, readonly Case[]>();
  const { folders, files } = entriesOf(dir);

  problems.push(
    ...strays(
      dir,
      files.filter((file) => ![GUARDRAILS_FILE, DEFAULTS_FILE, EXEMPTIONS_FILE].includes(file)),
    ),
  );
  const guarded = files.includes(GUARDRAILS_FILE)
    ? readPart(join(dir, GUARDRAILS_FILE), readGuardrails, problems)
    : undefined;
  const shared = files.includes(DEFAULTS_FILE) ? readPart(join(dir, DEFAULTS_FILE), readDefaults, problems) : undefined;
  const defaults = files.includes(DEFAULTS_FILE) ? (shared?.defaults ?? STAND_IN) : {};
  if (folders.length === 0) {
    const message = 'The folder holds no policy; a policy is a folder with policy.yaml and cases.yaml';
    problems.push(atStart(dir, { code: 'folder-empty', message }));
  }
  for (const folder of folders) {
    const loaded = loadFolder(join(dir, folder), defaults);
    problems.push(...loaded.problems);
    if (loaded.linted) linted.push(loaded.linted);
    if (loaded.linted && loaded.cases.length > 0) cases.set(loaded.linted.policy.id, loaded.cases);
  }
  const { guardrails } = guarded ?? {};
  const { exemptionDays } = guardrails ?? DEFAULT_GUARDRAILS;
  const excusing = files.includes(EXEMPTIONS_FILE)
    ? readPart(join(dir, EXEMPTIONS_FILE), (file, text) => readExemptions(file, text, exemptionDays), problems)
    : undefined;
  const exemptions = excusing?.exemptions ?? [];
  const all = linted.map((each) => ({ ...each, policy: withExemptions(each.policy, exemptions) }));
  const policies = all.map(({ policy }) => policy);
  problems.push(...checkExemptions(exemptions, policies, folders));
  // What policies are together can't be said while some of each may be wanting.
  if (defaults !== STAND_IN) problems.push(...lintPolicies(all));
  return {
    policies,
    cases,
    exemptions,
    ...(guardrails && { guardrails }),
    problems: firstProblems(sortProblems(problems)),
  };
}

function withExemptions(policy: Policy, all: readonly PlacedExemption[]): Policy {
  const exemptions = all.flatMap(({ exemption }) => (exemption.policy === policy.id ? [exemption] : []));
  return exemptions.length > 0 ? { ...policy, exemptions } : policy;
}

function loadFolder(
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
  const problems = strays(
    path,
    files.filter((file) => file !== 'policy.yaml' && file !== 'cases.yaml'),
  );
  const file = join(path, 'policy.yaml');
  const read = readPart(file, (name, text) => readPolicy(name, basename(path), text, defaults), problems);
  const linted = read?.policy && read.placeOf && { policy: read.policy, file, placeOf: read.placeOf };
  const cases = readPart(join(path, 'cases.yaml'), readCases, problems);
  if (linted && cases) problems.push(...checkCases(linted.policy, cases.cases));
  return { ...(linted && { linted }), cases: cases?.cases ?? [], problems };
}

function readPart<Part extends { problems: readonly Problem[] }>(
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

/** YAML that lies about and that nothing reads: someone believes in it. */
function strays(dir: string, files: readonly string[]): Problem[] {
  return files
    .filter((file) => /\.ya?ml$/i.test(file))
    .map((file) => {
      const message = `Nothing reads ${quoted(file)}; a policy is <id>/policy.yaml with <id>/cases.yaml`;
      return atStart(join(dir, file), { code: 'file-stray', message });
    });
}

function entriesOf(dir: string): { folders: string[]; files: string[] } {
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

const atStart = (file: string, { code, message }: Fault): Problem => ({ file, line: 1, column: 1, code, message });
