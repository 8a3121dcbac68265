import type { Change } from '../core/change.ts';
import type { ReadAt } from './rehearse.ts';

/** Takes records as they are read, and gives them in the order of time, a few at once. */
export type InTime = {
  /** Takes the next record, and hands on those whose turn has come. */
  readonly push: (item: ReadAt, time: string, where: string) => void;
  /** Hands on all that are left. */
  readonly end: () => void;
};

type Waiting = {
  readonly item: ReadAt;
  readonly time: string;
  readonly where: string;
  readonly number: number;
  readonly rank: number;
};

/**
 * Puts records that are read out of order into the order of their times, account and region by account and region: nothing
 * that happened in another place matters to a group. A record waits for at most `most` others to be read after it, so
 * that what comes later than that is taken when it comes. Within a second, which is as exact as CloudTrail is, what is
 * made comes before what is done to it, what is deleted last, and a rule's change after the call that added it.
 */
export function inTime(most: number, next: (item: ReadAt, number: number) => void): InTime {
  const places = new Map<string, Waiting[]>();
  /** The numbers of the records that wait, in the order in which they were read. */
  const waiting = new Map<number, Waiting>();
  let count = 0;

  /** Hands on the earliest of a place, with all of the same second. */
  function earliest(where: string): void {
    const heap = places.get(where) ?? [];
    const second: Waiting[] = [];
    const [first] = heap;
    while (heap[0] && heap[0].time === first?.time) second.push(pop(heap));
    if (heap.length === 0) places.delete(where);
    for (const each of causally(second)) {
      waiting.delete(each.number);
      next(each.item, each.number);
    }
  }

  return {
    push: (item, time, where) => {
      const entry: Waiting = { item, time, where, number: count++, rank: rankOf(item) };
      const heap = places.get(where) ?? [];
      places.set(where, heap);
      push(heap, entry);
      waiting.set(entry.number, entry);
      while (waiting.size > most) {
        const [oldest] = waiting.values();
        while (oldest && waiting.has(oldest.number)) earliest(oldest.where);
      }
    },
    end: () => {
      for (const where of [...places.keys()]) while (places.has(where)) earliest(where);
    },
  };
}

function rankOf({ record }: ReadAt): number {
  const { eventName, detail } = (record ?? {}) as { eventName?: unknown; detail?: { eventName?: unknown } };
  const name = String(eventName ?? detail?.eventName);
  if (/^Create(SecurityGroup|Vpc|DefaultVpc|ManagedPrefixList)$/.test(name)) return 0;
  return /^Delete(SecurityGroup|ManagedPrefixList)$/.test(name) ? 2 : 1;
}

const before = (a: Waiting, b: Waiting): boolean =>
  a.time !== b.time ? a.time < b.time : a.rank !== b.rank ? a.rank < b.rank : a.number < b.number;

/** Records of one second, with what speaks of a rule's id after the call that added that rule. */
function causally(second: readonly Waiting[]): readonly Waiting[] {
  if (second.length < 2) return second;
  const addedAt = new Map<string, number>();
  for (const [index, { item }] of second.entries())
    for (const id of idsOf(item, (effect) => (effect.kind === 'added' ? effect.rules.map((rule) => rule.id) : [])))
      addedAt.set(id, index);
  const after = ({ item }: Waiting, own: number): number => {
    const spoken = idsOf(item, (effect) =>
      effect.kind === 'modified'
        ? effect.rules.map(({ id }) => id)
        : effect.kind === 'removed'
          ? [...effect.ids, ...effect.rules.map(({ id }) => id)]
          : [],
    );
    return Math.max(own, ...spoken.map((id) => (addedAt.get(id) ?? -1) + 0.5));
  };
  const placed = second.map((entry, index) => ({ entry, at: after(entry, index) }));
  return placed.sort((a, b) => a.at - b.at).map(({ entry }) => entry);
}

const idsOf = ({ reading }: ReadAt, of: (effect: Change['effect']) => readonly (string | undefined)[]): string[] =>
  reading.kind === 'changes'
    ? reading.changes.flatMap(({ effect }) => of(effect)).filter((id) => id !== undefined)
    : [];

function push(heap: Waiting[], entry: Waiting): void {
  let at = heap.push(entry) - 1;
  while (at > 0) {
    const up = (at - 1) >> 1;
    const parent = heap[up] as Waiting;
    if (!before(entry, parent)) break;
    heap[at] = parent;
    at = up;
  }
  heap[at] = entry;
}

function pop(heap: Waiting[]): Waiting {
  const [top] = heap as [Waiting];
  const last = heap.pop() as Waiting;
  if (heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Waiting, heap[child] as Waiting)) child++;
    if (!before(heap[child] as Waiting, last)) break;
    heap[at] = heap[child] as Waiting;
    at = child;
  }
  heap[at] = last;
  return top;
}
