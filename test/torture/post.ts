import type { BusEvent } from '../../cli/local-account/event-bus.ts';
import { tryAgain } from '../../functions/respond/try-again.ts';
import { attempts, createAttempt } from './attempt.ts';
import type { Dice } from './dice.ts';
import type { Scheduler } from './scheduler.ts';
import type { Fate } from './trial.ts';

/** Takes events to the function as EventBridge and SQS do: late, twice, out of order, or not at all. */
export type Post = {
  readonly send: (event: BusEvent) => void;
  readonly fates: ReadonlyMap<string, Fate>;
};

/** How long the queue hides a message that it has handed out, and how often it does so, as infra/queues.ts sets it. */
const HIDDEN = 180_000;
const RECEIVES = 5;

/** A post whose delays, losses and copies the dice decide. `respond` is the function's work on one message. */
export function createPost(
  scheduler: Scheduler,
  dice: Dice,
  respond: (event: BusEvent, lease: string) => Promise<unknown>,
  note: (line: () => string) => void,
): Post {
  const fates = new Map<string, Fate>();
  let leases = 0;

  function receive(event: BusEvent, id: string, receives: number): void {
    const name = `attempt ${++leases}`;
    note(() => `${name}: takes event ${id.slice(0, 8)}, receive ${receives}`);
    const attempt = createAttempt(name, scheduler.now());
    const work = attempts.run(attempt, () => tryAgain(() => respond(event, name), scheduler.wait));
    Promise.race([work, attempt.died]).then(
      () => {
        note(() => `${name}: done`);
        if (fates.get(id) !== 'dead') fates.set(id, 'handled');
      },
      (error: unknown) => {
        note(() => `${name}: ${error instanceof Error ? error.message : String(error)}`);
        if (receives < RECEIVES) {
          const visible = attempt.began + HIDDEN - scheduler.now();
          scheduler.after(visible, () => receive(event, id, receives + 1));
        } else {
          note(() => `event ${id.slice(0, 8)} goes to the dead-letter queue`);
          fates.set(id, 'dead');
        }
      },
    );
  }

  return {
    fates,
    send(event) {
      const id = (event.detail as { readonly eventID: string }).eventID;
      const copies = dice.chance(0.04) ? 0 : dice.chance(0.2) ? 2 : 1;
      if (copies === 0) {
        note(() => `event ${id.slice(0, 8)} is dropped`);
        fates.set(id, 'dropped');
      }
      for (let copy = 0; copy < copies; copy++) {
        const delay = dice.number(500, 5000) + (dice.chance(0.2) ? dice.number(0, 90_000) : 0);
        scheduler.after(delay, () => receive(event, id, 1));
      }
    },
  };
}
