import { join } from 'node:path';
import { DEFAULT_GUARDRAILS, type Guardrails } from '../core/guardrails.ts';
import type { Policy } from '../core/policy.ts';
import type { Case } from './case.ts';
import { checkExemptions } from './check-exemptions.ts';
import type { Defaults } from './defaults-schema.ts';
import { firstProblems } from './first-problems.ts';
import { atStart, entriesOf, readPart, strays } from './folder-parts.ts';
import { lintPolicies } from './lint/lint-policies.ts';
import type { LintedPolicy } from './lint/subject.ts';
import { loadPolicy } from './load-policy.ts';
import { type Problem, sortProblems } from './problem.ts';
import { DEFAULTS_FILE, readDefaults } from './read-defaults.ts';
import { EXEMPTIONS_FILE, type PlacedExemption, readExemptions } from './read-exemptions.ts';
import { GUARDRAILS_FILE, readGuardrails } from './read-guardrails.ts';

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

  problems.push(...strays(dir, files, [DEFAULTS_FILE, EXEMPTIONS_FILE, GUARDRAILS_FILE]));
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
    const loaded = loadPolicy(join(dir, folder), defaults);
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
  // What policies are beside others can't be said while a part of each may be wanting.
  if (defaults !== STAND_IN) problems.push(...checkExemptions(exemptions, policies, folders), ...lintPolicies(all));
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
