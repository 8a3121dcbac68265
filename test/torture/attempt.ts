import { AsyncLocalStorage } from 'node:async_hooks';
import type { GroupId } from '../../functions/core/ids.ts';

/** One run of the function on one message; it may die at any await. */
export type Attempt = {
  readonly name: string;
  /** Epoch milliseconds. */
  readonly began: number;
  dead: boolean;
  /** Ends it where it stands. */
  readonly die: (why: string) => void;
  /** Rejects when it dies. */
  readonly died: Promise<never>;
  /** For each group, the moment whose state its last read of the group showed. */
  readonly seen: Map<GroupId, number>;
  /** How long it may run, in milliseconds. */
  readonly limit: number;
  /** The digest that it is to send; absent when it is another function's run. */
  readonly digest?: string;
  /** The names of the calls of it that failed. */
  readonly failed: Set<string>;
};

/** The time-out of the functions that take messages, in milliseconds. */
export const TIMEOUT = 30_000;

/** Whose call it is that comes to a port. */
export const attempts = new AsyncLocalStorage<Attempt>();

/** A new attempt. */
export function createAttempt(
  name: string,
  began: number,
  { digest, limit = TIMEOUT }: { readonly digest?: string | undefined; readonly limit?: number } = {},
): Attempt {
  const { promise, reject } = Promise.withResolvers<never>();
  promise.catch(() => {});
  const attempt: Attempt = {
    name,
    began,
    limit,
    ...(digest !== undefined && { digest }),
    dead: false,
    died: promise,
    seen: new Map(),
    failed: new Set(),
    die: (why) => {
      attempt.dead = true;
      reject(new Error(why));
    },
  };
  return attempt;
}

/** What somebody who is dead waits for. */
export const never = (): Promise<never> => new Promise(() => {});
