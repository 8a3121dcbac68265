import type { Exemption } from '../core/exemption.ts';
import { exemptionsSchema, type WrittenExemption } from './exemption-schema.ts';
import { explain } from './explain.ts';
import { type Problem, quoted, withoutEchoes } from './problem.ts';
import { readYaml, type YamlText } from './read-yaml.ts';
import { daysBetween } from './utc-field.ts';

/** The file of the policies folder that holds the exemptions. */
export const EXEMPTIONS_FILE = 'exemptions.yaml';

/** An exemption and its place in the file. */
export type PlacedExemption = {
  readonly exemption: Exemption;
  readonly file: string;
  readonly placeOf: (...path: readonly PropertyKey[]) => { readonly line: number; readonly column: number };
  /** What messages begin with: `[2].traffic`. */
  readonly labelOf: (...path: readonly PropertyKey[]) => string;
};

/** The exemptions of a file; none when anything is wrong with it. */
export type ReadExemptions = { readonly exemptions: readonly PlacedExemption[]; readonly problems: readonly Problem[] };

/**
 * Reads the text of an `exemptions.yaml`, of which all may be commented out; `file` is its name in problems. None may
 * last longer than so many days.
 */
export function readExemptions(file: string, text: string, mostDays: number): ReadExemptions {
  const yaml = readYaml(file, text);
  if (yaml.value === undefined)
    return { exemptions: [], problems: yaml.problems.filter(({ code }) => code !== 'file-empty') };
  const result = exemptionsSchema.safeParse(yaml.value);
  if (!result.success)
    return { exemptions: [], problems: withoutEchoes(yaml.problems, explain(result.error.issues, yaml)) };
  const own = result.data.flatMap((written, index) => checkDates(written, index, mostDays, yaml));
  const problems = [...yaml.problems, ...checkIds(result.data, yaml), ...own];
  const exemptions = result.data.map(
    ({ exemption }, index): PlacedExemption => ({
      exemption,
      file,
      placeOf: (...path) => yaml.placeOf([index, ...path]),
      labelOf: (...path) => yaml.placeOf([index, ...path]).label,
    }),
  );
  return problems.length > 0 ? { exemptions: [], problems } : { exemptions, problems };
}

function checkIds(all: readonly WrittenExemption[], yaml: YamlText): Problem[] {
  const seen = new Map<string, number>();
  return all.flatMap(({ exemption: { id } }, index) => {
    const earlier = seen.get(id);
    if (earlier === undefined) {
      seen.set(id, yaml.placeOf([index]).line);
      return [];
    }
    const message = `[${index}].id: ${id} is the id of the exemption on line ${earlier} too`;
    return [yaml.problemAt(yaml.placeOf([index, 'id']), { code: 'exemption-duplicate', message })];
  });
}

function checkDates(
  { exemption, from, until }: WrittenExemption,
  index: number,
  mostDays: number,
  yaml: YamlText,
): Problem[] {
  const days = daysBetween(from, until);
  const wrong = (message: string) => [
    yaml.problemAt(yaml.placeOf([index, 'until']), {
      code: 'exemption-dates',
      message: `[${index}].until: ${message}`,
    }),
  ];
  if (exemption.until <= exemption.from) return wrong(`${quoted(until.at)} is not after from, ${quoted(from.at)}`);
  if (days <= mostDays) return [];
  const rounded = Math.ceil(days);
  return wrong(
    `The exemption lasts ${rounded} days; at most ${mostDays} are allowed (exemption-days in guardrails.yaml)`,
  );
}
