import type { JudgedChange } from '../../functions/backtest/judged-change.ts';

/** Changes on their way to a page that goes through them by itself; the run waits while many are under way. */
export type ChangeQueue = {
  readonly push: (change: JudgedChange) => void;
  readonly end: () => void;
  readonly changes: AsyncIterable<JudgedChange>;
};

/** A queue between a run, which hands changes on, and a page, which takes them. */
export function createChangeQueue(): ChangeQueue {
  let waiting: JudgedChange[] = [];
  let [ended, wake]: [boolean, () => void] = [false, () => {}];
  return {
    push: (change) => {
      waiting.push(change);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    changes: {
      async *[Symbol.asyncIterator]() {
        for (;;) {
          const some = waiting;
          waiting = [];
          yield* some;
          if (waiting.length > 0) continue;
          if (ended) return;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      },
    },
  };
}
