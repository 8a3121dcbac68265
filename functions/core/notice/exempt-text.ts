import type { Excuse, Excusing, NearMiss } from '../excuse.ts';
import type { Report } from '../report.ts';
import { instantText } from './duration.ts';
import { nameText, policyText, quoteText } from './escape.ts';
import { wrap } from './wrap.ts';

/** How many exemptions one line names. */
const NAMED = 3;

/** The exemptions of an excuse and when they end, safe to show: `exemption vendor (until 2027-01-01 00:00:00 UTC)`. */
export function exemptionsText({ exemptions, more = 0 }: Excuse): string {
  const shown = exemptions.slice(0, NAMED).map(({ id, until }: Excusing) => `${nameText(id, 64)} (until ${at(until)})`);
  const left = exemptions.length - shown.length + more;
  return `exemption ${shown.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
}

/** Why an exemption that covers some traffic did not excuse it, in one sentence. */
export function nearText(near: NearMiss): string {
  const covers = `Exemption ${nameText(near.exemption, 64)} covers this, but`;
  const ask = `Its owner: ${policyText(near.owner, 100)}`;
  switch (near.kind) {
    case 'expired':
      return `${covers} it ended at ${at(near.until)}. ${ask}`;
    case 'to-come':
      return `${covers} it begins at ${at(near.from)}. ${ask}`;
    case 'other-actor':
      return `${covers} only for other actors than this one. ${ask}`;
    default:
      return near satisfies never;
  }
}

/** How to have what breaks a policy stay; empty where no rule breaks one. */
export function askLines({ rules }: Report): string[] {
  if (rules.every(({ verdict }) => verdict.kind !== 'violation')) return [];
  return wrap(
    'Is there no other way? Then ask whoever owns these policies for an exemption (policies/exemptions.yaml): for this group and this traffic, with a reason and an end.',
    2,
  );
}

const at = (instant: string): string => instantText(instant) ?? quoteText(instant, 40);
