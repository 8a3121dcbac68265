import { accountId } from '../../../functions/core/ids.ts';
import type { Part, Parts, Place } from '../../../functions/core/record/event-part.ts';
import { ACCOUNT } from '../../records/records.ts';

const account = accountId(ACCOUNT);
if (!account) throw new TypeError(`${ACCOUNT} is no account`);

/** Where the built records were made. */
export const PLACE: Place = { account, region: 'eu-west-1' };

/** The one part that a reader made of a record. */
export function onlyPart(parts: Parts): Part {
  if ('ignored' in parts) throw new TypeError(`Ignored: ${parts.ignored}`);
  if (parts.length > 1) throw new TypeError(`${parts.length} parts, not 1`);
  return parts[0];
}
