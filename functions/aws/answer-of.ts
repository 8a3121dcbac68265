import type { Answer } from '../respond/ports.ts';
import { isRejection, orRetry } from './faults.ts';
import { refusal } from './refusal.ts';

/** A call to EC2 that changes something, and how its errors are read. */
export type Asked<Kind extends string> = {
  /** `ModifySecurityGroupRules` */
  readonly operation: string;
  /** What is to be done, as in `EC2 refused to <what>`. */
  readonly what: string;
  /** The kind of an answer without an error. */
  readonly done: Kind;
  /** The kind that an error stands for by itself; undefined when it is a refusal. */
  readonly kindOf: (error: Error) => Kind | undefined;
};

/**
 * Waits for EC2's answer to a change. A request that EC2 turns down, for want of a permission or for what it says, is
 * `refused` with EC2's own words: the same request would fare no better. Throws RetryableError, and other faults as
 * they are.
 */
export async function answerOf<Kind extends string>(
  { operation, what, done, kindOf }: Asked<Kind>,
  answer: Promise<object>,
): Promise<Answer<Kind>> {
  try {
    const { Return }: { readonly Return?: boolean } = await orRetry(operation, answer);
    if (Return === false) return { kind: 'refused', reason: `EC2 did not ${what}, and gave no reason` };
    return { kind: done };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const kind = kindOf(error);
    if (kind !== undefined) return { kind };
    if (isRejection(error)) return { kind: 'refused', reason: refusal(what, error) };
    throw error;
  }
}
