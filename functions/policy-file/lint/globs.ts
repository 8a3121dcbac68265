import { matchesGlob } from '../../core/judge/glob.ts';

const WILD = /[*?]/;

/** Whether some text matches both patterns. Takes time in the product of the lengths. */
export function globsMeet(a: string, b: string): boolean {
  if (!WILD.test(a)) return matchesGlob(b, a);
  if (!WILD.test(b)) return matchesGlob(a, b);
  // Row i holds, for each j, whether the rests of a from i and of b from j have a text in common.
  let below: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const row: boolean[] = [];
    for (let j = b.length; j >= 0; j--) {
      const [x, y] = [a[i], b[j]];
      // A star stands for nothing, or takes one more of what the other side has.
      if (x === '*' || y === '*') row[j] = (i < a.length && below[j] === true) || (j < b.length && row[j + 1] === true);
      else if (x === undefined || y === undefined) row[j] = x === y;
      else row[j] = (x === '?' || y === '?' || x === y) && below[j + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}

/** Whether every text that matches `inner` surely matches `outer`; may miss it where `?` stands beside `*`. */
export const globCovers = (outer: string, inner: string): boolean =>
  // The inner pattern is read as a text: what its star stands for, only a star of the outer one can hold.
  matchesGlob(outer, inner, (character) => character !== '*');
