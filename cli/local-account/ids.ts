/** A source of numbers from 0 to below 1. */
export type Random = () => number;

/** Makes the ids that AWS would make. */
export type Ids = {
  /** `sg-0` and 16 more hexadecimal digits, for the prefix `sg`. */
  readonly resource: (prefix: string) => string;
  /** A version 4 UUID in form: eventIDs and request ids. */
  readonly uuid: () => string;
};

/** A random source that gives the same numbers for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

/** Ids drawn from a random source: the same source, the same ids. */
export function createIds(random: Random): Ids {
  const hex = (digits: number) => Array.from({ length: digits }, () => Math.floor(random() * 16).toString(16)).join('');
  return {
    resource: (prefix) => `${prefix}-0${hex(16)}`,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${'89ab'[Math.floor(random() * 4)]}${hex(3)}-${hex(12)}`,
  };
}
