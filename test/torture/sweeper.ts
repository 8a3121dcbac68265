import { attempts, createAttempt } from './attempt.ts';
import type { Scheduler } from './scheduler.ts';

/** How long the sweep's function may run, and how often its schedule wakes it, in milliseconds, as infra/sweep.ts sets it. */
const LIMIT = 600_000;
const EVERY = 900_000;

/** A sweep that is woken until its run is over, whatever cuts it off. `sweep` is the function's work; it gives whether that is so. */
export function wakeSweep(
  scheduler: Scheduler,
  sweep: (start: boolean, timeLeft: () => number) => Promise<boolean>,
  note: (line: () => string) => void,
): void {
  const wake = (call: number): void => {
    const name = `sweep ${call}`;
    note(() => `${name}: wakes`);
    const attempt = createAttempt(name, scheduler.now(), { limit: LIMIT });
    const timeLeft = () => attempt.began + LIMIT - scheduler.now();
    const work = attempts.run(attempt, () => sweep(call === 1, timeLeft));
    Promise.race([work, attempt.died]).then(
      (over) => {
        note(() => `${name}: ${over ? 'over' : 'goes on later'}`);
        if (!over) scheduler.after(EVERY, () => wake(call + 1));
      },
      (error: unknown) => {
        note(() => `${name}: ${error instanceof Error ? error.message : String(error)}`);
        scheduler.after(EVERY, () => wake(call + 1));
      },
    );
  };
  wake(1);
}
