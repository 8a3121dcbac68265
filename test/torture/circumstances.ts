import { DEFAULT_GUARDRAILS, type Guardrails } from '../../functions/core/guardrails.ts';
import type { Weather } from './chaos.ts';
import type { Dice } from './dice.ts';

/** The mails of many a history come as digests, and in some a group is protected. */
export const guardrailsOf = (dice: Dice): Guardrails => ({
  ...DEFAULT_GUARDRAILS,
  mails: { atOnce: dice.one([0, 1, 5, 5]), within: dice.one([1, 5]) },
  protected: dice.chance(0.2) ? dice.one(PROTECTED) : DEFAULT_GUARDRAILS.protected,
});

const PROTECTED: readonly Guardrails['protected'][] = [
  { groups: ['frozen-*'], tags: {} },
  { groups: ['db-1'], tags: {} },
  { groups: [], tags: { tier: ['web'] } },
];

/** Half of all histories see little go wrong, so that what goes wrong by itself stands out. */
export function weatherOf(dice: Dice): Weather & { readonly lag: number } {
  const often = dice.one([0, 0, 0.01, 0.05]);
  return { faults: often, crashes: often / 2, denials: often / 5, lag: dice.one([0, 0.4, 0.8]) };
}
