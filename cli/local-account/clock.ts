/** A clock that only moves when it is told to. */
export type Clock = {
  readonly now: () => Date;
  /** Moves it on by so many milliseconds. */
  readonly advance: (milliseconds: number) => void;
};

/** A clock that stands at a time (ISO 8601). */
export function createClock(start: string): Clock {
  let time = Date.parse(start);
  if (Number.isNaN(time)) throw new RangeError(`${start} is no time`);
  return {
    now: () => new Date(time),
    advance: (milliseconds) => {
      time += milliseconds;
    },
  };
}
