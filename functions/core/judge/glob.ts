/**
 * Whether a text matches a pattern in which `*` stands for any characters and `?` for one. Takes time linear in the
 * product of the lengths at worst, so that no pattern can stall it. `one` says which characters `?` may stand for.
 */
export function matchesGlob(pattern: string, text: string, one: (character: string) => boolean = anyOne): boolean {
  let [at, star, mark] = [0, -1, 0];
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === '*') [star, mark, at] = [at, index, at + 1];
    else if (at < pattern.length && (pattern[at] === text[index] || (pattern[at] === '?' && one(text[index] ?? ''))))
      [at, index] = [at + 1, index + 1];
    else if (star >= 0) [at, mark, index] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

const anyOne = (): boolean => true;

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

const WILD = /[*?]/;
