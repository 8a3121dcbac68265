import type { Case } from './case.ts';
import { casesSchema } from './case-schema.ts';
import { explain } from './explain.ts';
import { type Problem, quoted, withoutEchoes } from './problem.ts';
import { readYaml, type YamlText } from './read-yaml.ts';

/** The cases of a file; none when anything is wrong with it. */
export type ReadCases = { readonly cases: readonly Case[]; readonly problems: readonly Problem[] };

/** Reads the text of a `cases.yaml`; `file` is its name in problems. */
export function readCases(file: string, text: string): ReadCases {
  const yaml = readYaml(file, text);
  if (yaml.value === undefined) return { cases: [], problems: yaml.problems };
  const result = casesSchema.safeParse(yaml.value);
  const wrong = result.success ? [] : explain(result.error.issues, yaml);
  const problems = withoutEchoes(yaml.problems, [...wrong, ...checkNames(yaml), ...checkKinds(yaml)]);
  if (!result.success || problems.length > 0) return { cases: [], problems };
  const cases = result.data.map((entry, index): Case => {
    const { line, column } = yaml.placeOf([index]);
    return { ...entry, file, line, column };
  });
  return { cases, problems };
}

function checkNames(yaml: YamlText): Problem[] {
  const seen = new Map<unknown, number>();
  return entriesOf(yaml).flatMap((entry, index) => {
    const { name } = entry;
    if (typeof name !== 'string') return [];
    const earlier = seen.get(name.trim());
    if (earlier === undefined) {
      seen.set(name.trim(), yaml.placeOf([index]).line);
      return [];
    }
    const message = `[${index}].name: ${quoted(name)} is the name of the case on line ${earlier} too`;
    return [yaml.problemAt(yaml.placeOf([index, 'name']), { code: 'case-duplicate', message })];
  });
}

/** Without one case that breaks the policy and one that keeps it, the cases show nothing. */
function checkKinds(yaml: YamlText): Problem[] {
  if (!Array.isArray(yaml.value)) return [];
  const given = new Set(entriesOf(yaml).map(({ expect }) => expect));
  return ['violation', 'compliant']
    .filter((kind) => !given.has(kind))
    .map((kind) => {
      const message = `No case expects ${kind}; at least one violation and one compliant case are needed`;
      return yaml.problemAt({ line: 1, column: 1 }, { code: 'case-missing', message });
    });
}

/** The entries by their indexes; one that is no map is an empty one here, and its own problem elsewhere. */
function entriesOf({ value }: YamlText): { readonly name?: unknown; readonly expect?: unknown }[] {
  const entries: unknown[] = Array.isArray(value) ? value : [];
  return entries.map((entry) => (typeof entry === 'object' && entry !== null ? entry : {}));
}
