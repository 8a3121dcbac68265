import * as z from 'zod';
import type { ProblemCode } from './problem.ts';

/** Checks across keys run even when single values are wrong, so that all problems come at once. */
export const ALWAYS = { when: () => true };

/** More would make the compiled policies, which every judgement reads, too large. */
export const MOST_ENTRIES = 200;

/** A map with these keys and no others. */
export const map = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  // Zod's issue does not say which keys are allowed; the message carries them to `explain`.
  z.strictObject(shape, {
    error: ({ code }) => (code === 'unrecognized_keys' ? Object.keys(shape).join(', ') : undefined),
  });

/** A list of one to `MOST_ENTRIES` entries, or a single entry in its place. */
export const oneOrMany = <Entry extends z.ZodType>(entry: Entry, least = 1) =>
  z
    .preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(entry).min(least).max(MOST_ENTRIES))
    .meta({ oneOrMany: true });

/** Adds a fault to a zod check's findings. */
export function addFault(
  context: z.core.$RefinementCtx<unknown>,
  code: ProblemCode,
  message: string,
  path: PropertyKey[] = [],
): void {
  context.addIssue({ code: 'custom', message, params: { code }, path });
}

/** Whether a map that may have failed its own checks has a key. */
export const has = (value: unknown, key: string): boolean =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key);

/** A check that a map has at least one of its keys. */
export const someKey =
  (keys: readonly string[]) =>
  (value: unknown, context: z.core.$RefinementCtx<unknown>): void => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
    if (!keys.some((key) => has(value, key)))
      addFault(context, 'bad-count', `At least one of ${keys.join(', ')} is needed`);
  };
