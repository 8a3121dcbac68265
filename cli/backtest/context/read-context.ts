import { readFileSync } from 'node:fs';
import { faultText } from '../../../functions/backtest/scan-log.ts';
import { explain } from '../../../functions/policy-file/explain.ts';
import { printable, problemText, sortProblems } from '../../../functions/policy-file/problem.ts';
import { readYaml } from '../../../functions/policy-file/read-yaml.ts';
import type { ContextFacts } from './context-facts.ts';
import { contextSchema, writtenFacts } from './context-schema.ts';
import { describedFacts, isDescribed } from './described.ts';

/** What context files tell together, or everything that is wrong with them, a line each with its place. */
export function readContext(
  files: readonly string[],
): readonly ContextFacts[] | { readonly problems: readonly string[] } {
  const [told, problems]: [ContextFacts[], string[]] = [[], []];
  for (const file of files) {
    const read = readOne(file);
    if ('problems' in read) problems.push(...read.problems);
    else told.push(read);
  }
  return problems.length > 0 ? { problems } : told;
}

function readOne(file: string): ContextFacts | { readonly problems: readonly string[] } {
  const wrong = (place: string, reason: string) => ({
    problems: [`${printable(`${file}${place}`)}: ${printable(reason)}`],
  });
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    return wrong('', faultText(error));
  }
  const output = parsed(text);
  if (isDescribed(output)) {
    const facts = describedFacts(output, file);
    return 'groups' in facts ? facts : wrong(`: ${facts.path}`, facts.reason);
  }
  // What a person wrote is read as YAML, of which JSON is a part, so that every problem has its line.
  const yaml = readYaml(file, text);
  if (yaml.value === undefined) return { problems: yaml.problems.map(problemText) };
  if (isDescribed(yaml.value)) {
    const facts = describedFacts(yaml.value, file);
    return 'groups' in facts ? facts : wrong(`: ${facts.path}`, facts.reason);
  }
  const result = contextSchema(yaml.value).safeParse(yaml.value);
  const problems = [...yaml.problems, ...(result.success ? [] : explain(result.error.issues, yaml))];
  if (problems.length > 0 || !result.success) return { problems: sortProblems(problems).map(problemText) };
  return writtenFacts(result.data);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
