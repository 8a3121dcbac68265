import { RetryableError } from './ports.ts';

/** How long to wait before each further try, in milliseconds. */
const WAITS = [1000, 3000];

/**
 * Does some work, and again when it comes to a RetryableError: the queue would bring the message back only after minutes,
 * with the hole open meanwhile. What still fails is thrown.
 */
export async function tryAgain<Result>(
  work: () => Promise<Result>,
  pause: (milliseconds: number) => Promise<void>,
): Promise<Result> {
  for (const wait of WAITS) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RetryableError)) throw error;
      await pause(wait);
    }
  }
  return work();
}
