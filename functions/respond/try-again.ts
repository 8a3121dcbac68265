import { RetryableError } from './ports.ts';

/** How long to wait before each further try, in milliseconds, where a hole may be open meanwhile. */
const WAITS: readonly number[] = [1000, 3000];

/**
 * Does some work, and again when it comes to a RetryableError: the queue would bring the message back only after minutes,
 * with the hole open meanwhile. What still fails is thrown.
 */
export async function tryAgain<Result>(
  work: () => Promise<Result>,
  pause: (milliseconds: number) => Promise<void>,
  waits = WAITS,
): Promise<Result> {
  for (const wait of waits) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      await pause(wait);
    }
  }
  return work();
}
