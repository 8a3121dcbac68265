import { statSync } from 'node:fs';
import type { Policy } from '../../functions/core/policy.ts';
import { loadPolicies } from '../../functions/policy-file/load-policies.ts';
import { errorsIn } from '../../functions/policy-file/problem.ts';
import { readArguments } from '../read-arguments.ts';
import type { ContextFacts } from './context/context-facts.ts';
import { readContext } from './context/read-context.ts';
import { openResumeFile, type ResumeFile } from './s3/resume-file.ts';
import { s3Prefix } from './s3/s3-prefix.ts';

/** What a backtest was asked to do. */
export type BacktestOptions = {
  readonly paths: readonly string[];
  readonly policies: readonly Policy[];
  /** The policies to compare with. */
  readonly against?: readonly Policy[];
  readonly contexts: readonly ContextFacts[];
  readonly json: boolean;
  readonly markdown: boolean;
  readonly html?: string;
  readonly allowSkipped: boolean;
  /** The paths hold results of a backtest that was made elsewhere. */
  readonly results: boolean;
  readonly workers?: number;
  readonly resume?: ResumeFile;
};

/** Why a backtest can't be made; `usage`: it was not called as it must be. */
type Refusal = { readonly problem: string; readonly usage: boolean };

const OPTIONS = {
  policies: 'string',
  against: 'string',
  context: 'strings',
  json: 'boolean',
  markdown: 'boolean',
  html: 'string',
  'allow-skipped': 'boolean',
  results: 'boolean',
  workers: 'string',
  resume: 'string',
} as const;

/** Reads the arguments of `portcullis backtest`, with the policies and context files that they name. */
export function readOptions(args: readonly string[]): BacktestOptions | Refusal {
  const read = readArguments(args, OPTIONS);
  if ('problem' in read) return { problem: read.problem, usage: true };
  const { flags, values, lists, positionals: paths } = read;
  const wrong = (problem: string): Refusal => ({ problem, usage: true });
  if (paths.length === 0) return wrong('At least one file or folder is needed');
  if (flags.has('markdown') && !values.has('against'))
    return wrong('Option --markdown needs --against: it is for a comparison');
  if (flags.has('markdown') && flags.has('json')) return wrong('Options --markdown and --json exclude each other');
  if (flags.has('results') && (values.has('against') || lists.has('context')))
    return wrong('Results were judged already: --results takes neither --against nor --context');
  const workers = values.get('workers');
  if (workers !== undefined && !/^\d{1,2}$/.test(workers))
    return wrong(`Option --workers takes a number from 0 to 99; ${JSON.stringify(workers)} is given`);
  const policies = policiesIn(values.get('policies') ?? 'policies');
  if ('problem' in policies) return policies;
  const dir = values.get('against');
  const against = dir === undefined ? undefined : policiesIn(dir);
  if (against && 'problem' in against) return against;
  const contexts = readContext(lists.get('context') ?? []);
  if ('problems' in contexts) return { problem: contexts.problems.join('\n'), usage: false };
  const html = values.get('html');
  const resume = values.get('resume');
  let opened: ResumeFile | undefined;
  try {
    for (const path of paths) s3Prefix(path);
    opened = resume === undefined ? undefined : openResumeFile(resume);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
  return {
    paths,
    policies: policies.valid,
    ...(against && { against: against.valid }),
    contexts,
    json: flags.has('json'),
    markdown: flags.has('markdown'),
    ...(html !== undefined && { html }),
    allowSkipped: flags.has('allow-skipped'),
    results: flags.has('results'),
    ...(workers !== undefined && { workers: Number(workers) }),
    ...(opened && { resume: opened }),
  };
}

function policiesIn(dir: string): { readonly valid: readonly Policy[] } | Refusal {
  const stats = statSync(dir, { throwIfNoEntry: false });
  if (!stats?.isDirectory())
    return { problem: `${JSON.stringify(dir)} is ${stats ? 'no folder' : 'not there'}`, usage: true };
  const { policies, problems } = loadPolicies(dir);
  const errors = errorsIn(problems);
  if (errors.length === 0) return { valid: policies };
  return {
    problem: `The policies in ${dir} are not valid; npm run portcullis -- validate ${dir} says what is wrong with them`,
    usage: false,
  };
}
