import { matchesPattern, type Pattern } from './event-pattern-match.ts';

/** An event as EventBridge delivers it. */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
};

/** Takes an event; the bus waits for it. */
export type EventHandler = (event: BusEvent) => void | Promise<void>;

/**
 * The account's event bus. Events wait until they are delivered or taken, so that a test may duplicate, reorder or drop
 * them between.
 */
export type EventBus = {
  /** Subscribes; with a pattern only to the events that match it. The result ends the subscription. */
  readonly onEvent: (handler: EventHandler, pattern?: Pattern) => () => void;
  /** Puts an event at the end of the queue. */
  readonly put: (event: BusEvent) => void;
  /** Delivers what waits, and what that brings about, one after another; the number delivered. A handler's error is thrown. */
  readonly deliver: () => Promise<number>;
  /** Takes everything that waits out of the queue. */
  readonly takeEvents: () => BusEvent[];
};

/** An empty bus without subscribers. */
export function createEventBus(): EventBus {
  const subscribers = new Set<{ handler: EventHandler; pattern: Pattern | undefined }>();
  const queue: BusEvent[] = [];
  return {
    onEvent(handler, pattern) {
      // A pattern that can't be read fails here and not at the first event.
      if (pattern) matchesPattern(pattern, {});
      const subscriber = { handler, pattern };
      subscribers.add(subscriber);
      return () => void subscribers.delete(subscriber);
    },
    put: (event) => void queue.push(event),
    async deliver() {
      let delivered = 0;
      for (let event = queue.shift(); event !== undefined; event = queue.shift(), delivered++) {
        for (const { handler, pattern } of [...subscribers]) {
          if (!pattern || matchesPattern(pattern, event)) await handler(structuredClone(event));
        }
      }
      return delivered;
    },
    takeEvents: () => queue.splice(0).map((event) => structuredClone(event)),
  };
}
