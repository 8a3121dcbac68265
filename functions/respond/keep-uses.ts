import type { AccountId } from '../core/ids.ts';
import { nextUses, type Uses } from '../core/uses.ts';
import { type Ledger, RetryableError } from './ports.ts';

/** How often it is written anew when somebody else came between: each round one attempt gets through. */
const ATTEMPTS = 10;

/** Keeps that exemptions excused something, to the day; gives all that is kept. Throws RetryableError. */
export async function keepUses(
  ids: readonly string[],
  { account, region, at }: { readonly account: AccountId; readonly region: string; readonly at: string },
  ledger: Pick<Ledger, 'recallUses' | 'rememberUses'>,
): Promise<Uses | undefined> {
  const place = { account, region };
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await ledger.recallUses(place);
    const next = nextUses(before, ids, at);
    if (next === undefined) return before;
    if (await ledger.rememberUses(place, next)) return next;
  }
  throw new RetryableError('What is kept of the uses of exemptions kept changing');
}
