import { type Stale, UNUSED_DAYS } from '../uses.ts';
import { count, instantText } from './duration.ts';
import { nameText, policyText, quoteText } from './escape.ts';
import { keepFirst } from './keep-first.ts';
import { wrap } from './wrap.ts';

/** How many exemptions a digest names in one section. */
const SHOWN = { blocks: 20, characters: 4_000 };

/** The sections of a digest on exemptions that have ended, and on those that excuse nothing. */
export function staleSections(stale: readonly Stale[]): string[] {
  const of = (kind: Stale['kind']) => stale.filter((each) => each.kind === kind);
  return [
    ...sectionOf('EXEMPTIONS THAT HAVE ENDED: take them out, or have new ones granted', of('expired')),
    ...sectionOf(`EXEMPTIONS NOT USED FOR ${UNUSED_DAYS} DAYS: does anybody need them?`, of('unused')),
  ];
}

function sectionOf(heading: string, stale: readonly Stale[]): string[] {
  if (stale.length === 0) return [];
  const { kept, left } = keepFirst(stale.map(blockOf), SHOWN);
  return ['', heading, ...kept.flat(), ...(left > 0 ? wrap(`and ${count(left, 'more exemption')}`, 2) : [])];
}

function blockOf(stale: Stale): string[] {
  const { id, policy, owner } = stale;
  return [
    ...wrap(`${nameText(id, 64)}, from policy ${nameText(policy, 64)}`, 2, 6),
    ...wrap(stateOf(stale), 4, 8),
    ...wrap(`Owner: ${policyText(owner, 100)}`, 4, 8),
  ];
}

function stateOf(stale: Stale): string {
  if (stale.kind === 'expired') return `Ended: ${at(stale.since)}`;
  return `Last used: ${stale.last === undefined ? 'never, as far as the ledger goes' : at(stale.last)}`;
}

const at = (instant: string): string => instantText(instant) ?? quoteText(instant, 40);
