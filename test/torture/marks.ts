/** Counts how often things were told, and how often they may have been: a mark that is lost lets them be told once more. */
export type Marks = {
  /** Something was told. */
  readonly tell: (what: string) => void;
  /** It is about to be marked as told. */
  readonly mark: (what: string) => void;
  /** What was told more often than once and for each lost mark once more: one line each. */
  readonly tooMany: () => string[];
};

/** Marks; `attempt` says who is at work, and whether a call of it has failed, so that it can't know what took effect. */
export function createMarks(attempt: () => { readonly who: string; readonly unsure: boolean }): Marks {
  const told = new Map<string, number>();
  const lost = new Map<string, number>();
  /** By what was told and by whom, the tellings that are not marked yet. */
  const unmarked = new Map<string, Map<string, number>>();
  const add = (to: Map<string, number>, key: string, by = 1) => to.set(key, (to.get(key) ?? 0) + by);
  const openOf = (what: string) => {
    const open = unmarked.get(what) ?? new Map<string, number>();
    unmarked.set(what, open);
    return open;
  };
  return {
    tell(what) {
      add(told, what);
      add(openOf(what), attempt().who);
    },
    mark(what) {
      const { who, unsure } = attempt();
      const open = openOf(what);
      if (unsure) add(lost, what, Math.max(0, (open.get(who) ?? 0) - 1));
      open.delete(who);
    },
    tooMany: () =>
      [...told].flatMap(([what, times]) => {
        const left = [...openOf(what).values()].reduce((sum, count) => sum + count, 0);
        const most = 1 + (lost.get(what) ?? 0) + left;
        return times > most ? [`${what} had ${times} tellings, and at most ${most} are due`] : [];
      }),
  };
}
