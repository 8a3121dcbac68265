/** Runs work at simulated times, one thing after another; nothing in it depends on how fast the machine is. */
export type Scheduler = {
  /** Epoch milliseconds of the simulation. */
  readonly now: () => number;
  /** Does something so many milliseconds from now. */
  readonly after: (milliseconds: number, work: () => void) => void;
  /** Waits so many milliseconds. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Ends the run with an error that nobody waits for. */
  readonly fail: (error: unknown) => void;
  /** Goes on until nothing is planned any more. Throws RangeError when it never ends, and what it was failed with. */
  readonly run: () => Promise<void>;
};

/** More than any history needs: what goes on longer runs in a circle. */
const MOST_EVENTS = 100_000;

/** A scheduler that begins at a time, in epoch milliseconds. What is planned for one moment happens in the order planned. */
export function createScheduler(start: number): Scheduler {
  const planned: { readonly at: number; readonly work: () => void }[] = [];
  let time = start;
  let failure: { readonly error: unknown } | undefined;
  const after = (milliseconds: number, work: () => void) => {
    const at = time + milliseconds;
    let place = planned.length;
    while (place > 0 && (planned[place - 1]?.at ?? 0) > at) place--;
    planned.splice(place, 0, { at, work });
  };
  return {
    now: () => time,
    after,
    wait: (milliseconds) => new Promise((resolve) => after(milliseconds, resolve)),
    fail: (error) => {
      failure ??= { error };
    },
    async run() {
      for (let events = 0; ; events++) {
        const next = planned.shift();
        if (failure) throw failure.error;
        if (!next) return;
        if (events === MOST_EVENTS) throw new RangeError(`The history does not settle within ${MOST_EVENTS} events`);
        time = next.at;
        next.work();
        // Promises settle before the next event: whoever waits for a call has gone on to the next one by then.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
