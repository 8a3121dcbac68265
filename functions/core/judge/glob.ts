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
