import { exemptionUses } from '../../functions/aws/exemption-uses.ts';
import { ledgerPlace } from '../../functions/aws/ledger-place.ts';
import type { Uses } from '../../functions/core/uses.ts';
import { findLedger, type Place } from '../find-ledger.ts';

/**
 * When the exemptions were used last, from a deployed ledger by the caller's AWS credentials; absent where it keeps none
 * yet, a text where the ledger can't be told. Throws RetryableError, and what the SDK throws.
 */
export async function lastUses(place: Place): Promise<{ readonly uses?: Uses | undefined } | string> {
  const found = await findLedger(place);
  if (typeof found === 'string') return found;
  const { client, table } = found;
  return { uses: await exemptionUses(client, table).recallUses(await ledgerPlace(client, table)) };
}
