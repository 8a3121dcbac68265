/** Longer texts are no typing error of any word, and comparing them takes quadratic time. */
const LONGEST = 40;

function nearest(text: string, words: readonly string[]): string | undefined {
  if (text.length > LONGEST) return undefined;
  const limit = text.length < 4 ? 1 : 2;
  const ranked = words
    .map((word) => ({ word, distance: edits(text.toLowerCase(), word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= limit ? best.word : undefined;
}

/** `; did you mean x?` with the nearest word within two edits (one for short texts), or an empty text. */
export function didYouMean(text: string, words: readonly string[]): string {
  const word = nearest(text, words);
  return word === undefined ? '' : `; did you mean ${word}?`;
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function edits(a: string, b: string): number {
  let [older, old]: number[][] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const at = (cells: number[] | undefined, index: number) => cells?.[index] ?? 0;
      const replaced = at(old, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? at(older, j - 2) + 1 : Infinity;
      row.push(Math.min(at(old, j) + 1, at(row, j - 1) + 1, replaced, swapped));
    }
    [older, old] = [old ?? [], row];
  }
  return old?.[b.length] ?? 0;
}
