import type { BusEvent } from '../../cli/local-account/event-bus.ts';
import type { DigestKey } from '../../functions/respond/mail-book.ts';
import { tryAgain } from '../../functions/respond/try-again.ts';
import { attempts, createAttempt } from './attempt.ts';
import type { Dice } from './dice.ts';
import { digestName } from './mailbox.ts';
import type { Scheduler } from './scheduler.ts';
import type { Fate } from './trial.ts';

/** Takes messages to the functions as EventBridge and SQS do: late, twice, out of order, or not at all. */
export type Post = {
  readonly send: (event: BusEvent) => void;
  /** Brings a portion of an event, soon. */
  readonly passOn: (message: unknown) => void;
  /** Holds the message that brings a digest for so many seconds. */
  readonly callDigest: (key: DigestKey, seconds: number) => void;
  readonly fates: ReadonlyMap<string, Fate>;
  /** The digests of which a message reached its end, and those of which one is in the dead-letter queue. */
  readonly digests: { readonly sent: ReadonlySet<string>; readonly dead: ReadonlySet<string> };
};

/** What the functions do with one message; `lease` names the attempt. */
export type Work = {
  readonly respond: (message: unknown, lease: string) => Promise<unknown>;
  readonly sendDigest: (key: DigestKey, lease: string) => Promise<unknown>;
};

/** How long a queue hides a message that it has handed out, and how often it does so, as infra/queues.ts sets it. */
const HIDDEN = 180_000;
const RECEIVES = 5;

/** A message on a queue. */
type Message = {
  readonly text: string;
  readonly digest?: string;
  readonly work: (lease: string) => Promise<unknown>;
  readonly over: (fate: 'handled' | 'dead') => void;
};

/** A post whose delays, losses and copies the dice decide. */
export function createPost(scheduler: Scheduler, dice: Dice, work: Work, note: (line: () => string) => void): Post {
  const fates = new Map<string, Fate>();
  const digests = { sent: new Set<string>(), dead: new Set<string>() };
  let leases = 0;

  function receive(message: Message, receives: number): void {
    const name = `attempt ${++leases}`;
    note(() => `${name}: takes ${message.text}, receive ${receives}`);
    const attempt = createAttempt(name, scheduler.now(), { digest: message.digest });
    const done = attempts.run(attempt, () => tryAgain(() => message.work(name), scheduler.wait));
    Promise.race([done, attempt.died]).then(
      () => {
        note(() => `${name}: done`);
        message.over('handled');
      },
      (error: unknown) => {
        note(() => `${name}: ${error instanceof Error ? error.message : String(error)}`);
        if (receives < RECEIVES) {
          const visible = attempt.began + HIDDEN - scheduler.now();
          scheduler.after(visible, () => receive(message, receives + 1));
        } else {
          note(() => `${message.text} goes to the dead-letter queue`);
          message.over('dead');
        }
      },
    );
  }

  const messageOf = (content: unknown, id: string): Message => ({
    text: `event ${id.slice(0, 8)}`,
    work: (lease) => work.respond(content, lease),
    over: (fate) => {
      if (fate === 'dead' || fates.get(id) !== 'dead') fates.set(id, fate);
    },
  });

  return {
    fates,
    digests,
    send(event) {
      const id = (event.detail as { readonly eventID: string }).eventID;
      const copies = dice.chance(0.04) ? 0 : dice.chance(0.2) ? 2 : 1;
      if (copies === 0) {
        note(() => `event ${id.slice(0, 8)} is dropped`);
        fates.set(id, 'dropped');
      }
      const message = messageOf(event, id);
      for (let copy = 0; copy < copies; copy++) {
        const delay = dice.number(500, 5000) + (dice.chance(0.2) ? dice.number(0, 90_000) : 0);
        scheduler.after(delay, () => receive(message, 1));
      }
    },
    passOn(message) {
      const { event } = message as { readonly event: BusEvent };
      const portion = messageOf(message, (event.detail as { readonly eventID: string }).eventID);
      scheduler.after(dice.number(100, 1000), () => receive(portion, 1));
    },
    callDigest(key, seconds) {
      const name = digestName(key);
      const message: Message = {
        text: `digest ${name}`,
        digest: name,
        work: (lease) => work.sendDigest(key, lease),
        over: (fate) => void (fate === 'dead' ? digests.dead : digests.sent).add(name),
      };
      const copies = dice.chance(0.1) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) scheduler.after(seconds * 1000, () => receive(message, 1));
    },
  };
}
