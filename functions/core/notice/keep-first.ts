/**
 * The first blocks of lines that fit a number of blocks and of characters, always at least one, and how many are left.
 */
export function keepFirst(
  blocks: readonly (readonly string[])[],
  most: { readonly blocks: number; readonly characters: number },
): { kept: (readonly string[])[]; left: number } {
  const kept: (readonly string[])[] = [];
  let characters = 0;
  for (const block of blocks.slice(0, most.blocks)) {
    characters += block.reduce((sum, line) => sum + line.length + 1, 0);
    if (kept.length > 0 && characters > most.characters) break;
    kept.push(block);
  }
  return { kept, left: blocks.length - kept.length };
}
