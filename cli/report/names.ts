/** Names by the order in which they came; index 0 stands for all others. */
export type Names<Facts> = {
  /** The index of a name, 0 when there is no room for it. A change that is fine may take no more than half of the room. */
  readonly index: (key: string, facts: () => Facts, minor: boolean) => number;
  /** By index; nothing at 0. */
  readonly facts: (Facts | undefined)[];
};

/** An empty table of names, with room for so many: a log may hold any number of them, made up by whoever writes it. */
export function names<Facts>(room: number): Names<Facts> {
  const known = new Map<string, number>();
  const facts: (Facts | undefined)[] = [undefined];
  return {
    facts,
    index(key, make, minor) {
      const found = known.get(key);
      if (found !== undefined) return found;
      if (facts.length > (minor ? room / 2 : room)) return 0;
      known.set(key, facts.length);
      return facts.push(make()) - 1;
    },
  };
}
