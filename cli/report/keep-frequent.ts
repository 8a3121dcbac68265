import type { Names } from './names.ts';
import { RESULTS } from './result.ts';

/** The names that stay, `get` being the new index of an old one. */
export type Kept<Facts> = {
  readonly get: (index: number) => number | undefined;
  readonly facts: readonly (Facts | undefined)[];
};

/** Keeps the names with the most changes, those of findings before all others, in the order in which they came. */
export function keepFrequent<Facts>(
  { facts }: Names<Facts>,
  cells: readonly (readonly number[])[],
  column: number,
  room: number,
): Kept<Facts> {
  if (facts.length <= room + 1) return { get: (index) => index, facts };
  const weights = Array<number>(facts.length).fill(0);
  for (const cell of cells) {
    const [index = 0, result, count = 0] = [cell[column], cell[1], cell.at(-1)];
    weights[index] = (weights[index] ?? 0) + count * (result === RESULTS.indexOf('compliant') ? 1 : 1e6);
  }
  const frequent = [...weights.keys()].slice(1).sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  const kept = frequent.slice(0, room).sort((a, b) => a - b);
  const places = new Map(kept.map((index, place) => [index, place + 1]));
  return { get: (index) => places.get(index), facts: [undefined, ...kept.map((index) => facts[index])] };
}
