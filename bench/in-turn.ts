import { median } from './median.ts';

/**
 * Takes samples of several subjects in turn, so that whatever slows the machine down slows all of them alike, and gives
 * the median of each. One round that is not counted goes first, to warm up.
 */
export async function inTurn<Subject>(
  subjects: readonly Subject[],
  rounds: number,
  sample: (subject: Subject) => number | Promise<number>,
): Promise<number[]> {
  const samples = subjects.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [at, subject] of subjects.entries()) {
      const figure = await sample(subject);
      if (round > 0) samples[at]?.push(figure);
    }
  }
  return samples.map(median);
}
