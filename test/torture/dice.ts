import type { Random } from '../../cli/local-account/ids.ts';

/** Chances drawn from one random source, so that a seed decides all of them. */
export type Dice = {
  /** Whether something of this probability happens. */
  readonly chance: (probability: number) => boolean;
  /** A whole number from `first` to `last`. */
  readonly number: (first: number, last: number) => number;
  /** One of some things; throws RangeError when there is none. */
  readonly one: <Thing>(of: readonly Thing[]) => Thing;
};

/** Dice over a random source. */
export function createDice(random: Random): Dice {
  return {
    chance: (probability) => random() < probability,
    number: (first, last) => first + Math.floor(random() * (last - first + 1)),
    one: (of) => {
      const index = Math.floor(random() * of.length);
      if (of.length === 0) throw new RangeError('There is nothing to choose from');
      return of[index] as (typeof of)[number];
    },
  };
}
