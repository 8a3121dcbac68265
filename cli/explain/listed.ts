/** Texts as a sentence lists them: `a`, `a and b`, `a, b and c`. */
export function listed(texts: readonly string[], word: 'and' | 'or' = 'and'): string {
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} ${word} ${last}`;
}
