import type { Policy } from '../../core/policy.ts';
import type { Place } from '../place.ts';
import type { Fault, Problem } from '../problem.ts';

/** A policy that is looked at beside others, and its file. */
export type LintedPolicy = {
  readonly policy: Policy;
  readonly file: string;
  readonly placeOf: (path: readonly PropertyKey[]) => Place;
};

/** What is to be told of a policy, at the value of a path; a value that the file does not give is told of at the policy's id. */
export type Finding = Fault & { readonly level?: 'warning'; readonly path: readonly PropertyKey[] };

/** A finding as a problem at its place. */
export function problemOf({ file, placeOf }: LintedPolicy, { level, path, code, message }: Finding): Problem {
  const given = placeOf(path);
  const { line, column, label } = given.absent === undefined ? given : placeOf(['id']);
  return { ...(level && { level }), file, line, column, code, message: `${label}: ${message}` };
}
