import { instantText } from '../../functions/core/notice/duration.ts';
import { UNUSED_DAYS, type Uses } from '../../functions/core/uses.ts';
import { unusedExemptions } from '../../functions/policy-file/check-exemptions.ts';
import type { Problem } from '../../functions/policy-file/problem.ts';
import type { PlacedExemption } from '../../functions/policy-file/read-exemptions.ts';
import type { Io } from '../command.ts';
import type { Place } from '../find-ledger.ts';

/**
 * What a deployed ledger says of exemptions at a time (ISO 8601 in UTC): those that are unused. Undefined once it is told
 * on standard error that the ledger can't be asked.
 */
export async function unusedByLedger(
  exemptions: readonly PlacedExemption[],
  place: Place,
  at: string,
  io: Io,
): Promise<readonly Problem[] | undefined> {
  if (exemptions.length === 0) return [];
  const kept = await askLedger(place);
  if (typeof kept === 'string') {
    io.err(`Which exemptions are unused is not known. ${kept}`);
    return undefined;
  }
  io.err(sinceText(kept.uses));
  return unusedExemptions(exemptions, kept.uses, at);
}

async function askLedger(place: Place): Promise<{ readonly uses?: Uses | undefined } | string> {
  try {
    // Only now: whoever asks for no ledger need not wait for the SDK to load.
    const { lastUses } = await import('./last-uses.ts');
    return await lastUses(place);
  } catch (error) {
    // What AWS or the way to it refuses is for the caller to mend; all else is a bug.
    if (!(error instanceof Error) || error instanceof TypeError) throw error;
    return `AWS could not be asked: ${error.name}: ${error.message}`;
  }
}

/** Silence may mean that all are in use, or that the ledger is too young to know: a person has to see which. */
const sinceText = (uses: Uses | undefined): string =>
  uses
    ? `The ledger has kept the uses of exemptions since ${instantText(uses.since) ?? JSON.stringify(uses.since)}; none is told as unused before ${UNUSED_DAYS} days`
    : 'The ledger keeps no uses of exemptions yet, so none is told as unused; they are kept once a sweep or a change found one';
