import type { Exemption } from '../../functions/core/exemption.ts';
import { listed } from './listed.ts';
import { placePhrases } from './scope-lines.ts';
import { statementWords } from './statement-words.ts';

/** The exemptions from a policy, in words, as points; whether each counts today is not for a text without a clock to say. */
export const exemptionLines = (exemptions: readonly Exemption[]): string[] => exemptions.map(exemptionLine);

function exemptionLine({ id, group, traffic, actors, owner, reason, ticket, from, until }: Exemption): string {
  const what = listed(traffic.map((statement) => statementWords(statement, 'all')));
  const who = actors ? ` when brought by ${listed(actors, 'or')}` : '';
  const when = `from ${dayOf(from)} on and before ${dayOf(until)}`;
  return `- ${id}: ${what}, in groups ${listed(placePhrases(group))}${who}, ${when}. ${reason} (${owner}, ${ticket})`;
}

/** A day where it begins one, else the time as well. */
const dayOf = (instant: string): string =>
  instant.endsWith('T00:00:00Z') ? instant.slice(0, 10) : instant.slice(0, 19).replace('T', ' ').concat(' UTC');
