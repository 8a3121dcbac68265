/**
 * Whether a text matches a pattern in which `*` stands for any characters and `?` for one. Takes time linear in the
 * product of the lengths at worst, so that no pattern can stall it.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let [at, star, mark] = [0, -1, 0];
  let index = 0;
  while (index < text.length) {
    if (pattern[at] === '*') [star, mark, at] = [at, index, at + 1];
    else if (at < pattern.length && (pattern[at] === '?' || pattern[at] === text[index]))
      [at, index] = [at + 1, index + 1];
    else if (star >= 0) [at, mark, index] = [star + 1, mark + 1, mark + 1];
    else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Whether some text matches both of two patterns. */
export function globsMeet(a: string, b: string): boolean {
  // reach[j]: whether the rest of a from i and the rest of b from j meet; filled from the ends of both.
  let below: boolean[] = [];
  for (let i = a.length; i >= 0; i--) {
    const reach: boolean[] = [];
    for (let j = b.length; j >= 0; j--) {
      const [x, y] = [a[i], b[j]];
      if (x === undefined && y === undefined) reach[j] = true;
      else if (x === '*' || y === '*')
        reach[j] = (x !== undefined && Boolean(below[j])) || (y !== undefined && Boolean(reach[j + 1]));
      else
        reach[j] = x !== undefined && y !== undefined && (x === y || x === '?' || y === '?') && Boolean(below[j + 1]);
    }
    below = reach;
  }
  return Boolean(below[0]);
}
