import type { Policy } from '../../functions/core/policy.ts';
import { check } from './check.ts';
import { live } from './live.ts';

/** A history that ended wrong. */
export type Failure = {
  readonly seed: number;
  readonly policies: readonly string[];
  readonly complaints: readonly string[];
  readonly story: readonly string[];
};

/** Lives the histories of the seeds from `from` to below `to`. */
export async function trySeeds(from: number, to: number): Promise<Failure[]> {
  const failures: Failure[] = [];
  for (let seed = from; seed < to; seed++) {
    const trial = await live(seed);
    const complaints = check(trial);
    if (complaints.length === 0) continue;
    failures.push({ seed, policies: trial.policies.map(policyText), complaints, story: trial.story() });
  }
  return failures;
}

/** A policy, and its exemptions in short. */
const policyText = ({ id, exemptions = [] }: Policy): string =>
  [id, ...exemptions.map((each) => `  but for ${JSON.stringify(each)}`)].join('\n  ');

/** A failure for a person: what is wrong, what happened, and how to see it again. */
export const failureText = ({ seed, policies, complaints, story }: Failure): string =>
  [
    `Seed ${seed} ended wrong:`,
    ...complaints.map((complaint) => `  ${complaint}`),
    'under',
    ...policies.map((policy) => `  ${policy}`),
    ...story,
    `Replay it: npm run torture -- --seed ${seed} --count 1`,
  ].join('\n');
