import type * as z from 'zod';
import { described } from './field.ts';
import type { Fault, Problem, ProblemCode } from './problem.ts';
import { quoted } from './problem.ts';
import type { YamlText } from './read-yaml.ts';
import { didYouMean } from './suggest.ts';

/** Words for what zod expected, in the terms of YAML. */
const KINDS: Readonly<Record<string, string>> = { object: 'a map', record: 'a map', array: 'a list' };

/** Zod's findings as problems at their places. */
export function explain(issues: readonly z.core.$ZodIssue[], yaml: YamlText): Problem[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const place = yaml.placeOfKey(issue.path, key);
        return labelled(yaml, place, unknownKey(key, issue.message.split(', ')));
      });
    }
    const place = yaml.placeOf(issue.path);
    if (place.absent !== undefined) {
      return [labelled(yaml, place, { code: 'missing-key', message: `Key ${place.absent} is missing` })];
    }
    return [labelled(yaml, place, faultOf(issue, valueAt(yaml.value, issue.path)))];
  });
}

function labelled(yaml: YamlText, place: ReturnType<YamlText['placeOf']>, { code, message }: Fault): Problem {
  return yaml.problemAt(place, { code, message: place.label === '' ? message : `${place.label}: ${message}` });
}

function unknownKey(key: string, allowed: readonly string[]): Fault {
  const hint = didYouMean(key, allowed);
  return { code: 'unknown-key', message: `Key ${quoted(key)} is none of ${allowed.join(', ')}${hint}` };
}

function faultOf(issue: z.core.$ZodIssue, value: unknown): Fault {
  switch (issue.code) {
    case 'custom':
      return { code: (issue.params?.code ?? 'wrong-type') as ProblemCode, message: issue.message };
    case 'invalid_type':
      return {
        code: 'wrong-type',
        message: `${described(value)} is given; ${KINDS[issue.expected] ?? issue.expected} is needed`,
      };
    case 'too_big':
      return {
        code: 'bad-count',
        message: `${Array.isArray(value) ? value.length : 'Too many'} entries are given; at most ${issue.maximum} are allowed`,
      };
    case 'too_small':
      return { code: 'bad-count', message: `No entry is given; at least ${issue.minimum} is needed` };
    default:
      return { code: 'wrong-type', message: issue.message };
  }
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || (typeof step === 'number' && !Array.isArray(found))) continue;
    found = (found as Record<PropertyKey, unknown>)[step];
  }
  return found;
}
